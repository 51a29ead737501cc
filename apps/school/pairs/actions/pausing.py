"""A running pair pauses while somebody is away, and goes on."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, NotFound

from .. import agreeing, pausing, permissions
from ..models import Match, Pause
from .common import locked
from .stepping import ITSELF, check, step

DAY = datetime.timedelta(days=1)


@action("pair.pause")
def pause_pair(
    *,
    match: Match,
    person: Person,
    reason: str,
    first_day: datetime.date,
    last_day: datetime.date,
    acting: Actor,
    note: str = "",
) -> Match:
    """Announce an absence: one's own, a small ward's, or as the office knows it; days that have passed may be told.

    The places stay taken and the term stays as it is: a longer one is asked for on its own ground.
    """
    pair = locked(match)
    check(pair, "pause", agreeing.makers(pair, acting))
    who = next((row.card.person for row in pair.current_people if row.card.person_id == person.pk), None)
    if who is None:
        raise NotFound()
    if not (agreeing.speaks_for(acting, who) or permissions.may_manage(acting)):
        raise NotAllowed(_("Everybody tells of their own absence."))
    if pausing.pause_of(pair) is not None:
        raise Conflict(
            _("A pause of this pair is announced already."), next_step=_("Move that pause, or resume the work first.")
        )
    if reason not in Pause.Reason.values:
        raise _wrong("reason", _("There is no such reason in the list."))
    if first_day < pair.starts_on:
        raise _wrong("first_day", _("The pair begins on %(day)s only.") % {"day": f"{pair.starts_on:%d.%m.%Y}"})
    _check_days(pair, first_day, last_day)
    Pause.objects.create(
        match=pair,
        person=who,
        reason=reason,
        note=note.strip(),
        first_day=first_day,
        last_day=last_day,
        set_by=acting.account_id,
    )
    return pair


def _wrong(place: str, message: str) -> InputError:
    return InputError(message, problems=[{"place": place, "message": message}])


def _check_days(match: Match, first_day: datetime.date, last_day: datetime.date) -> None:
    if last_day < first_day:
        raise _wrong("last_day", _("The last day of a pause is not before its first."))
    if last_day > match.ends_on:
        message = _("The pair ends on %(day)s, before the pause does: ask for a longer term first, or end the pair.")
        raise _wrong("last_day", message % {"day": f"{match.ends_on:%d.%m.%Y}"})


def _pause_of(match: Match) -> Pause:
    found = pausing.pause_of(match)
    if found is None:
        raise Conflict(_("This pair is not paused."))
    return found


@action("pair.move_pause")
def move_pause(*, match: Match, last_day: datetime.date, acting: Actor) -> Match:
    """The absence lasts longer or shorter than announced."""
    pair = locked(match)
    pause = _pause_of(pair)
    who = agreeing.makers(pair, acting)
    check(pause, "move", who)
    _check_days(pair, pause.first_day, last_day)
    if last_day < today():
        raise _wrong("last_day", _("A day that has passed is no plan: resume the work instead."))
    step(pause, "move", who, last_day=last_day)
    return pair


@action("pair.resume")
def resume_pair(*, match: Match, acting: Actor) -> Match:
    """The work goes on today; a pause that has not taken a day yet is called off."""
    pair = locked(match)
    pause = _pause_of(pair)
    who = agreeing.makers(pair, acting)
    yesterday = today() - DAY
    if pause.first_day > yesterday:
        step(pause, "call_off", who)
    else:
        step(pause, "resume", who, last_day=min(pause.last_day, yesterday))
    return pair


def end_pauses(*, acting: Actor) -> int:
    """Pauses whose last day has passed are over; how many. Leaves a trace only where there is one."""
    waiting = list(Pause.objects.filter(state=Pause.State.SET, last_day__lt=today()).select_related("match"))
    for pause in waiting:
        _end(pause=pause, acting=acting)
    return len(waiting)


@action("pair.end_pause")
def _end(*, pause: Pause, acting: Actor) -> Match:
    """One pause, so that the history of the pair tells of it."""
    pair = locked(pause.match)
    found = pausing.pause_of(pair)
    if found is not None and found.last_day < today():
        step(found, "run_out", ITSELF)
    return pair
