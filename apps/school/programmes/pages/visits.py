"""Lesson visits: agreed and held ones, by month against the number of the regulation, results over time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.rules import programme as work
from apps.school.regulation.rules.visits import MonthOfVisits, month_of_visits
from kernel.clock import today
from ui.pages import Action, ActionPage, FormPage, Text

from .. import sheets, visiting
from ..models import LessonVisit, Programme, VisitPlan, Way
from ..permissions import WORK
from ..visit_forms import CancelVisitForm, MoveVisitForm, PlanVisitForm, VisitForm, chosen
from ..work_forms import ExplainForm
from .base import OfProgramme

SHOWN = 60


class VisitsPage(OfProgramme):
    """Months of the pair with their visits, agreed visits, and the held ones with their analyses."""

    tab = "visits"
    title = _("Lesson visits")
    template_name = "programmes/visits.html"

    @cached_property
    def may_record(self) -> bool:
        """Both sides and the curator record what they visited, while the programme is open."""
        return not self.programme.is_over and bool(self.standing.sides or self.standing.is_office)

    @cached_property
    def short(self) -> dict[Any, int]:
        """Months that are over and lack visits."""
        return visiting.short_months(self.view, self.programme, today())

    def get_page_actions(self) -> Sequence[Action]:
        blank = Action(_("Blank sheet"), self.at("visit_blank"), icon="printer", variant="quiet")
        if not self.may_record:
            return [blank]
        found = [
            Action(_("Record a visit"), self.at("visit_new"), icon="plus-lg"),
            Action(_("Agree a visit"), self.at("visit_agree"), icon="calendar-plus", variant="secondary"),
        ]
        if self.short and ("mentor" in self.standing.sides or self.standing.is_office):
            found.append(
                Action(_("Explain a month"), self.at("visit_explain"), icon="chat-left-text", variant="secondary")
            )
        return [*found, blank]

    @cached_property
    def visits(self) -> list[LessonVisit]:
        """Visits, the newest first."""
        return list(self.programme.visits.select_related("mentee", "mentor")[:SHOWN])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plans = self.programme.planned_visits.exclude(state=VisitPlan.State.HELD).select_related("mentee", "mentor")
        agreed = [plan for plan in plans if plan.state == VisitPlan.State.PLANNED]
        return super().get_context_data(
            **{
                "months": self._months(),
                "needed": int(self.view.value(work.VISITS)),
                "this_month": self._this_month(agreed),
                "rule": self.view.rule(work.VISITS),
                "visits": [self._visit(visit) for visit in self.visits],
                "agreed": agreed,
                "cancelled": [plan for plan in plans if plan.state == VisitPlan.State.CANCELLED],
                "today": today(),
                "may_record": self.may_record,
                "is_visited": visiting.is_visited(self.view, self.programme),
                "mutual": sum(visit.way == Way.TO_MENTOR for visit in self.visits),
                **self._scores(),
                **kwargs,
            }
        )

    def _months(self) -> list[dict[str, Any]]:
        match, counted = self.programme.match, visiting.counted(self.programme)
        this = today().replace(day=1)
        shown = [*work.full_months(match.starts_on, min(match.ends_on, today())), this]
        return [
            {
                "title": date_format(month, "F Y"),
                "number": counted.get(month, 0),
                "is_short": month in self.short,
                "is_now": month == this,
                "excuse": self.programme.visit_excuses.get(f"{month:%Y-%m}", ""),
            }
            for month in reversed(dict.fromkeys(shown))
        ]

    def _this_month(self, agreed: Sequence[VisitPlan]) -> MonthOfVisits | None:
        """The counter of this month; None where nothing is asked or the programme is over."""
        if self.programme.is_over or not visiting.is_visited(self.view, self.programme):
            return None
        day = today()
        this = day.replace(day=1)
        coming = sum(
            plan.way == Way.TO_MENTEE and plan.on_day >= day and plan.on_day.replace(day=1) == this for plan in agreed
        )
        done = visiting.counted(self.programme).get(this, 0)
        return month_of_visits(self.view, day, done=done, planned=coming, away=visiting.pauses_of(self.programme))

    def _visit(self, visit: LessonVisit) -> dict[str, Any]:
        sheet = sheets.Sheet.read(visit.sheet)
        rows = [
            (criterion.title, f"{visit.answers[criterion.code]} / {criterion.most}")
            if criterion.kind == "scale"
            else (criterion.title, visit.answers[criterion.code])
            for criterion in sheet.criteria
            if criterion.code in visit.answers
        ]
        may_remove = ("mentee" if visit.way == Way.TO_MENTOR else "mentor") in self.standing.sides
        return {
            "visit": visit,
            "rows": rows,
            "score": sheets.score(sheet, visit.answers),
            "may_remove": not self.programme.is_over and (may_remove or self.standing.is_office),
        }

    def _scores(self) -> dict[str, Any]:
        """The picture of results over time; nothing where fewer than two visits were marked."""
        marked = sheets.scores_of([visit for visit in self.visits if visit.way == Way.TO_MENTEE])
        if len(marked) < 2:
            return {}
        first, last = marked[0][1], marked[-1][1]
        option = {
            "xAxis": {"type": "category", "data": [f"{visit.visited_on:%d.%m.%Y}" for visit, _score in marked]},
            "yAxis": {"type": "value", "min": 0, "max": sheets.FULL},
            "series": [
                {"type": "line", "name": str(_("Score in per cent")), "data": [score for _visit, score in marked]}
            ],
        }
        summary = _("From %(first)s %% at the first visit to %(last)s %% at the last one.")
        return {"chart": option, "points": marked, "chart_summary": summary % {"first": first, "last": last}}


class _VisitFormPage(OfProgramme):
    access = WORK
    tab = "visits"

    def people_kwargs(self) -> dict[str, Any]:
        """People that a form offers."""
        return {"mentees": self.people.mentees, "mentors": self.people.mentors}

    def usual(self) -> dict[str, Any]:
        """Who most likely visits whom: oneself."""
        own = [person for person in self.people.mentors if person.account_id == self.actor.account_id]
        is_mentee = self.standing.sides == {"mentee"}
        return {
            "way": Way.TO_MENTOR if is_mentee else Way.TO_MENTEE,
            "mentee": self.people.mentees[0].pk if self.people.mentees else None,
            "mentor": (own or list(self.people.mentors))[0].pk if self.people.mentors else None,
        }

    def between(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values with people in the place of their keys."""
        return {
            **values,
            "mentee": chosen(self.people.mentees, values["mentee"]),
            "mentor": chosen(self.people.mentors, values["mentor"]),
        }


