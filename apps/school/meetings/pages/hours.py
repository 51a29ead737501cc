"""One's own hours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Action, ActionPage, Crumb, FormPage, Page

from .. import actions, queries
from ..forms import DayHoursForm, WeekForm
from ..models import BellShift, DayHours, Window
from ..permissions import OWN
from ..times import Hours
from .base import at, crumbs, me


class OfMe(Page):
    """Mixin: pages about one's own hours."""

    access = OWN

    @cached_property
    def person(self) -> Person:
        """Whose hours."""
        return me(self.actor)

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs(Crumb(_("My hours"), at("hours")))

    def get_success_url(self, result: Any) -> str:
        """Back to one's hours."""
        return at("hours")

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return at("hours")

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return at("hours")


class HoursPage(OfMe):
    """The usual week and the exceptions."""

    title = _("My hours")
    lead = _("When you can meet. The others of your pairs see only the times that suit everybody.")
    template_name = "meetings/hours.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs()

    def get_page_actions(self) -> Sequence[Action]:
        return [
            Action(_("Change the week"), at("hours_edit"), "pencil"),
            Action(_("Another day"), at("day_new"), "calendar-plus", "secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        week: dict[int, list[str]] = {}
        for row in Window.objects.filter(person=self.person).select_related("lesson__shift"):
            told = str(row.lesson) if row.lesson else f"{row.starts:%H:%M}–{row.ends:%H:%M}"
            week.setdefault(row.weekday, []).append(told)
        exceptions = DayHours.objects.filter(person=self.person, day__gte=today())
        days = [(WEEKDAYS[day], lines) for day, lines in sorted(week.items())]
        return super().get_context_data(**{"days": days, "exceptions": exceptions, **kwargs})


class WeekPage(OfMe, FormPage[WeekForm]):
    """Tell the usual week."""

    title = _("My usual week")
    template_name = "meetings/week.html"
    form_class = WeekForm
    draft = True
    success_message = _("Your hours are saved.")

    @cached_property
    def rows(self) -> list[Window]:
        """What is told now."""
        return list(Window.objects.filter(person=self.person).select_related("lesson"))

    def get_form_kwargs(self) -> dict[str, Any]:
        shifts = BellShift.objects.prefetch_related("lessons")
        weekdays = sorted({*queries.times().weekdays, *(row.weekday for row in self.rows)})
        return {**super().get_form_kwargs(), "weekdays": weekdays, "shifts": shifts}

    def get_initial(self) -> dict[str, Any]:
        found: dict[str, list[Any]] = {}
        for row in self.rows:
            if row.lesson is not None:
                found.setdefault(f"lessons_{row.weekday}_{row.lesson.shift_id}", []).append(str(row.lesson.pk))
            elif row.starts is not None and row.ends is not None:
                found.setdefault(f"hours_{row.weekday}", []).append(Hours(row.starts, row.ends))
        return found

    def perform(self, form: WeekForm) -> Person:
        return actions.save_week(person=self.person, week=form.week(), acting=self.actor)


class DayNewPage(OfMe, FormPage[DayHoursForm]):
    """An exception on one day."""

    title = _("Another day")
    form_class = DayHoursForm
    success_message = _("The day is noted.")

    def get_initial(self) -> dict[str, Any]:
        return {"what": DayHoursForm.BUSY}

    def perform(self, form: DayHoursForm) -> DayHours:
        said = form.cleaned_data
        return actions.add_day_hours(
            person=self.person,
            day=said["day"],
            is_free=said["what"] == DayHoursForm.FREE,
            starts=said["starts"],
            ends=said["ends"],
            acting=self.actor,
        )


class DayDropPage(OfMe, ActionPage):
    """The day is as usual again."""

    success_message = _("The day is as usual again.")

    @cached_property
    def hours(self) -> DayHours:
        """One's own exception; ``NotFound`` for anybody else's."""
        own = DayHours.objects.filter(person=self.person).select_related("person")
        found = own.filter(pk=self.kwargs["day_hours"]).first()
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        _found = self.hours

    def perform(self) -> None:
        actions.drop_day_hours(hours=self.hours, acting=self.actor)
