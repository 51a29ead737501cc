"""Runs of the monitoring: the list, one with its indicators, surveys and reports; opened and closed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules.monitoring import REPORTS, reports_of
from apps.school.regulation.rules.survey import INSTRUMENTS
from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Action, ConfirmPage, Crumb, EmptyState, FormPage, ListPage, Page, Text

from .. import actions, computed, queries
from ..forms import ConclusionForm, IndicatorForm, RunForm
from ..handlers import remote_share
from ..models import IndicatorValue, MonitoringRun, Report
from ..permissions import OFFICE
from ..tables import REPORT_KINDS, RUN_KINDS, RunFilter, RunTable


def url(name: str, **keys: object) -> str:
    """Address of a page of this room."""
    return reverse(f"monitoring:{name}", kwargs=keys)


def tabs(active: str) -> list[dict[str, Any]]:
    """What the office has here."""
    pages = (
        ("index", _("Indicators")),
        ("runs", _("Monitoring")),
        ("measured", _("Before and after")),
        ("reports", _("Reports")),
        ("statistics", _("Statistics")),
    )
    return [{"label": label, "url": url(name), "active": name == active} for name, label in pages]


def runs_crumb() -> Crumb:
    """The way to the runs."""
    return Crumb(_("Monitoring"), url("runs"))


class RunList(ListPage[MonitoringRun]):
    """All runs."""

    access = OFFICE
    title = _("Monitoring")
    lead = _("Each monitoring has a period and the instruments that the regulation names.")
    template_name = "monitoring/list.html"
    table_class = RunTable
    filterset_class = RunFilter
    export_name = "monitoring"

    def get_queryset(self) -> QuerySet[MonitoringRun]:
        return queries.runs()

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Begin a monitoring"), url("run_new"), icon="plus-lg")]

    def get_empty(self) -> EmptyState:
        text = _("Begin one: indicators are counted by themselves, the rest is filled in with evidence.")
        return EmptyState(_("No monitoring yet"), text, "graph-up", Action(_("Begin a monitoring"), url("run_new")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"tabs": tabs("runs"), **kwargs})


class RunNewPage(FormPage[RunForm]):
    """Begin a monitoring."""

    access = OFFICE
    title = _("Begin a monitoring")
    template_name = "monitoring/run_new.html"
    form_class = RunForm
    submit_label = _("Begin")
    success_message = _("The monitoring is begun.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [runs_crumb()]

    def get_cancel_url(self) -> str:
        return url("runs")

    def get_initial(self) -> dict[str, Any]:
        view = regulation.current_or_none()
        own = list(view.codes(INSTRUMENTS)) if view is not None else []
        return {"starts_on": today(), "instruments": own}

    def get_form_kwargs(self) -> dict[str, Any]:
        view = regulation.current_or_none()
        own = dict(view.choices(INSTRUMENTS)) if view is not None else {}
        others = {
            code: str(entry.title)
            for code, entry in catalogue().dictionaries["monitoring_instrument"].items()
            if code not in own
        }
        return {**super().get_form_kwargs(), "instruments": [*own.items(), *others.items()]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = regulation.current_or_none()
        return super().get_context_data(**{"rule": view.rule(INSTRUMENTS) if view is not None else None, **kwargs})

    def perform(self, form: RunForm) -> MonitoringRun:
        return actions.open_run(**form.values(), acting=self.actor)

    def get_success_url(self, result: MonitoringRun) -> str:
        return result.get_absolute_url()


class OfRun(Page):
    """Mixin: the run named in the address."""

    access = OFFICE

    @cached_property
    def run(self) -> MonitoringRun:
        """The run; ``NotFound`` for a foreign one."""
        return queries.run_by_id(self.kwargs["monitoring_run"])

    def find_objects(self) -> None:
        """The run must be here."""
        _ = self.run

    def get_crumbs(self) -> Sequence[Crumb]:
        return [runs_crumb(), Crumb(self.run.title, self.run.get_absolute_url())]

    def get_success_url(self, result: Any) -> str:
        """Back to the run."""
        return self.run.get_absolute_url()

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return self.run.get_absolute_url()

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return self.run.get_absolute_url()


class RunPage(OfRun):
    """One run: indicators of the act with their evidence, surveys of the period, reports."""

    template_name = "monitoring/run.html"

    def get_title(self) -> Text:
        return self.run.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return [runs_crumb()]

    def get_page_actions(self) -> Sequence[Action]:
        if self.run.state != MonitoringRun.State.OPEN:
            return []
        key = {"monitoring_run": self.run.pk}
        return [
            Action(_("Compile a report"), url("report_new", **key), icon="file-earmark-text"),
            Action(_("Close the monitoring"), url("run_close", **key), icon="check2-circle", variant="secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = min(today(), self.run.ends_on)
        view = regulation.current()
        found = queries.indicators(on=day, remote=remote_share(day))
        return super().get_context_data(
            **{
                "run": self.run,
                "is_open": self.run.state == MonitoringRun.State.OPEN,
                "state_kind": RUN_KINDS[self.run.state],
                "instruments": [view.local_name("monitoring_instrument", code) for code in self.run.instruments],
                "lines": computed.lines(view, self.run, found, day),
                "rule": view.rule(computed.INDICATORS),
                "surveys": queries.surveys_between(self.run.starts_on, self.run.ends_on),
                "reports": [(report, REPORT_KINDS[report.state]) for report in self.run.reports.all()],
                "reports_rule": view.rule(REPORTS),
                "wanted": [view.local_name("report_kind", code) for code in reports_of(view, "year")],
                **kwargs,
            }
        )


class IndicatorPage(OfRun, FormPage[IndicatorForm]):
    """The school's word on an indicator of its act."""

    form_class = IndicatorForm
    draft = True
    success_message = _("The indicator is filled in.")

    def get_title(self) -> Text:
        code = self.kwargs["indicator"]
        if code not in catalogue().dictionaries["indicator"]:
            raise NotFound()
        view = regulation.current()
        title = view.local_name("indicator", code)
        return title[:1].upper() + title[1:]

    def get_initial(self) -> dict[str, Any]:
        row = IndicatorValue.objects.filter(run=self.run, code=self.kwargs["indicator"]).first()
        return {"value": row.value, "evidence": row.evidence} if row is not None else {}

    def perform(self, form: IndicatorForm) -> IndicatorValue:
        return actions.set_indicator(run=self.run, code=self.kwargs["indicator"], **form.values(), acting=self.actor)


