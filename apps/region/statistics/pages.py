"""The dashboard: region, municipality, school."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.statistics import charts, queries, report, rules
from apps.region.statistics.models import IndicatorSnapshot
from apps.region.statistics.permissions import COORDINATORS, Scope, scope_of
from apps.region.statistics.tables import PlaceFilter, SchoolFilter, SchoolTable
from kernel.clock import now, today
from kernel.doors import SIGNED_IN, Access
from kernel.errors import NotFound
from tenants.organisations.models import Municipality, School
from ui.files import XLSX, Download, write_xlsx
from ui.pages import Action, Crumb, DetailPage, DownloadPage, EmptyState, ListPage, Page

COMPARED_DAYS = 30
FIRST_PAGES = (("institute_expert", "cases:reviews"), ("platform_operator", "provisioning:schools"))


def first_page_of(roles: frozenset[str]) -> str:
    """The first page at the region of somebody who is no coordinator (a URL name)."""
    return next((name for role, name in FIRST_PAGES if role in roles), "exchange:index")


def totals_of(snapshot: IndicatorSnapshot | None) -> rules.Totals:
    """A school's snapshot as sums of one."""
    if snapshot is None:
        return rules.Totals()
    return rules.Totals(schools=1, **{name: getattr(snapshot, name) for name in rules.SUMMED})


class _Numbers(Page):
    """What the three levels have in common: the scope, the comparison, the trend."""

    access = Access(COORDINATORS)

    @cached_property
    def scope(self) -> Scope:
        """What the actor sees."""
        return scope_of(self.actor)

    @property
    def place_scope(self) -> Scope:
        """What the page is about."""
        return self.scope

    @property
    def school_id(self) -> int | None:
        """The one school of the page."""
        return None

    @cached_property
    def compared(self) -> tuple[rules.Totals, rules.Totals]:
        """Sums now and thirty days ago."""
        before = today() - datetime.timedelta(days=COMPARED_DAYS)
        return queries.totals(self.place_scope, today()), queries.totals(self.place_scope, before)

    def trend_context(self) -> dict[str, Any]:
        """The trend as chart, table and sentence; the period stands in the address."""
        period = "year" if self.request.GET.get("period") == "year" else "month"
        trend = queries.trend(self.place_scope, rules.points(period, today()), self.school_id)
        tabs = [
            {"label": _("30 days"), "url": "?period=month", "active": period == "month"},
            {"label": _("12 months"), "url": "?period=year", "active": period == "year"},
        ]
        return {
            "trend": trend,
            "trend_option": charts.trend_option(trend),
            "trend_summary": charts.trend_summary(trend),
            "trend_tabs": tabs,
        }

    def numbers(self) -> dict[str, Any]:
        """The sums and the R-table."""
        now_, before = self.compared
        rows = report.rows(now_, before)
        return {"totals": now_, "rows": rows, "tiles": _tiles(rows), **self.trend_context()}


TILED = {"R3": "mortarboard", "R4": "person-raised-hand", "R7": "people", "R5": "shield-check", "R10": "emoji-smile"}


def _tiles(rows: Sequence[report.Row]) -> list[dict[str, Any]]:
    """The rows that are worth a tile."""
    return [{"row": row, "icon": TILED[row.code]} for row in rows if row.code in TILED]


class RegionPage(_Numbers):
    """The coordinator's first page; other members of the region go on to their own."""

    access = SIGNED_IN
    template_name = "statistics/region.html"
    title = _("Mentoring in the region")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The dashboard, or the way to one's own first page."""
        if not self.actor.has(*COORDINATORS):
            return HttpResponseRedirect(reverse(first_page_of(self.actor.roles)))
        return super().get(request, *args, **kwargs)

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Export to XLSX"), reverse("statistics:report"), "file-earmark-spreadsheet", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = today()
        return super().get_context_data(
            **{
                "coverage": [charts.coverage_tile(line) for line in queries.by_municipality(self.scope, day)],
                "lagging": queries.lagging(self.scope, day),
                "freshness": queries.freshness(self.scope, day),
                "stale_before": now() - rules.STALE_AFTER,
                **self.numbers(),
                **kwargs,
            }
        )


class SchoolsPage(ListPage[School]):
    """All schools with their numbers."""

    access = Access(COORDINATORS)
    title = _("Schools of the region")
    table_class = SchoolTable
    filterset_class = SchoolFilter
    export_name = "schools"
    empty = EmptyState(_("No schools yet"), _("Schools appear here when the operator opens them."), "buildings")

    def get_queryset(self) -> QuerySet[School]:
        return queries.schools_with_numbers(scope_of(self.actor), today())

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Dashboard"), reverse("statistics:index"))]


