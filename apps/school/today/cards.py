"""«My pair»: a programme as its participant sees it at a glance."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from apps.school.programmes.models import Meeting, PlanItem
from apps.school.programmes.permissions import WORK
from apps.school.regulation.catalogue import catalogue
from kernel.acting import Actor
from kernel.clock import now

from .own import Course, Own

SHOWN = 6


@dataclass(frozen=True, slots=True)
class MeetingView:
    """The next meeting. ``day``, ``month``: of the leaf of a calendar; ``joins``: a link may be followed now."""

    meeting: Meeting
    when: str
    day: str
    month: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class PairCard:
    """A card. ``may_work``: the person plans and records; a guardian only looks.

    ``item``: the next row of the plan, unless it is due and stands among what waits.
    """

    course: Course
    heading: str
    form: str
    next: MeetingView | None
    may_work: bool
    item: PlanItem | None

    @property
    def label(self) -> str:
        """The heading with the names under it: what tells this landmark from the next card's."""
        names = ", ".join(person.short_name for person in self.course.others)
        return f"{self.heading}: {names}"

    @property
    def programme_url(self) -> str:
        """The whole programme."""
        return reverse("programmes:show", args=[self.course.programme.pk])


def cards(actor: Actor, own: Own, day: datetime.date) -> Sequence[PairCard]:
    """The open programmes of a person and of the wards, the nearest meeting first."""
    return [_card(course, WORK.admits(actor) and not course.is_ward, day) for course in own.open_courses[:SHOWN]]


def _card(course: Course, may_work: bool, day: datetime.date) -> PairCard:
    code, view = course.programme.match.form, course.view
    return PairCard(
        course=course,
        heading=_heading(course),
        form=view.local_name("mentoring_form", code) if view else catalogue().title("mentoring_form", code),
        next=_meeting(course.next_meeting, day) if course.next_meeting else None,
        may_work=may_work,
        item=course.undone[0] if course.undone and not (may_work and course.due(day)) else None,
    )


def _heading(course: Course) -> str:
    several = len(course.others) > 1
    if course.is_ward:
        return _("Mentors of %(ward)s") % {"ward": course.me.short_name} if course.is_mentored else course.me.full_name
    if course.is_mentored:
        return _("Your mentors") if several else _("Your mentor")
    return _("Your mentees") if several else _("Your mentee")


def _meeting(meeting: Meeting, day: datetime.date) -> MeetingView:
    moment = localtime(meeting.starts_at)
    return MeetingView(
        meeting=meeting,
        when=_("%(day)s, %(time)s") % {"day": day_words(moment.date(), day), "time": f"{moment:%H:%M}"},
        day=str(moment.day),
        month=date_format(moment, "M").rstrip("."),
        is_on=meeting.starts_at <= now(),
    )


def day_words(when: datetime.date, day: datetime.date) -> str:
    """«Today», «Tomorrow», else «Wednesday, 25 November»."""
    left = (when - day).days
    if left == 0:
        return _("Today")
    if left == 1:
        return _("Tomorrow")
    words = date_format(when, "l, j E")
    return words[:1].upper() + words[1:]
