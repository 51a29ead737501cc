"""The job that makes documents of many orders. Each order is a step of its own: what is done stays done.

A worker that is killed leaves the finished orders with their files; the job, sent again, goes on with the others and
then packs all of them. An order whose template cannot be filled is told in ``problems`` and holds nobody up.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path

from django.core.files.storage import default_storage

from kernel.errors import DomainError
from tenants.journal.jobs import report_progress
from tenants.journal.models import Job

from .models import Order, OrderBundle, bundle_path
from .rendering import make_documents, move_into_place

UNSAFE = re.compile(r"[^\w.-]+")


def fill_bundle(bundle_id: int, job: Job) -> OrderBundle:
    """Make what is missing, one order after another, then the archive."""
    bundle = OrderBundle.objects.get(pk=bundle_id)
    problems: dict[str, str] = {}
    report_progress(job, done=0, total=len(bundle.orders) + 1)
    for done, pk in enumerate(bundle.orders, start=1):
        problem = _make(pk)
        if problem:
            problems[str(pk)] = problem
        report_progress(job, done=done)
    name = _pack(bundle)
    OrderBundle.objects.filter(pk=bundle.pk).update(problems=problems, file=name)
    report_progress(job, done=len(bundle.orders) + 1)
    bundle.refresh_from_db()
    return bundle


def _make(pk: int) -> str:
    """The documents of one order, unless they are there; why they could not be made, empty for done."""
    order = Order.objects.get(pk=pk)
    if order.has_documents:
        return ""
    try:
        make_documents(order)
    except DomainError as refusal:
        return str(refusal.message)
    return ""


def _pack(bundle: OrderBundle) -> str:
    """The archive, put in its place at one stroke; its name."""
    name = bundle_path(bundle, "")
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as stream,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for order in Order.objects.filter(pk__in=bundle.orders).order_by("pk"):
            _add(archive, order)
    move_into_place(Path(stream.name), path)
    return name


def _add(archive: zipfile.ZipFile, order: Order) -> None:
    for file in (order.docx, order.pdf) if order.has_documents else ():
        with file.open("rb") as content:
            archive.writestr(f"{stem_of(order)}{Path(file.name or '').suffix}", content.read())


def stem_of(order: Order) -> str:
    """«2026-09-01_12-од_7»: date, number, key; every name once, none leads out of the folder."""
    return UNSAFE.sub("-", f"{order.dated:%Y-%m-%d}_{order.number}_{order.pk}")
