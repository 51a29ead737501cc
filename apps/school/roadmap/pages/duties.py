"""Refresh of the banks and the plan of monitoring."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.happenings import happened
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.values.recurrence import school_year
from kernel.clock import today
from ui.pages import Action, Crumb, EmptyState, FormPage, ListPage, Text

from .. import actions, due, permissions, queries
from ..forms_duties import HeldForm, PlanForm, RefreshForm
from ..models import Measurement, Refresh
from ..tables import MeasurementTable, RefreshTable
from .base import OfYear


class RefreshesPage(OfYear, ListPage[Refresh]):
    """What is due by the regulation, and the history."""

    access = permissions.STAFF
    section = "refreshes"
    title = _("Refresh of the banks")
    template_name = "roadmap/refreshes.html"
    table_class = RefreshTable
    export_name = "refreshes"
    empty = EmptyState(
        _("No refresh is recorded yet"), _("Record the first one when a bank was gone through."), "database"
    )

    def get_queryset(self) -> QuerySet[Refresh]:
        return Refresh.objects.all()

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"view": self.view}

    def get_page_actions(self) -> Sequence[Action]:
        if not self.is_office() or self.view is None:
            return []
        return [Action(_("Record a refresh"), reverse("roadmap:refresh_new"), icon="arrow-repeat")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = self.view.rule(rules.REFRESH) if self.view is not None else None
        return super().get_context_data(**{"dues": due.refreshes(self.view, today()), "rule": rule, **kwargs})


class RefreshNewPage(OfYear, FormPage[RefreshForm]):
    """A bank was gone through."""

    access = permissions.OFFICE
    section = "refreshes"
    title = _("Record a refresh")
    form_class = RefreshForm
    success_message = _("The refresh is recorded.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Refresh of the banks"), reverse("roadmap:refreshes"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        codes = rules.refresh_objects(self.regulation)
        objects = [(code, self.regulation.local_name("refresh_object", code)) for code in codes]
        return {**super().get_form_kwargs(), "objects": objects}

    def get_initial(self) -> dict[str, Any]:
        return {"code": self.request.GET.get("code", ""), "done_on": today()}

    def perform(self, form: RefreshForm) -> Refresh:
        return actions.record_refresh(**form.values(), acting=self.actor)

    def get_success_url(self, result: Refresh) -> str:
        return reverse("roadmap:refreshes")

    def get_cancel_url(self) -> str:
        return reverse("roadmap:refreshes")


class MonitoringPage(OfYear, ListPage[Measurement]):
    """The measurements of the school, planned and held."""

    access = permissions.STAFF
    section = "monitoring"
    title = _("Plan of monitoring")
    template_name = "roadmap/monitoring.html"
    table_class = MeasurementTable
    export_name = "monitoring-plan"
    empty = EmptyState(_("No measurement is planned"), _("Plan the measurements of the school year."), "clipboard-data")

    def get_queryset(self) -> QuerySet[Measurement]:
        return Measurement.objects.order_by("-due_on")

    def get_page_actions(self) -> Sequence[Action]:
        if not self.is_office() or self.view is None:
            return []
        found = [Action(_("Plan the year"), reverse("roadmap:monitoring_plan"), icon="calendar-range")]
        waiting = Measurement.objects.filter(held_on__isnull=True).order_by("due_on").first()
        if waiting is not None:
            hold = Action(_("Record the measurement"), reverse("roadmap:held", args=[waiting.pk]), icon="check2-circle")
            found.insert(0, hold)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keys = (rules.FREQUENCY, rules.DEADLINES)
        told = [(self.view.render(key), self.view.rule(key)) for key in keys] if self.view is not None else []
        return super().get_context_data(**{"told": told, **kwargs})


class _OfMonitoring(OfYear):
    access = permissions.OFFICE
    section = "monitoring"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Plan of monitoring"), reverse("roadmap:monitoring"))]

    def get_success_url(self, result: Any) -> str:
        """Back to the plan."""
        return reverse("roadmap:monitoring")

    def get_cancel_url(self) -> str:
        """Back to the plan."""
        return reverse("roadmap:monitoring")


class MonitoringPlanPage(_OfMonitoring, FormPage[PlanForm]):
    """The measurements of this school year."""

    title = _("Plan the measurements of the year")
    form_class = PlanForm
    submit_label = _("Plan")
    success_message = _("The measurements are planned; you will be reminded before each.")

    @cached_property
    def period(self) -> tuple[datetime.date, datetime.date]:
        """The present school year."""
        return school_year(today())

    def get_lead(self) -> Text:
        return _("School year %(first)s–%(last)s. Frequency: %(frequency)s. Deadlines: %(deadlines)s.") % {
            "first": self.period[0].year,
            "last": self.period[1].year,
            "frequency": self.regulation.render(rules.FREQUENCY),
            "deadlines": self.regulation.render(rules.DEADLINES),
        }

    def get_initial(self) -> dict[str, Any]:
        planned = Measurement.objects.filter(due_on__range=self.period, held_on__isnull=True)
        known = list(planned.values_list("due_on", flat=True))
        if not known:
            asked = rules.monitoring_days(self.regulation, self.period, happened(*self.period))
            known = [min(each.due, self.period[1]) for _key, each in asked]
        return {"days": "\n".join(day.strftime("%d.%m.%Y") for day in dict.fromkeys(known))}

    def perform(self, form: PlanForm) -> Any:
        days = form.cleaned_data["days"]
        return actions.schedule_monitoring(year=self.period[0].year, days=days, acting=self.actor)


class HeldPage(_OfMonitoring, FormPage[HeldForm]):
    """A measurement was held."""

    title = _("Record the measurement")
    form_class = HeldForm
    success_message = _("The measurement is recorded.")

    @cached_property
    def measurement(self) -> Measurement:
        """The measurement named in the address."""
        return queries.measurement_of(self.kwargs["measurement"])

    def get_lead(self) -> Text:
        return _("Due by %(day)s.") % {"day": self.measurement.due_on.strftime("%d.%m.%Y")}

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": today()}

    def perform(self, form: HeldForm) -> Measurement:
        return actions.hold_measurement(measurement=self.measurement, **form.values(), acting=self.actor)
