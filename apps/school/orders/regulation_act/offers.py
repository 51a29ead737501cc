"""What may be done with the document of a version, on the regulation's own page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.document_ports import on_document
from apps.school.regulation.models import RegulationVersion
from kernel.acting import Actor
from ui.pages import Action

from .. import permissions
from . import queries


@on_document
def document_actions(version: RegulationVersion, actor: Actor) -> Iterator[Action]:
    """The files to everybody who reads the version; the office has them made and prepares the order."""
    document, office = queries.document_of(version), permissions.may_prepare(actor)
    fresh = document is not None and document.is_fresh
    if fresh:
        yield Action(_("Download PDF"), _url("act_pdf", version), "file-earmark-pdf")
        yield Action(_("Download DOCX"), _url("act_docx", version), "file-earmark-word", "secondary")
    if office and not fresh:
        yield Action(_("Make DOCX and PDF"), _url("act_make", version), "file-earmark-arrow-down", "primary", "post")
    if office and version.is_draft:
        order = queries.waiting_order(version)
        if order is not None:
            yield Action(_("The order waits for the signature"), order.get_absolute_url(), "pen", "secondary")
        else:
            yield Action(_("Prepare the order"), _url("act_approve", version), "file-earmark-check", "secondary")


def _url(name: str, version: RegulationVersion) -> str:
    return reverse(f"orders:{name}", kwargs={"version": version.pk})