class RunClosePage(OfRun, ConfirmPage):
    """Close a run."""

    title = _("Close the monitoring")
    confirm_label = _("Close the monitoring")
    success_message = _("The monitoring is closed.")

    def get_consequences(self) -> list[Text]:
        view = regulation.current()
        left = computed.empty(view, self.run)
        found: list[Text] = [_("Nothing in it is changed any more.")]
        if left:
            names = ", ".join(view.local_name("indicator", code) for code in left)
            found.append(_("Indicators without a value: %(names)s") % {"names": names})
        if self.run.is_final:
            found.append(_("It closes the year: the reports of the regulation must be approved."))
        return found

    def perform(self) -> MonitoringRun:
        return actions.close_run(run=self.run, acting=self.actor)


class ReportNewPage(OfRun, FormPage[ConclusionForm]):
    """Compile a report about the year."""

    title = _("Compile a report")
    form_class = ConclusionForm
    submit_label = _("Compile")
    draft = True
    wide = True
    success_message = _("The report is compiled: the head looks through it and approves it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        view = regulation.current()
        codes = reports_of(view, "year") or ("final_analytical_report",)
        kinds = [(code, view.local_name("report_kind", code)) for code in codes]
        return {**super().get_form_kwargs(), "kinds": kinds}

    def perform(self, form: ConclusionForm) -> Report:
        return actions.compile_report(run=self.run, **form.values(), acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return str(result.get_absolute_url())
