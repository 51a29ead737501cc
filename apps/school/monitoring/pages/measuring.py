"""Before and after: programmes with their measurements, the numbers of one participant, the comparison."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.programmes import queries as programmes
from apps.school.programmes.models import Programme
from apps.school.regulation.rules.monitoring import BEFORE_AFTER, REPORTS, reports_of
from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Action, Crumb, EmptyState, FormPage, ListPage, Page, Text

from .. import actions, queries, reading
from ..forms import ConclusionForm, MeasureForm
from ..measures import compared
from ..models import Measurement, Report
from ..permissions import OFFICE
from ..tables import REPORT_KINDS, MeasuredFilter, MeasuredTable
from .runs import tabs, url


def measured_crumb() -> Crumb:
    """The way to the list."""
    return Crumb(_("Before and after"), url("measured"))


class MeasuredList(ListPage[Programme]):
    """Programmes, and how many of their mentees are measured before and after."""

    access = OFFICE
    title = _("Before and after")
    lead = _("Two measurements by the same parameters show what a programme has changed.")
    template_name = "monitoring/list.html"
    table_class = MeasuredTable
    filterset_class = MeasuredFilter
    export_name = "measurements"
    empty = EmptyState(_("No programmes yet"), _("A programme begins with the order of a pair."), "arrow-left-right")

    def get_queryset(self) -> QuerySet[Programme]:
        return programmes.with_people(Programme.objects.select_related("match")).order_by("-match__starts_on", "-id")

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"stages": queries.stages_of(Programme.objects.all())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = queries.mean_changes()
        return super().get_context_data(
            **{
                "tabs": tabs("measured"),
                "means": reading.mean_lines(changes),
                "chart": reading.change_chart(changes),
                "chart_summary": reading.change_summary(changes),
                **kwargs,
            }
        )


class OfProgramme(Page):
    """Mixin: the programme named in the address."""

    access = OFFICE

    @cached_property
    def programme(self) -> Programme:
        """The programme with its people; ``NotFound`` for a foreign one."""
        return programmes.get_visible(self.kwargs["programme"], self.actor)

    @cached_property
    def people(self) -> programmes.People:
        """Who takes part."""
        return programmes.people_of(self.programme)

    def find_objects(self) -> None:
        """The programme must be here."""
        _ = self.programme

    def get_crumbs(self) -> Sequence[Crumb]:
        return [measured_crumb(), Crumb(self.people.title, url("measures", programme=self.programme.pk))]

    def get_success_url(self, result: Any) -> str:
        """Back to the comparison."""
        return url("measures", programme=self.programme.pk)

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return url("measures", programme=self.programme.pk)

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return url("measures", programme=self.programme.pk)


class MeasuresPage(OfProgramme):
    """Everybody of a programme: before, after and the difference."""

    template_name = "monitoring/measures.html"

    def get_title(self) -> Text:
        return self.people.title

    def get_lead(self) -> Text:
        return _("Before and after")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [measured_crumb()]

    def get_page_actions(self) -> Sequence[Action]:
        view = programmes.view_for(self.programme.match)
        if not reports_of(view, "programme"):
            return []
        return [
            Action(_("Compile a report"), url("programme_report", programme=self.programme.pk), "file-earmark-text")
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = programmes.view_for(self.programme.match)
        reports = Report.objects.filter(programme=self.programme)
        return super().get_context_data(
            **{
                "programme": self.programme,
                "rows": [self._row(person) for person in (*self.people.mentees, *self.people.mentors)],
                "rule": view.rule(BEFORE_AFTER),
                "reports_rule": view.rule(REPORTS),
                "reports": [(report, REPORT_KINDS[report.state]) for report in reports],
                **kwargs,
            }
        )

    def _row(self, person: Person) -> dict[str, Any]:
        given = queries.measured(self.programme, person)
        before, after = given.get(Measurement.Stage.BEFORE), given.get(Measurement.Stage.AFTER)
        keys = {"programme": self.programme.pk, "person": person.pk}
        urls = {stage: url("measure", **keys, stage=stage) for stage in Measurement.Stage.values}
        return {
            "person": person,
            "is_mentee": person in self.people.mentees,
            "changes": compared(queries.measures_for(person), before, after),
            "before_url": urls[Measurement.Stage.BEFORE] if after is None else "",
            "after_url": urls[Measurement.Stage.AFTER] if before is not None else "",
            "has_before": before is not None,
            "has_after": after is not None,
        }


class MeasurePage(OfProgramme, FormPage[MeasureForm]):
    """The numbers of one participant."""

    template_name = "monitoring/measure.html"
    form_class = MeasureForm
    draft = True
    success_message = _("The measurement is recorded.")

    @cached_property
    def person(self) -> Person:
        """The participant; ``NotFound`` for a stranger."""
        everybody = (*self.people.mentees, *self.people.mentors)
        found = next((person for person in everybody if person.pk == self.kwargs["person"]), None)
        if found is None:
            raise NotFound()
        return found

    @property
    def stage(self) -> Measurement.Stage:
        """Before or after."""
        if self.kwargs["stage"] not in Measurement.Stage.values:
            raise NotFound()
        return Measurement.Stage(self.kwargs["stage"])

    @cached_property
    def given(self) -> dict[str, dict[str, float]]:
        """What is measured already."""
        return queries.measured(self.programme, self.person)

    def find_objects(self) -> None:
        super().find_objects()
        _ = (self.person, self.stage)

    def get_title(self) -> Text:
        words = {
            Measurement.Stage.BEFORE: _("Measurement before the programme"),
            Measurement.Stage.AFTER: _("Measurement after the programme"),
        }
        return words[self.stage]

    def get_lead(self) -> Text:
        return self.person.full_name

    def get_initial(self) -> dict[str, Any]:
        return {"measured_on": today(), **self.given.get(self.stage, {})}

    def get_form_kwargs(self) -> dict[str, Any]:
        before = self.given.get(Measurement.Stage.BEFORE, {}) if self.stage == Measurement.Stage.AFTER else {}
        return {**super().get_form_kwargs(), "measures": queries.measures_for(self.person), "required": set(before)}

    def perform(self, form: MeasureForm) -> Measurement:
        return actions.measure(
            programme=self.programme,
            person=self.person,
            stage=self.stage,
            values=form.numbers(),
            measured_on=form.cleaned_data["measured_on"],
            acting=self.actor,
        )


class ProgrammeReportPage(OfProgramme, FormPage[ConclusionForm]):
    """Compile a report about a mentee."""

    title = _("Compile a report")
    form_class = ConclusionForm
    submit_label = _("Compile")
    draft = True
    wide = True
    success_message = _("The report is compiled: the head looks through it and approves it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        view = programmes.view_for(self.programme.match)
        codes = reports_of(view, "programme") or ("mentee_characteristic",)
        kinds = [(code, view.local_name("report_kind", code)) for code in codes]
        return {**super().get_form_kwargs(), "kinds": kinds, "people": self.people.mentees}

    def perform(self, form: ConclusionForm) -> Report:
        values = form.values()
        person = next(person for person in self.people.mentees if str(person.pk) == values["person"])
        return actions.compile_report(programme=self.programme, **{**values, "person": person}, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return str(result.get_absolute_url())
