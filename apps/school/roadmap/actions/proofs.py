"""Evidence beside the mark: files, links, records of the system; before the mark or after it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict

from .. import permissions, records
from ..errors import WrongInput
from ..models import Evidence, Term
from .marks import locked_term


@action("roadmap.add_evidence")
def add_evidence(
    *,
    term: Term,
    acting: Actor,
    title: str = "",
    link: str = "",
    file: UploadedFile[Any] | None = None,
    record: str = "",
) -> Evidence:
    """Add a file (PDF, DOCX, JPEG, PNG), a link or a record of the system (``records``; the office chooses those)."""
    found = locked_term(term, acting)
    if not (link or file or record):
        raise WrongInput("file", _("Give a file, a link or a record of the system."))
    if record:
        permissions.require(permissions.OFFICE.admits(acting) or permissions.is_product(acting))
        if record not in records.known([record]):
            raise WrongInput("record", _("There is no such record any more."))
        if found.evidence.filter(record=record).exists():
            raise Conflict(_("This record is among the evidence already."))
    kept = uploads.checked(file, uploads.DOCUMENT, place="file", stem="evidence") if file is not None else ""
    return Evidence.objects.create(
        term=found,
        title=title.strip() or (file.name or "" if file is not None else ""),
        link=link,
        file=kept,
        record=record,
        added_by=acting.account_id,
        adder_name=acting.name,
    )


@action("roadmap.remove_evidence")
def remove_evidence(*, evidence: Evidence, acting: Actor) -> Term:
    """Take a piece of evidence away; one's own, or any for the office. Twice does nothing more."""
    term = locked_term(evidence.term, acting)
    own = evidence.added_by is not None and evidence.added_by == acting.account_id
    permissions.require(own or permissions.OFFICE.admits(acting) or permissions.is_product(acting))
    Evidence.objects.filter(pk=evidence.pk).delete()
    return term
