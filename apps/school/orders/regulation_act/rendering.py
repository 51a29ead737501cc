"""Files of a regulation. Repeatable: the same version gives the same two files at the same place."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction

from apps.school.regulation import queries
from apps.school.regulation.act import compose
from apps.school.regulation.models import RegulationVersion
from tenants.isolation.context import require_school
from tenants.journal.jobs import report_progress
from tenants.journal.models import Job

from ..models import ActDocument, act_path
from ..rendering import put
from .documents import render_act_docx, render_act_pdf

DOCX_NAME, PDF_NAME = "regulation.docx", "regulation.pdf"


def render_act(version_id: int, job: Job) -> ActDocument:
    """Compose (or take what was composed when the version was adopted), write both files, name them."""
    version = queries.find_version(version_id)
    report_progress(job, done=0, total=2)
    row = _text(version)
    docx = put(act_path(row, DOCX_NAME), render_act_docx(row.text, is_draft=version.is_draft))
    report_progress(job, done=1)
    pdf = put(act_path(row, PDF_NAME), render_act_pdf(row.text, is_draft=version.is_draft))
    ActDocument.objects.filter(pk=row.pk).update(docx=docx, pdf=pdf, made_of=version.updated_at)
    report_progress(job, done=2)
    row.refresh_from_db()
    return row


def _text(version: RegulationVersion) -> ActDocument:
    """The row with its text; of an adopted version it is written once: a later wording never changes it."""
    with transaction.atomic():
        row, _created = ActDocument.objects.select_for_update().get_or_create(version=version)
        if not (row.is_final and row.text):
            row.text, row.is_final = composed(version), not version.is_draft
            row.docx = row.pdf = ""  # the files there are say something else
            row.save(update_fields=["text", "is_final", "docx", "pdf", "updated_at"])
    return row


def composed(version: RegulationVersion) -> dict[str, Any]:
    """The document of a version as plain data."""
    return asdict(compose(queries.view_of_version(version), institution=require_school().name))
