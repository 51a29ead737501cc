"""Documents of signed orders, as files. Repeatable: an order always gives the same two files at the same place."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.core.files.storage import default_storage

from tenants.journal.jobs import report_progress
from tenants.journal.models import Job

from .documents import render_docx, render_pdf
from .models import Order, document_path

DOCX_NAME = "order.docx"
PDF_NAME = "order.pdf"


def render_order(order_id: int, job: Job) -> Order:
    """Render from the frozen facts, put each file in its place at one stroke, then name both in the order."""
    order = Order.objects.get(pk=order_id, state=Order.State.SIGNED)
    act = order.facts["act"]
    report_progress(job, done=0, total=2)
    docx = put(document_path(order, DOCX_NAME), render_docx(act))
    report_progress(job, done=1)
    pdf = put(document_path(order, PDF_NAME), render_pdf(act))
    Order.objects.filter(pk=order.pk).update(docx=docx, pdf=pdf)
    report_progress(job, done=2)
    order.refresh_from_db()
    return order


def put(name: str, content: bytes) -> str:
    """Write a file so that a reader sees the old one or the whole new one, never a part; return its name."""
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    for left in path.parent.glob(".part-*"):
        left.unlink(missing_ok=True)
    return name
