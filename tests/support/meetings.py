"""Hours, proposals, series, notes and calls for help for tests. Made in the current school."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from apps.school.meetings import actions
from apps.school.meetings.actions.hours import DayOfWeek
from apps.school.meetings.models import BellShift, FeedAddress, PrivateNote, Proposal, Series, Signal
from apps.school.meetings.queries.agenda import token_of
from apps.school.meetings.times import Hours
from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from kernel.acting import Actor, system_actor
from kernel.clock import now, today
from tenants.isolation.context import require_school
from tests.support.cast import account_in
from tests.support.people import make_person
from tests.support.programmes import make_meeting, make_running

ACTING = system_actor("tests")
TERMS = actions.MeetingTerms(minutes=45, mode="in_person")


def hours(starts: str, ends: str) -> Hours:
    """``hours("14:00", "15:30")``."""
    return Hours(datetime.time.fromisoformat(starts), datetime.time.fromisoformat(ends))


def make_shift(name: str = "Первая смена") -> BellShift:
    """Three lessons in the morning."""
    lessons = [hours("08:30", "09:15"), hours("09:25", "10:10"), hours("10:30", "11:15")]
    return actions.save_shift(name=name, lessons=lessons, acting=ACTING)


def tell(person: Person, weekdays: Sequence[int], *told: Hours) -> None:
    """The person's usual week: the same hours on these days."""
    actions.save_week(person=person, week={day: DayOfWeek(hours=told) for day in weekdays}, acting=ACTING)


def make_proposal(programme: Programme, *, days: Sequence[float] = (2, 3), acting: Actor = ACTING) -> Proposal:
    """Times in so many days."""
    starts = [now() + datetime.timedelta(days=each) for each in days]
    return actions.make_proposal(programme=programme, starts=starts, terms=TERMS, acting=acting)


def open_school(first: datetime.date | None = None, last: datetime.date | None = None) -> None:
    """School days without holidays and Sundays, by default the next four months: tests run on any day of a year."""
    starts_on = first or today()
    ends_on = last or starts_on + datetime.timedelta(days=120)
    actions.add_school_days(starts_on=starts_on, ends_on=ends_on, title="Учёба", is_working=True, acting=ACTING)


def make_series(programme: Programme, *, weeks: int = 1, days: int = 28, **fields: Any) -> Series:
    """A series from tomorrow on."""
    first = today() + datetime.timedelta(days=1)
    defaults: dict[str, Any] = {"first_on": first, "until": first + datetime.timedelta(days=days)}
    defaults |= {"at": datetime.time(14), "weeks": weeks, "terms": TERMS}
    return actions.start_series(programme=programme, **{**defaults, **fields}, acting=ACTING)


def make_signal(author: Person, addressee: Any, text: str = "Мне трудно") -> Signal:
    """A call for help straight into its table."""
    return Signal.objects.create(author=author, addressee=addressee, addressee_name="Куратор", text=text)


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    programme = make_running()
    mentor, school = people_of(programme).mentors[0], require_school()
    proposal = make_proposal(programme)
    open_school()
    make_meeting(programme, days=-1, held=True)
    shift = make_shift()
    away = actions.add_day_hours(person=mentor, day=today(), is_free=False, acting=ACTING)
    off = actions.add_school_days(starts_on=today(), ends_on=today(), title="Каникулы", is_working=False, acting=ACTING)
    feed = FeedAddress.objects.create(person=mentor)
    note = PrivateNote.objects.create(author=account_in("mentor", school).pk, about="вчера", text="Для себя")
    contact = actions.name_contact(
        person=make_person(account_id=account_in("methodical_association", school).pk),
        kind="psychologist",
        acting=ACTING,
    )
    return {
        "proposal": proposal.pk,
        "option": proposal.options.all()[0].pk,
        "series": make_series(programme, days=50).pk,
        "shift": shift.pk,
        "day_hours": away.pk,
        "school_days": off.pk,
        "help_contact": contact.pk,
        "feed": feed.pk,
        "feed_token": token_of(feed),
        "private_note": note.pk,
        "signal": make_signal(mentor, account_in("curator", school).pk).pk,
    }
