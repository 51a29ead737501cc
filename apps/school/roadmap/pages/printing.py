"""The table on paper and as a workbook, and the strip of months."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.files import XLSX, Download, write_xlsx
from ui.pages import DownloadPage, Text

from .. import queries, shown, timeline
from ..models import Roadmap
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
        return super().get_context_data(**{"slots": slots, "bands": bands, "width": len(slots) + 1, **kwargs})