class MunicipalityPage(_Numbers, ListPage[School]):
    """A municipality: sums, trend, its schools."""

    template_name = "statistics/municipality.html"
    table_class = SchoolTable
    filterset_class = PlaceFilter

    @cached_property
    def municipality(self) -> Municipality:
        """The municipality, if the actor may see it."""
        found = queries.municipality(self.scope, self.kwargs["municipality"])
        if found is None:
            raise NotFound()
        return found

    @property
    def place_scope(self) -> Scope:
        return Scope(frozenset({self.municipality.pk}))

    def get_title(self) -> str:
        return self.municipality.title

    def get_queryset(self) -> QuerySet[School]:
        return queries.schools_with_numbers(self.place_scope, today())

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"exclude": ("municipality",)}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Dashboard"), reverse("statistics:index"))]

    def get_page_actions(self) -> Sequence[Action]:
        url = reverse("statistics:municipality_report", kwargs={"municipality": self.municipality.code})
        return [Action(_("Indicators as XLSX"), url, "file-earmark-spreadsheet", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**self.numbers(), **kwargs})


class SchoolPage(_Numbers, DetailPage[School]):
    """A school's indicators. Never persons: the region has none."""

    template_name = "statistics/school.html"

    def find(self) -> School | None:
        return queries.school(self.scope, self.kwargs["school"])

    @property
    def place_scope(self) -> Scope:
        return Scope(frozenset({self.object.municipality_id}))

    @property
    def school_id(self) -> int | None:
        return self.object.pk

    @cached_property
    def snapshot(self) -> IndicatorSnapshot | None:
        """The school's latest snapshot."""
        return queries.snapshot(self.object.pk, today())

    @cached_property
    def compared(self) -> tuple[rules.Totals, rules.Totals]:
        before = queries.snapshot(self.object.pk, today() - datetime.timedelta(days=COMPARED_DAYS))
        return totals_of(self.snapshot), totals_of(before)

    def get_title(self) -> str:
        return self.object.short_name

    def get_lead(self) -> str:
        return self.object.name

    def get_crumbs(self) -> Sequence[Crumb]:
        place = self.object.municipality
        url = reverse("statistics:municipality", kwargs={"municipality": place.code})
        return [Crumb(_("Dashboard"), reverse("statistics:index")), Crumb(place.title, url)]

    def get_page_actions(self) -> Sequence[Action]:
        url = reverse("statistics:school_report", kwargs={"school": self.object.slug})
        return [Action(_("Indicators as XLSX"), url, "file-earmark-spreadsheet", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values = self.snapshot.values if self.snapshot else {}
        return super().get_context_data(
            **{
                "snapshot": self.snapshot,
                "is_stale": rules.is_stale(self.snapshot.taken_at if self.snapshot else None, now()),
                "forms": report.breakdown(values, "R7", "forms"),
                "types": report.breakdown(values, "R7", "types"),
                "grounds": report.breakdown(values, "R6", "grounds"),
                **self.numbers(),
                **kwargs,
            }
        )


class ReportFile(DownloadPage):
    """The R-table as a workbook: of the region, of a municipality, of a school."""

    access = Access(COORDINATORS)

    def get_download(self) -> Download:
        scope = scope_of(self.actor)
        title, compared = self._place(scope)
        headers, rows = report.sheet(report.rows(*compared))
        name = f"{title} {today():%Y-%m-%d}.xlsx"
        return Download(write_xlsx(headers, rows, title=title), name, XLSX)

    def _place(self, scope: Scope) -> tuple[str, tuple[rules.Totals, rules.Totals]]:
        day, before = today(), today() - datetime.timedelta(days=COMPARED_DAYS)
        if "school" in self.kwargs:
            school = queries.school(scope, self.kwargs["school"])
            if school is None:
                raise NotFound()
            pair = (queries.snapshot(school.pk, day), queries.snapshot(school.pk, before))
            return school.short_name, (totals_of(pair[0]), totals_of(pair[1]))
        title = str(_("Indicators of mentoring"))
        if "municipality" in self.kwargs:
            place = queries.municipality(scope, self.kwargs["municipality"])
            if place is None:
                raise NotFound()
            title, scope = place.title, Scope(frozenset({place.pk}))
        return title, (queries.totals(scope, day), queries.totals(scope, before))
