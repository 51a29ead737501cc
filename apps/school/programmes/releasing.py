"""Release of a participant from lessons for the time of a meeting: asked, decided by the head."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from types import MappingProxyType

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.school.pairs import agreeing
from apps.school.people.models import Person
from apps.school.regulation.rules import programme as work
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, NotAllowed, NotFound, refuse_if

from . import queries
from .errors import ProgrammeOver, WrongInput
from .models import Meeting, Programme, Release
from .permissions import require

State = Release.State
STEPS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "grant": {State.ASKED: State.GRANTED},
        "refuse": {State.ASKED: State.REFUSED},
        "withdraw": {State.ASKED: State.WITHDRAWN, State.GRANTED: State.WITHDRAWN},
    }
)


def visible_to(actor: Actor) -> QuerySet[Release]:
    """Releases of the programmes that the actor sees; participants read their own."""
    rows = Release.objects.filter(programme__in=queries.visible_to(actor).order_by().values("pk"))
    rows = rows.select_related("person", "meeting", "programme__match")
    if actor.has("curator", "head", "methodical_association"):
        return rows
    return rows.filter(person__account_id=actor.account_id)


def get_visible(release_id: int, actor: Actor) -> Release:
    """One release; ``NotFound`` when there is none that the actor may read."""
    found = visible_to(actor).filter(pk=release_id).first()
    if found is None:
        raise NotFound()
    return found


def met_by(*, substitute: str, continuity: str, reason: str) -> frozenset[str]:
    """Conditions that the words given meet: each of them is the evidence of one."""
    evidence = {"substitute_named": substitute, "teaching_continuity": continuity, "exceptional_case": reason}
    return frozenset(code for code, words in evidence.items() if words.strip())


@action("release.request")
def ask_release(
    *,
    programme: Programme,
    person: Person,
    on_day: datetime.date,
    lessons: str,
    reason: str,
    acting: Actor,
    substitute: str = "",
    continuity: str = "",
    meeting: Meeting | None = None,
) -> Release:
    """A participant asks to be released from lessons. What the act wants is written down as it is asked."""
    locked = Programme.objects.select_for_update(of=("self",)).select_related("match").get(pk=programme.pk)
    if locked.is_over:
        raise ProgrammeOver()
    people = queries.people_of(locked)
    if person not in (*people.mentors, *people.mentees):
        raise NotFound()
    office = queries.standing(locked, acting).is_office
    if not (office or agreeing.speaks_for(acting, person)):
        raise NotAllowed(_("Everybody asks for themselves."))
    for place, text, message in (
        ("lessons", lessons, _("Name the lessons.")),
        ("reason", reason, _("Say why it cannot be another time.")),
    ):
        if not text.strip():
            raise WrongInput(place, message)
    if on_day < today():
        raise WrongInput("on_day", _("A release is asked for a day to come."))
    if locked.releases.filter(person=person, on_day=on_day, state=State.ASKED).exists():
        raise Conflict(_("A release for this day is asked for already."))
    return Release.objects.create(
        programme=locked,
        meeting=meeting,
        person=person,
        on_day=on_day,
        lessons=lessons.strip(),
        reason=reason.strip(),
        substitute=substitute.strip(),
        continuity=continuity.strip(),
        met=sorted(met_by(substitute=substitute, continuity=continuity, reason=reason)),
        asked_by=acting.account_id,
    )


def decider_roles(actor: Actor) -> frozenset[str]:
    """Offices of who decides; the product decides as the head (demo data)."""
    return actor.roles | (frozenset({"head"}) if actor.place == "system" else frozenset())


@action("release.decide")
def decide_release(
    *,
    release: Release,
    granted: bool,
    acting: Actor,
    answer: str = "",
    substitute: str = "",
    confirmed: Collection[str] = (),
) -> Release:
    """Grant or refuse. ``confirmed``: further conditions found met; ``substitute``: may be named now."""
    found = Release.objects.select_for_update(of=("self",)).select_related("programme__match").get(pk=release.pk)
    roles = decider_roles(acting)
    require(not roles.isdisjoint({"head", "curator"}))
    found.substitute = substitute.strip() or found.substitute
    met = {*found.met, *confirmed, *(["substitute_named"] if found.substitute else [])}
    if granted:
        view = queries.view_for(found.programme.match)
        facts = work.ReleaseFacts(frozenset(met), roles)
        refuse_if(work.release(view, facts), next_step=_("Name a substitute and confirm what is met, or refuse."))
    elif not answer.strip():
        raise WrongInput("answer", _("Say why it is refused."))
    return _step(
        found,
        "grant" if granted else "refuse",
        met=sorted(met),
        substitute=found.substitute,
        answer=answer.strip(),
        decided_by=acting.account_id,
        decided_on=today(),
    )


@action("release.withdraw")
def withdraw_release(*, release: Release, acting: Actor) -> Release:
    """It is not needed any more."""
    found = (
        Release.objects.select_for_update(of=("self",)).select_related("person", "programme__match").get(pk=release.pk)
    )
    require(agreeing.speaks_for(acting, found.person) or queries.standing(found.programme, acting).is_office)
    return _step(found, "withdraw")


def _step(release: Release, name: str, **fields: object) -> Release:
    target = STEPS[name].get(release.state)
    if target is None:
        message = _("This is not possible any more: it is in the state “%(state)s”.")
        raise Conflict(message % {"state": release.get_state_display()})
    release.state = target
    for field, value in fields.items():
        setattr(release, field, value)
    release.save(update_fields=["state", *fields, "updated_at"])
    return release
