"""Papers of mentors from outside; information from third parties."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules.bank import keeping, third_party
from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, refuse_if
from tenants.isolation.commits import after_commit

from .. import rules
from ..errors import wrong
from ..models import Person, PersonDocument, ThirdPartyInfo
from ..ports import consent_book
from .banks import keeper_violations
from .persons import lock_person


def _refuse_strangers(acting: Actor) -> None:
    refuse_if(keeper_violations(acting), next_step=_("Ask those who keep the bank, or change the regulation."))


@action("document.add")
def add_document(
    *,
    person: Person,
    kind: str,
    issued_on: datetime.date,
    acting: Actor,
    expires_on: datetime.date | None = None,
    number: str = "",
    scan: UploadedFile[Any] | None = None,
) -> PersonDocument:
    """Record a paper of somebody from outside. ``kind``: code of ``external_document``."""
    _refuse_strangers(acting)
    if kind not in catalogue().dictionaries["external_document"]:
        raise wrong("kind", _("Choose the document from the list."))
    if issued_on > today():
        raise wrong("issued_on", rules.REASONS["future_date"])
    if expires_on is not None and expires_on < issued_on:
        raise wrong("expires_on", _("The document expires before it is issued."))
    locked = lock_person(person.pk)
    if not rules.is_external(locked.kind):
        raise Conflict(
            _("These documents are asked of people from outside only."),
            next_step=_("Who works or studies here has them in the personal file."),
        )
    return PersonDocument.objects.create(
        person=locked,
        kind=kind,
        number=number.strip(),
        issued_on=issued_on,
        expires_on=expires_on,
        scan=uploads.checked(scan, uploads.SCAN, place="scan", stem="scan") if scan is not None else "",
        account_id=acting.account_id,
    )


@action("document.remove")
def remove_document(*, document: PersonDocument, acting: Actor) -> None:
    """Delete a paper that was recorded by mistake, with its scan."""
    _refuse_strangers(acting)
    found = PersonDocument.objects.select_for_update().filter(pk=document.pk).first()
    if found is None:
        raise Conflict(_("This document is not recorded any more."))
    name, storage = found.scan.name, found.scan.storage
    found.delete()
    if name:
        after_commit(lambda: storage.delete(name), robust=True)


@action("third_party.record")
def record_third_party(
    *,
    person: Person,
    source: str,
    told_by: str,
    text: str,
    basis: str,
    received_on: datetime.date,
    acting: Actor,
) -> ThirdPartyInfo:
    """Write down what somebody else said of a mentee. ``RuleViolation`` for a source which the regulation does not
    name; ``InputError`` without a basis or on a day without the person's consent to data processing."""
    if source not in catalogue().dictionaries["third_party_source"]:
        raise wrong("source", _("Choose the source from the list."))
    view = regulation.current()
    refuse_if(
        [*keeping(view, acting.roles), *third_party(view, source)],
        next_step=_("Ask the person, or a source that the regulation names."),
    )
    for place, value in (("told_by", told_by), ("text", text), ("basis", basis)):
        if not value.strip():
            raise wrong(place, _("This is needed."))
    if received_on > today():
        raise wrong("received_on", rules.REASONS["future_date"])
    locked = lock_person(person.pk)
    consent = consent_book().personal_data(locked, received_on)
    if not consent.given or (consent.minor and not consent.guardian_given):
        raise wrong("received_on", _("On this day there was no consent to data processing: record it first."))
    return ThirdPartyInfo.objects.create(
        person=locked,
        source=source,
        told_by=told_by.strip(),
        text=text.strip(),
        basis=basis.strip(),
        received_on=received_on,
        account_id=acting.account_id,
    )


@action("third_party.delete")
def delete_third_party(*, info: ThirdPartyInfo, acting: Actor) -> None:
    """Delete a record: it is not needed any more, or the person asks for it. The journal keeps that it was deleted."""
    _refuse_strangers(acting)
    deleted, _rows = ThirdPartyInfo.objects.filter(pk=info.pk).delete()
    if not deleted:
        raise Conflict(_("This record is deleted already."))