class VisitAgreePage(_VisitFormPage, FormPage[PlanVisitForm]):
    """Agree a visit."""

    title = _("Agree a visit")
    form_class = PlanVisitForm
    success_message = _("The visit is agreed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.people_kwargs()}

    def get_initial(self) -> dict[str, Any]:
        return self.usual()

    def perform(self, form: PlanVisitForm) -> VisitPlan:
        return visiting.plan_visit(programme=self.programme, **self.between(form.values()), acting=self.actor)


class VisitNewPage(_VisitFormPage, FormPage[VisitForm]):
    """Record a visited lesson with its analysis."""

    title = _("A visited lesson")
    template_name = "programmes/visit_form.html"
    form_class = VisitForm
    draft = True
    success_message = _("The visit is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.people_kwargs(), "sheet": sheets.in_use()}

    def get_initial(self) -> dict[str, Any]:
        return {**self.usual(), "visited_on": today()}

    def agreed(self) -> VisitPlan | None:
        """The agreed visit that is recorded, if it was agreed."""
        return None

    def perform(self, form: VisitForm) -> LessonVisit:
        names = ("way", "mentee", "mentor", "visited_on", "lesson", "analysis", "advice")
        values = self.between({name: form.cleaned_data[name] for name in names})
        return visiting.record_visit(
            programme=self.programme, answers=form.answers(), plan=self.agreed(), **values, acting=self.actor
        )


class _OfPlan(_VisitFormPage):
    @cached_property
    def plan(self) -> VisitPlan:
        """The agreed visit of the address; ``NotFound`` when the programme has none of that id."""
        return visiting.plan_of(self.programme, self.kwargs["agreed"])

    def find_objects(self) -> None:
        """The programme and the agreed visit."""
        super().find_objects()
        _plan = self.plan

    def get_lead(self) -> Text:
        return f"{date_format(self.plan.on_day, 'd.m.Y')}: {self.plan.lesson}"


class VisitHeldPage(_OfPlan, VisitNewPage):
    """Record an agreed visit."""

    def agreed(self) -> VisitPlan:
        return self.plan

    def get_initial(self) -> dict[str, Any]:
        plan = self.plan
        between = {"way": plan.way, "mentee": plan.mentee_id, "mentor": plan.mentor_id}
        return {**between, "visited_on": min(plan.on_day, today()), "lesson": plan.lesson}


class VisitMovePage(_OfPlan, FormPage[MoveVisitForm]):
    """Another day for an agreed visit."""

    title = _("Move the visit")
    form_class = MoveVisitForm
    success_message = _("The visit is moved.")

    def get_initial(self) -> dict[str, Any]:
        return {"lesson": self.plan.lesson}

    def perform(self, form: MoveVisitForm) -> VisitPlan:
        return visiting.move_visit(plan=self.plan, **form.values(), acting=self.actor)


class VisitCancelPage(_OfPlan, FormPage[CancelVisitForm]):
    """An agreed visit will not be."""

    title = _("Cancel the visit")
    form_class = CancelVisitForm
    submit_label = _("Cancel the visit")
    success_message = _("The visit is cancelled.")

    def perform(self, form: CancelVisitForm) -> VisitPlan:
        return visiting.cancel_visit(plan=self.plan, **form.values(), acting=self.actor)


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
        return visiting.visit_of(self.programme, self.kwargs["visit"])

    def find_objects(self) -> None:
        """The programme and the visit."""
        super().find_objects()
        _visit = self.visit

    def perform(self) -> Programme:
        return visiting.remove_visit(visit=self.visit, acting=self.actor)
