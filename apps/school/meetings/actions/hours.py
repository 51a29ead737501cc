"""The school's times (by the curator) and one's own hours."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import NotAllowed, NotFound

from ..errors import WrongTerms
from ..models import BellLesson, BellShift, DayHours, SchoolDays, SchoolTimes, Window
from ..permissions import require_curator
from ..times import Hours

DAYS = range(7)


@action("school_times.save")
def save_times(*, weekdays: Collection[int], answer_days: int, quiet_days: int, acting: Actor) -> SchoolTimes:
    """Set the school's days of the week and its terms."""
    require_curator(acting)
    if not weekdays or not set(weekdays) <= set(DAYS):
        raise WrongTerms("weekdays", _("Choose at least one day of the week."))
    row, _made = SchoolTimes.objects.select_for_update().get_or_create(only=True)
    row.weekdays, row.answer_days, row.quiet_days = sorted(weekdays), answer_days, quiet_days
    row.save()
    return row


@action("bells.save_shift")
def save_shift(*, name: str, lessons: Sequence[Hours], acting: Actor, shift: BellShift | None = None) -> BellShift:
    """A shift with its lessons in order. A lesson that stays keeps its row: whoever is free then is free at the new
    times.
    """
    require_curator(acting)
    if any(first.ends > second.starts for first, second in pairwise(lessons)):
        raise WrongTerms("lessons", _("Each lesson begins when the one before it has ended."))
    same = BellShift.objects.filter(name=name.strip()).first()
    if same is not None and (shift is None or same.pk != shift.pk):
        raise WrongTerms("name", _("There is a shift of this name."))
    row = BellShift.objects.select_for_update().get(pk=shift.pk) if shift else BellShift()
    row.name = name.strip()
    row.save()
    row.lessons.filter(number__gt=len(lessons)).delete()
    for number, hours in enumerate(lessons, start=1):
        BellLesson.objects.update_or_create(
            shift=row, number=number, defaults={"starts": hours.starts, "ends": hours.ends}
        )
    return row


@action("bells.remove_shift")
def remove_shift(*, shift: BellShift, acting: Actor) -> None:
    """The shift goes, with the hours that people have told by its lessons."""
    require_curator(acting)
    BellShift.objects.filter(pk=shift.pk).delete()


@action("school_days.add")
def add_school_days(
    *, starts_on: datetime.date, ends_on: datetime.date, title: str, is_working: bool, acting: Actor
) -> SchoolDays:
    """Days off of the school's own, or days off that are school days."""
    require_curator(acting)
    if ends_on < starts_on:
        raise WrongTerms("ends_on", _("The last day is before the first one."))
    return SchoolDays.objects.create(starts_on=starts_on, ends_on=ends_on, title=title.strip(), is_working=is_working)


@action("school_days.drop")
def drop_school_days(*, days: SchoolDays, acting: Actor) -> None:
    """The days are as all others again."""
    require_curator(acting)
    SchoolDays.objects.filter(pk=days.pk).delete()


# ---- one's own hours


@dataclass(frozen=True, slots=True)
class DayOfWeek:
    """Hours told for a day of the week: ids of lessons, and times of one's own."""

    lessons: frozenset[int] = frozenset()
    hours: tuple[Hours, ...] = ()


def require_own(person: Person, acting: Actor) -> None:
    """Hours are told by the person; for somebody without an account by the curator."""
    own = person.account_id is not None and person.account_id == acting.account_id
    if not own and not (person.account_id is None and acting.has("curator")) and acting.place != "system":
        raise NotAllowed()


@action("hours.save_week")
def save_week(*, person: Person, week: Mapping[int, DayOfWeek], acting: Actor) -> Person:
    """The hours of a usual week, instead of those told before. ``week``: day of the week -> hours."""
    require_own(person, acting)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    known = set(BellLesson.objects.values_list("pk", flat=True))
    rows: list[Window] = []
    for weekday, told in week.items():
        if not told.lessons <= known:
            raise NotFound()
        rows += [Window(person=locked, weekday=weekday, lesson_id=lesson) for lesson in sorted(told.lessons)]
        rows += [Window(person=locked, weekday=weekday, starts=each.starts, ends=each.ends) for each in told.hours]
    locked.meeting_hours.all().delete()
    Window.objects.bulk_create(rows)
    return locked


@action("hours.add_day")
def add_day_hours(
    *,
    person: Person,
    day: datetime.date,
    is_free: bool,
    acting: Actor,
    starts: datetime.time | None = None,
    ends: datetime.time | None = None,
) -> DayHours:
    """An exception: busy on a day or for a part of it, or free at hours that the usual week does not have."""
    require_own(person, acting)
    if (starts is None) != (ends is None):
        raise WrongTerms("ends", _("Name both times, or none for the whole day."))
    if is_free and starts is None:
        raise WrongTerms("starts", _("Say from when till when you can meet."))
    if starts is not None and ends is not None and starts >= ends:
        raise WrongTerms("ends", _("The end is before the beginning."))
    return DayHours.objects.create(person=person, day=day, is_free=is_free, starts=starts, ends=ends)


@action("hours.drop_day")
def drop_day_hours(*, hours: DayHours, acting: Actor) -> None:
    """The day is as usual again."""
    require_own(hours.person, acting)
    DayHours.objects.filter(pk=hours.pk).delete()
