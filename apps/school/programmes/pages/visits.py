"""Lesson visits: by month against the number of the regulation, a new one, why a month lacks them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.rules import programme as work
from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Action, ActionPage, FormPage

from .. import visiting
from ..models import LessonVisit, Programme
from ..permissions import WORK
from ..work_forms import ExplainForm, VisitForm
from .base import OfProgramme


class VisitsPage(OfProgramme):
    """Months of the pair with their visits, and the visits with their analyses."""

    tab = "visits"
    title = _("Lesson visits")
    template_name = "programmes/visits.html"

    @cached_property
    def may_record(self) -> bool:
        """The mentor and the curator record, while the programme is open."""
        return not self.programme.is_over and ("mentor" in self.standing.sides or self.standing.is_office)

    @cached_property
    def short(self) -> dict[Any, int]:
        """Months that are over and lack visits."""
        return visiting.short_months(self.view, self.programme, today())

    def get_page_actions(self) -> Sequence[Action]:
        if not self.may_record:
            return []
        found = [Action(_("Record a visit"), self.at("visit_new"), icon="plus-lg")]
        if self.short:
            found.append(
                Action(_("Explain a month"), self.at("visit_explain"), icon="chat-left-text", variant="secondary")
            )
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        match, counted = self.programme.match, visiting.counted(self.programme)
        needed = int(self.view.value(work.VISITS))
        this = today().replace(day=1)
        shown = [*work.full_months(match.starts_on, min(match.ends_on, today())), this]
        months = [
            {
                "title": date_format(month, "F Y"),
                "number": counted.get(month, 0),
                "is_short": month in self.short,
                "is_now": month == this,
                "excuse": self.programme.visit_excuses.get(f"{month:%Y-%m}", ""),
            }
            for month in reversed(dict.fromkeys(shown))
        ]
        return super().get_context_data(
            **{
                "months": months,
                "needed": needed,
                "rule": self.view.rule(work.VISITS),
                "visits": self.programme.visits.select_related("mentee")[:60],
                "may_record": self.may_record,
                "is_visited": visiting.is_visited(self.view, self.programme),
                **kwargs,
            }
        )


class VisitNewPage(OfProgramme, FormPage[VisitForm]):
    """Record a visited lesson with its analysis."""

    access = WORK
    tab = "visits"
    title = _("A visited lesson")
    form_class = VisitForm
    draft = True
    success_message = _("The visit is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "mentees": self.people.mentees}

    def get_initial(self) -> dict[str, Any]:
        return {"visited_on": today(), "mentee": self.people.mentees[0].pk if self.people.mentees else None}

    def perform(self, form: VisitForm) -> LessonVisit:
        values = form.values()
        chosen = values.pop("mentee")
        mentee = next(person for person in self.people.mentees if str(person.pk) == chosen)
        return visiting.record_visit(programme=self.programme, mentee=mentee, **values, acting=self.actor)


class VisitExplainPage(OfProgramme, FormPage[ExplainForm]):
    """Say why a month had fewer visits."""

    access = WORK
    tab = "visits"
    title = _("Why there were fewer visits")
    form_class = ExplainForm
    success_message = _("The reason is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        short = visiting.short_months(self.view, self.programme, today())
        months = [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in short]
        return {**super().get_form_kwargs(), "months": months}

    def perform(self, form: ExplainForm) -> Programme:
        return visiting.explain_month(programme=self.programme, **form.values(), acting=self.actor)


class VisitRemovePage(OfProgramme, ActionPage):
    """Take a record back."""

    access = WORK
    tab = "visits"
    success_message = _("The record of the visit is taken back.")

    @cached_property
    def visit(self) -> LessonVisit:
        """The visit of the address; ``NotFound`` when the programme has none of that id."""
        found = self.programme.visits.filter(pk=self.kwargs["visit"]).first()
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        """The programme and the visit."""
        super().find_objects()
        _visit = self.visit

    def perform(self) -> Programme:
        return visiting.remove_visit(visit=self.visit, acting=self.actor)
