"""Writes about labour packs: papers are prepared, signed, replaced."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from apps.school.consents import actions as consents
from apps.school.consents import queries as consent_queries
from apps.school.consents.rules import EXTRA_DUTIES
from apps.school.people.models import Person
from apps.school.regulation import queries as regulation
from apps.school.regulation.rules.labour import earliest_end, notice_days, notice_given
from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotFound, refuse_if

from .. import permissions
from ..models import LabourPack, LabourPaper
from . import queries
from .documents import frozen
from .facts import common_facts, iso
from .ports import Assignment, assignment_of

Kind = LabourPaper.Kind
State = LabourPaper.State
GROUNDS: Mapping[str, str] = {
    LabourPaper.Side.MENTOR: "mentor_refusal",
    LabourPaper.Side.EMPLOYER: "employer_cancellation",
}


@action("labour.open_pack")
def open_pack(*, subject: str, mentor: Person, acting: Actor) -> LabourPack:
    """The pack of an employed mentor in a pair of employees; opened once, however often it is asked for."""
    permissions.require(permissions.may_prepare(acting))
    assignment = assignment_of(subject, mentor.pk)
    if assignment is None:
        raise NotFound()
    defaults = {"title": assignment.title[:300]}
    pack, _made = LabourPack.objects.get_or_create(subject=subject, mentor=mentor, defaults=defaults)
    return pack


def assignment(pack: LabourPack) -> Assignment:
    """The pair of a pack; ``NotFound`` when it is no pair of employees any more."""
    found = assignment_of(pack.subject, pack.mentor_id)
    if found is None:
        raise NotFound()
    return found


@action("labour.prepare_consent")
def prepare_consent(*, pack: LabourPack, acting: Actor) -> LabourPaper:
    """The consent for the mentor's signature, by the pair as it stands."""
    return _prepare(pack, Kind.CONSENT, {}, acting)


@action("labour.prepare_agreement")
def prepare_agreement(
    *,
    pack: LabourPack,
    content: str,
    work_form: str,
    pay: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    acting: Actor,
    number: str = "",
    contract_no: str = "",
    contract_on: datetime.date | None = None,
) -> LabourPaper:
    """The supplementary agreement: content, term, form and pay, as the law asks. The consent is signed before."""
    consented = queries.consent_day(pack)
    if consented is None:
        raise Conflict(
            _("The agreement rests on the mentor's written consent (Labour Code art. 351.8), which is not signed yet."),
            next_step=_("Print the consent, let the mentor sign it and record the signature."),
        )
    if ends_on <= starts_on:
        raise _wrong("ends_on", _("The last day is after the first."))
    facts = {
        "content": content,
        "work_form": work_form,
        "pay": pay,
        "starts_on": iso(starts_on),
        "ends_on": iso(ends_on),
        "number": number.strip(),
        "contract_no": contract_no.strip(),
        "contract_on": iso(contract_on),
        "consent_on": iso(consented),
    }
    return _prepare(pack, Kind.AGREEMENT, facts, acting, number=number.strip())


@action("labour.prepare_notice")
def prepare_notice(
    *, pack: LabourPack, side: str, given_on: datetime.date, ends_on: datetime.date, acting: Actor, reason: str = ""
) -> LabourPaper:
    """The notice of an early end by one of the sides; the law keeps three working days between it and the end."""
    if side not in GROUNDS:
        raise _wrong("side", _("Say who ends the mentoring."))
    if not assignment(pack).is_open:
        raise Conflict(_("This mentoring is over already."))
    _keep_term(side, given_on, ends_on)
    facts = {"side": side, "given_on": iso(given_on), "last_day": iso(ends_on), "reason": reason}
    return _prepare(pack, Kind.NOTICE, facts, acting, side=side, ends_on=ends_on)


def earliest_after(notice: datetime.date) -> datetime.date:
    """The first day on which the mentoring may end after a notice of that day."""
    return earliest_end(notice, notice_days(regulation.current()))


def _keep_term(side: str, given_on: datetime.date, ends_on: datetime.date) -> None:
    broken = notice_given(regulation.current(), ground=GROUNDS[side], notice=given_on, end=ends_on, employee=True)
    refuse_if(broken, next_step=_("Name a later last day, or give the notice earlier."))


def _prepare(pack: LabourPack, kind: str, facts: Mapping[str, Any], acting: Actor, **fields: Any) -> LabourPaper:
    """A paper that waits for its signatures; the one that waited before it is replaced."""
    permissions.require(permissions.may_prepare(acting))
    locked = LabourPack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    if kind == Kind.NOTICE and locked.papers.filter(kind=kind, state=State.SIGNED).exists():
        raise Conflict(_("A notice has been given already."))
    locked.papers.filter(kind=kind, state=State.PREPARED).update(state=State.REPLACED)
    return LabourPaper.objects.create(
        pack=locked,
        kind=kind,
        facts={**common_facts(assignment(locked)), **facts},
        prepared_by=acting.account_id,
        **fields,
    )


@action("labour.sign_paper")
def sign_paper(
    *, paper: LabourPaper, signed_on: datetime.date, acting: Actor, scan: UploadedFile[Any] | None = None
) -> LabourPaper:
    """Record the signatures: the text is frozen, the former paper of the kind is replaced.

    A consent enters the book of consents (extra duties), so that the order of the pair finds it. A notice is measured
    once more, from the day on which it was really given.
    """
    permissions.require(permissions.may_prepare(acting))
    pack = LabourPack.objects.select_for_update(of=("self",)).select_related("mentor").get(pk=paper.pack_id)
    found = pack.papers.get(pk=paper.pk)
    if found.state != State.PREPARED:
        raise Conflict(_("This paper does not wait for signatures any more."))
    _check_day(found, signed_on)
    if scan is not None:
        found.scan = uploads.checked(scan, uploads.SCAN, place="scan", stem="scan")
    pack.papers.filter(kind=found.kind, state=State.SIGNED).update(state=State.REPLACED)
    found.state, found.signed_on = State.SIGNED, signed_on
    found.facts = {**found.facts, "text": frozen(found)}
    found.save()
    if found.kind == Kind.CONSENT:
        _enter_consent(pack.mentor, signed_on, acting)
    return found


def _check_day(paper: LabourPaper, day: datetime.date) -> None:
    if day > today():
        raise _wrong("signed_on", _("The date is in the future."))
    if paper.kind == Kind.AGREEMENT and day.isoformat() < paper.facts["consent_on"]:
        raise _wrong("signed_on", _("The agreement is signed after the consent that it rests on."))
    if paper.kind == Kind.NOTICE and paper.ends_on is not None:
        _keep_term(paper.side, day, paper.ends_on)


def _enter_consent(mentor: Person, day: datetime.date, acting: Actor) -> None:
    if EXTRA_DUTIES not in consent_queries.in_force([mentor.pk], day)[mentor.pk]:
        consents.record_paper(person=mentor, signer=mentor, kind=EXTRA_DUTIES, given_on=day, acting=acting)


def _wrong(place: str, message: str) -> InputError:
    return InputError(message, problems=[{"place": place, "message": message}])
