"""From nomination to the commission: every step with what shows it."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.people.queries import person_of
from apps.school.regulation.queries import current
from apps.school.regulation.rules import selection as regulation
from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, NotAllowed, refuse_if

from .. import permissions, queries, rules
from ..errors import needed, not_in_future, wrong
from ..models import Candidacy, Evidence

State = Candidacy.State
Kind = Evidence.Kind

BY_STAFF = "nomination_by_staff"
NOMINATIONS = frozenset({BY_STAFF, regulation.BY_ADMINISTRATION})


def locked(candidacy: Candidacy) -> Candidacy:
    """The candidacy as it is now, until the end of the transaction nobody else's."""
    return Candidacy.objects.select_for_update(of=("self",)).select_related("person").get(pk=candidacy.pk)


@action("selection.nominate")
def nominate(
    *,
    person: Person,
    route: str,
    acting: Actor,
    nominated_by: str = "",
    grounds: str = "",
    grade: str = "",
    opened_on: datetime.date | None = None,
) -> Candidacy:
    """Open a candidacy by one of the act's ways. The methodical association nominates by the way of the staff only.

    ``RuleViolation`` for a way or a grade that the act does not have; ``Conflict`` for somebody who is a candidate or
    a mentor of the register already. A written application, recorded by the office, is the candidate's consent.
    """
    permissions.require(permissions.may_nominate(acting))
    if not permissions.may_manage(acting) and route != BY_STAFF:
        raise NotAllowed(_("The methodical association nominates on behalf of the staff."))
    if route in NOMINATIONS:
        needed("nominated_by", nominated_by, _("Say who nominates."))
        needed("grounds", grounds, _("Say on what grounds."))
    return _open(person, route, nominated_by, grounds, grade, not_in_future("opened_on", opened_on or today()))


@action("selection.apply")
def apply(*, grounds: str, acting: Actor) -> Candidacy:
    """The own application: whoever has an account linked to a person of the school."""
    person = person_of(acting.account_id)
    if person is None:
        raise Conflict(
            _("Your account is not linked to anybody of the school."),
            next_step=_("Ask the curator to link it on your card."),
        )
    needed("grounds", grounds, _("Say why you want to be a mentor."))
    return _open(person, regulation.BY_APPLICATION, "", grounds, "", today())


def _open(
    person: Person, route: str, nominated_by: str, grounds: str, grade: str, opened_on: datetime.date
) -> Candidacy:
    view = current()
    broken = regulation.route(view, route)
    if grade:
        broken += regulation.grade(view, regulation.CandidateFacts(person.full_name, route, grade=grade))
    refuse_if(broken, next_step=_("Choose a way that the regulation has, or change the regulation."))
    candidate = Person.objects.select_for_update().get(pk=person.pk)
    if not queries.may_be_nominated().filter(pk=candidate.pk).exists():
        message = _("%(name)s is a candidate or a mentor of the register already, or has left.")
        raise Conflict(message % {"name": candidate.short_name})
    applied = route == regulation.BY_APPLICATION
    return Candidacy.objects.create(
        person=candidate,
        route=route,
        nominated_by=nominated_by.strip(),
        grounds=grounds.strip(),
        grade=grade,
        state=State.CONSENTED if applied else State.NOMINATED,
        opened_on=opened_on,
        regulation_version_id=view.version_id,
    )


@action("selection.answer")
def answer(
    *,
    candidacy: Candidacy,
    agrees: bool,
    acting: Actor,
    answered_on: datetime.date | None = None,
    note: str = "",
    file: UploadedFile[Any] | None = None,
) -> Candidacy:
    """The candidate agrees or declines: in person, or on the approval sheet that the office records."""
    found = locked(candidacy)
    own = acting.account_id is not None and found.person.account_id == acting.account_id
    permissions.require(own or permissions.may_manage(acting))
    rules.check_step(found, "record")
    day = not_in_future("answered_on", answered_on or today())
    _keep(found, Kind.CONSENT, day, "", note, positive=agrees, file=file)
    if not agrees:
        return _close(found, State.WITHDRAWN, note.strip() or _("The candidate does not agree."), day)
    if found.state == State.NOMINATED:
        found.state = State.CONSENTED
        found.save(update_fields=["state", "updated_at"])
    return found


@action("selection.record")
def record(
    *,
    candidacy: Candidacy,
    kind: str,
    held_on: datetime.date,
    acting: Actor,
    held_by: str = "",
    positive: bool = True,
    note: str = "",
    link: str = "",
    file: UploadedFile[Any] | None = None,
) -> Evidence:
    """Evidence of a step: a paper questionnaire, a portfolio, an interview, a written nomination.

    Somebody must be able to look at it: a file, a link, or the words of who held it.
    """
    permissions.require(permissions.may_manage(acting))
    found = locked(candidacy)
    rules.check_step(found, "record")
    if kind == Kind.CONSENT or kind not in Kind.values:
        raise wrong("kind", _("Choose what is recorded; the consent has a page of its own."))
    if kind == Kind.INTERVIEW:
        needed("held_by", held_by, _("Say who held the interview."))
    if not (file or link or note.strip() or held_by.strip()):
        raise wrong("note", _("Attach a file or a link, or say who has seen it."))
    return _keep(found, kind, not_in_future("held_on", held_on), held_by, note, positive=positive, link=link, file=file)


def _keep(
    candidacy: Candidacy,
    kind: str,
    day: datetime.date,
    held_by: str,
    note: str,
    *,
    positive: bool,
    link: str = "",
    file: UploadedFile[Any] | None = None,
) -> Evidence:
    return Evidence.objects.create(
        candidacy=candidacy,
        kind=kind,
        held_on=day,
        held_by=held_by.strip(),
        positive=positive,
        note=note.strip(),
        link=link,
        file=uploads.checked(file, uploads.SCAN, place="file", stem="scan") if file else "",
    )


@action("selection.reject")
def reject(*, candidacy: Candidacy, reason: str, acting: Actor) -> Candidacy:
    """The candidate does not become a mentor now, with the reason."""
    permissions.require(permissions.may_manage(acting))
    text = needed("reason", reason, _("Say why the candidate is rejected."))
    return close(candidacy, State.REJECTED, text, today())


@action("selection.withdraw")
def withdraw(*, candidacy: Candidacy, reason: str, acting: Actor) -> Candidacy:
    """The candidate steps back, or the office takes the nomination back."""
    own = acting.account_id is not None and candidacy.person.account_id == acting.account_id
    permissions.require(own or permissions.may_manage(acting))
    return close(candidacy, State.WITHDRAWN, needed("reason", reason, _("Say why.")), today())


def close(candidacy: Candidacy, state: str, reason: str, day: datetime.date) -> Candidacy:
    """End a candidacy without appointment."""
    found = locked(candidacy)
    rules.check_step(found, "close")
    return _close(found, state, reason, day)


def _close(candidacy: Candidacy, state: str, reason: str, day: datetime.date) -> Candidacy:
    candidacy.state, candidacy.closing_reason, candidacy.closed_on = state, reason, day
    candidacy.save(update_fields=["state", "closing_reason", "closed_on", "updated_at"])
    return candidacy
