"""Reports: the register, one as a page and as files, approval; numbers for statistics."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.rules.monitoring import STATISTICS
from kernel.clock import today
from ui.files import XLSX, write_xlsx
from ui.pages import (
    Action,
    ActionPage,
    ConfirmPage,
    Crumb,
    DetailPage,
    Download,
    DownloadPage,
    EmptyState,
    ListPage,
    Page,
    Text,
)

from .. import actions, official, queries, rendering
from ..models import Report
from ..permissions import APPROVE, OFFICE, approves
from ..tables import REPORT_KINDS, ReportFilter, ReportTable
from .runs import tabs, url

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def reports_crumb() -> Crumb:
    """The way to the register."""
    return Crumb(_("Reports"), url("reports"))


class ReportList(ListPage[Report]):
    """All reports."""

    access = OFFICE
    title = _("Reports")
    lead = _("Closing documents that the regulation names: compiled from the data, approved by the head.")
    template_name = "monitoring/list.html"
    table_class = ReportTable
    filterset_class = ReportFilter
    export_name = "reports"
    empty = EmptyState(
        _("No reports yet"),
        _("A report of the year is compiled on the page of a monitoring, one of a mentee beside the measurements."),
        "file-earmark-text",
    )

    def get_queryset(self) -> QuerySet[Report]:
        return queries.reports()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"tabs": tabs("reports"), **kwargs})


class ReportPage(DetailPage[Report]):
    """The content as it will stand on paper."""

    access = OFFICE
    template_name = "monitoring/report.html"

    def find(self) -> Report:
        return queries.report_by_id(self.kwargs["report"])

    def get_crumbs(self) -> Sequence[Crumb]:
        return [reports_crumb()]

    def get_page_actions(self) -> Sequence[Action]:
        key = {"report": self.object.pk}
        files = [
            Action("DOCX", url("report_docx", **key), icon="file-earmark-word", variant="secondary"),
            Action("PDF", url("report_pdf", **key), icon="file-earmark-pdf", variant="secondary"),
        ]
        if self.object.state == Report.State.APPROVED:
            return files
        drop = Action(_("Throw away"), url("report_drop", **key), icon="trash", variant="quiet")
        first = [Action(_("Approve"), url("report_approve", **key), icon="check2-circle")]
        return [*(first if approves(self.actor) else []), *files, drop]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"content": self.object.content, "state_kind": REPORT_KINDS[self.object.state], **kwargs}
        )


class _OfReport(ConfirmPage):
    """Mixin: the report named in the address."""

    @cached_property
    def report(self) -> Report:
        """The report; ``NotFound`` for a foreign one."""
        return queries.report_by_id(self.kwargs["report"])

    def find_objects(self) -> None:
        """The report must be here."""
        _ = self.report

    def get_lead(self) -> Text:
        return self.report.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return [reports_crumb(), Crumb(self.report.title, self.report.get_absolute_url())]

    def get_cancel_url(self) -> str:
        return self.report.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        return self.report.get_absolute_url()


class ReportApprovePage(_OfReport):
    """The head's word."""

    access = APPROVE
    title = _("Approve the report")
    confirm_label = _("Approve")
    success_message = _("The report is approved.")

    def get_consequences(self) -> list[Text]:
        return [_("It is no longer changed and counts as drawn up.")]

    def perform(self) -> Report:
        return actions.approve_report(report=self.report, acting=self.actor)


class ReportDropPage(_OfReport):
    """Throw a draft away."""

    access = OFFICE
    title = _("Throw the draft away")
    confirm_label = _("Throw away")
    danger = True
    success_message = _("The draft is thrown away.")

    def get_consequences(self) -> list[Text]:
        return [_("The conclusion written in it is lost; the data stay and can be compiled again.")]

    def perform(self) -> Report:
        return actions.drop_report(report=self.report, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return url("reports")


class ReportDocx(DownloadPage):
    """The report to be worked with."""

    access = OFFICE

    def get_download(self) -> Download:
        report = queries.report_by_id(self.kwargs["report"])
        return Download(rendering.render_docx(report.content), f"{report.title}.docx", DOCX)


class ReportPdf(DownloadPage):
    """The report to be sent."""

    access = OFFICE

    def get_download(self) -> Download:
        report = queries.report_by_id(self.kwargs["report"])
        return Download(rendering.render_pdf(report.content), f"{report.title}.pdf", "application/pdf", inline=True)


# ---- statistics


class StatisticsPage(Page):
    """The numbers of today, and what they lack."""

    access = OFFICE
    title = _("Data for statistics")
    lead = _("How many people take part, by side, kind, sex and age: numbers for the forms of observation.")
    template_name = "monitoring/statistics.html"

    def get_page_actions(self) -> Sequence[Action]:
        label = _("Export to XLSX")
        return [Action(label, url("statistics_export"), "file-earmark-spreadsheet", method="post")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day, view = today(), regulation.current_or_none()
        return super().get_context_data(
            **{
                "tabs": tabs("statistics"),
                "day": day,
                "table": official.table_of(day),
                "gaps": official.gaps_of(day),
                "rule": view.rule(STATISTICS) if view is not None else None,
                **kwargs,
            }
        )


class StatisticsFile(ActionPage):
    """The workbook, or the refusal that names the gaps."""

    access = OFFICE
    title = _("Data for statistics")

    def get_cancel_url(self) -> str:
        return url("statistics")

    def perform(self) -> HttpResponse:
        table = actions.export_statistics(acting=self.actor)
        content = write_xlsx(table.headers, table.rows, title=str(self.title))
        name = content_disposition_header(as_attachment=True, filename=f"statistics {today():%Y-%m-%d}.xlsx")
        headers = {"Content-Disposition": str(name), "Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type=XLSX, headers=headers)
