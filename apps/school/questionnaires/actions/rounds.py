"""Rounds: of whom a questionnaire is asked, until when; personal links, reminders, the end."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Collection

from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.regulation import queries as regulation
from apps.school.regulation.rules.survey import instrument
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, refuse_if

from .. import permissions, rules
from ..errors import NotAsking, wrong
from ..models import Invitation, Round, Version

LINK_DAYS = 30


@action("survey.run")
def run_survey(
    *,
    version: Version,
    title: str,
    opens_on: datetime.date,
    closes_on: datetime.date,
    person_ids: Collection[int],
    acting: Actor,
    anonymous: bool = False,
    remind_days: int = 3,
) -> Round:
    """Ask a published version of people between two days.

    A survey of the monitoring is held only with an instrument that the school's act names.
    """
    permissions.require_office(acting)
    locked = Version.objects.select_for_update(of=("self",)).select_related("questionnaire").get(pk=version.pk)
    if locked.state != Version.State.PUBLISHED:
        raise Conflict(_("Only a published version is asked."), next_step=_("Publish the questionnaire first."))
    purpose = locked.questionnaire.purpose
    view = regulation.current_or_none()
    codes = rules.INSTRUMENTS.get(purpose, ())
    if view is not None and codes:
        refuse_if(
            instrument(view, codes),
            next_step=_("Choose another questionnaire, or add the instrument to the regulation."),
        )
    if anonymous and purpose not in rules.MAY_BE_ANONYMOUS:
        raise wrong("anonymous", _("Only a survey of satisfaction can be anonymous: other answers belong to a person."))
    if closes_on < opens_on:
        raise wrong("closes_on", _("The survey ends before it begins."))
    made = Round.objects.create(
        version=locked,
        title=title.strip() or locked.questionnaire.title,
        opens_on=opens_on,
        closes_on=closes_on,
        anonymous=anonymous,
        remind_days=remind_days,
    )
    _add(made, person_ids)
    return made


def _add(round_: Round, person_ids: Collection[int]) -> None:
    known = Person.objects.filter(pk__in=person_ids).values_list("pk", flat=True)
    Invitation.objects.bulk_create(
        [Invitation(round=round_, person_id=key) for key in known],
        ignore_conflicts=True,
    )


def _open(round_: Round, acting: Actor) -> Round:
    permissions.require_office(acting)
    locked = Round.objects.select_for_update(of=("self",)).select_related("version__questionnaire").get(pk=round_.pk)
    if locked.state != Round.State.OPEN:
        raise NotAsking()
    return locked


@action("survey.invite")
def invite(*, round_: Round, person_ids: Collection[int], acting: Actor) -> Round:
    """Ask more people; those who are asked already stay as they are."""
    locked = _open(round_, acting)
    _add(locked, person_ids)
    return locked


@action("survey.invite_third_party")
def invite_third_party(*, round_: Round, respondent: str, about: Person, acting: Actor) -> Invitation:
    """Ask somebody outside of the banks about a person; the answer comes by link or on paper."""
    locked = _open(round_, acting)
    if not respondent.strip():
        raise wrong("respondent", _("Say who is asked."))
    return Invitation.objects.create(round=locked, respondent=respondent.strip(), about=about)


@action("survey.make_link")
def make_link(*, invitation: Invitation, acting: Actor) -> Invitation:
    """A fresh personal link; the former one stops working. It ends with the round, at the latest in 30 days."""
    locked_round = _open(invitation.round, acting)
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if locked.state == Invitation.State.ANSWERED:
        raise Conflict(_("The answer is there already: no link is needed."))
    locked.link_nonce = secrets.token_urlsafe(16)
    locked.link_until = min(locked_round.closes_on, today() + datetime.timedelta(days=LINK_DAYS))
    locked.save(update_fields=["link_nonce", "link_until", "updated_at"])
    return locked


@action("survey.remind")
def remind(*, round_: Round, acting: Actor) -> int:
    """Remind everybody who has not answered: the line on their first page becomes urgent. Returns how many."""
    locked = _open(round_, acting)
    return locked.invitations.exclude(state=Invitation.State.ANSWERED).update(reminded_on=today())


@action("survey.close")
def close_round(*, round_: Round, acting: Actor) -> Round:
    """Take no more answers. Answers begun and not sent are thrown away."""
    locked = _open(round_, acting)
    locked.state = Round.State.CLOSED
    locked.save(update_fields=["state", "updated_at"])
    locked.invitations.filter(state=Invitation.State.STARTED).update(state=Invitation.State.ASKED, draft={})
    return locked
