"""The table on paper and as a workbook, and the strip of months."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.school.regulation.view import RegulationView
from kernel.clock import today
from tenants.isolation.context import require_school
from ui.files import XLSX, Download, write_xlsx
from ui.pages import DownloadPage, Text

from .. import documents, queries, shown, timeline
from ..annex import paper_facts
from ..calendars import calendar_of
from ..documents import DOCX
from ..models import Roadmap, Term
from ..permissions import STAFF
from .base import OfRoadmap


def rows_of(roadmap: Roadmap, view: RegulationView | None) -> Iterator[list[str]]:
    """The rows by the columns of the roadmap, in order, numbered within their stage."""
    for part in shown.parts_of(roadmap, queries.table_of(roadmap), view):
        for number, row in enumerate(part.rows, start=1):
            yield shown.cells(roadmap, part, row, number)


class PrintPage(OfRoadmap):
    """The table as the act draws it, to be printed by the browser."""

    template_name = "roadmap/print.html"

    def get_title(self) -> Text:
        return self.roadmap.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "headers": shown.headers(self.roadmap, self.view),
                "rows": list(rows_of(self.roadmap, self.view)),
                "approver": self.view.render("roadmap.approver") if self.view is not None else "",
                **kwargs,
            }
        )


class TableFile(DownloadPage):
    """The same table as XLSX."""

    access = STAFF

    def get_download(self) -> Download:
        roadmap, view = queries.find(self.kwargs["roadmap"]), queries.view_now()
        content = write_xlsx(shown.headers(roadmap, view), rows_of(roadmap, view), title=_("Roadmap"))
        return Download(content, f"roadmap {roadmap.starts_on:%Y}.xlsx", XLSX)


class _Paper(DownloadPage):
    """The roadmap on paper."""

    access = STAFF

    def facts(self) -> tuple[Roadmap, dict[str, Any]]:
        """The roadmap and what its paper says."""
        roadmap = queries.find(self.kwargs["roadmap"])
        return roadmap, paper_facts(roadmap, queries.table_of(roadmap), queries.view_now())


class RoadmapDocx(_Paper):
    """The annex as DOCX, to be changed and signed by hand."""

    def get_download(self) -> Download:
        roadmap, facts = self.facts()
        return Download(documents.paper_docx(facts), f"roadmap {roadmap.starts_on:%Y}.docx", DOCX)


class RoadmapPdf(_Paper):
    """The annex as PDF, to be read and sent."""

    def get_download(self) -> Download:
        roadmap, facts = self.facts()
        name = f"roadmap {roadmap.starts_on:%Y}.pdf"
        return Download(documents.paper_pdf(facts), name, "application/pdf", inline=True)


class RoadmapCalendar(DownloadPage):
    """All dates of the roadmap as a calendar file."""

    access = STAFF

    def get_download(self) -> Download:
        roadmap = queries.find(self.kwargs["roadmap"])
        terms = Term.objects.filter(event__stage__roadmap=roadmap, due_on__isnull=False, dropped_on__isnull=True)
        rows = terms.select_related("event__stage").order_by("due_on", "pk")
        content = calendar_of(rows, f"{require_school().slug}.{settings.BASE_DOMAIN}")
        return Download(content, f"roadmap {roadmap.starts_on:%Y}.ics", "text/calendar; charset=utf-8")


class TimelinePage(OfRoadmap):
    """The events over the months of the period."""

    tab = "timeline"
    title = gettext_lazy("Timeline of the roadmap")
    template_name = "roadmap/timeline.html"

    def get_lead(self) -> Text:
        return self.roadmap.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = shown.parts_of(self.roadmap, queries.table_of(self.roadmap), self.view)
        slots = timeline.slots_of(self.roadmap)
        bands = [{"part": part, "strips": timeline.strips(part, slots, today())} for part in parts]
        shown_as = {"slots": slots, "bands": bands, "width": len(slots) + 1, "terms_url": self.at("terms")}
        return super().get_context_data(**{**shown_as, **kwargs})
