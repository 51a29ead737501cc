"""Documents of signed orders, as files. Repeatable: an order always gives the same two files at the same place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from tenants.journal.jobs import report_progress
from tenants.journal.models import Job

from .documents import render_docx, render_pdf
from .models import Order, OrderTemplate, document_path
from .templating.printing import UnprintableTemplate, render_own_docx, render_own_pdf

DOCX_NAME = "order.docx"
PDF_NAME = "order.pdf"


def render_order(order_id: int, job: Job) -> Order:
    """Both documents of one signed order, with progress."""
    order = Order.objects.get(pk=order_id, state=Order.State.SIGNED)
    report_progress(job, done=0, total=2)
    make_documents(order, between=lambda: report_progress(job, done=1))
    report_progress(job, done=2)
    order.refresh_from_db()
    return order


def make_documents(order: Order, between: Callable[[], None] = lambda: None) -> None:
    """Render from the frozen facts, put each file in its place at one stroke, then name both in the order.

    ``UnprintableTemplate`` when the school's own template, in use at the signature, cannot be filled.
    """
    act = order.facts["act"]
    content = docx_of(act)
    docx = put(document_path(order, DOCX_NAME), content)
    between()
    pdf = put(document_path(order, PDF_NAME), pdf_of(act, content))
    Order.objects.filter(pk=order.pk).update(docx=docx, pdf=pdf)


def docx_of(act: Mapping[str, Any]) -> bytes:
    """By the school's template that the act was signed with, else by the product's."""
    own = _own_template(act)
    return render_docx(act) if own is None else render_own_docx(own, act)


def pdf_of(act: Mapping[str, Any], docx: bytes, *, is_draft: bool = False) -> bytes:
    """The PDF that says what the DOCX says."""
    if act.get("template") is None:
        return render_pdf(act, is_draft=is_draft) if is_draft else render_pdf(act)
    return render_own_pdf(docx, act, is_draft=is_draft)


def _own_template(act: Mapping[str, Any]) -> bytes | None:
    if act.get("template") is None:
        return None
    try:
        with OrderTemplate.objects.get(pk=act["template"]).file.open("rb") as file:
            return bytes(file.read())
    except (OrderTemplate.DoesNotExist, FileNotFoundError) as error:
        raise UnprintableTemplate(_("its file is not there")) from error


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
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    move_into_place(Path(temporary), path)
    return name


def move_into_place(temporary: Path, path: Path) -> None:
    """A finished file takes its place; what a killed worker left half-written beside it is removed."""
    temporary.replace(path)
    for left in path.parent.glob(".part-*"):
        left.unlink(missing_ok=True)
