from __future__ import annotations

from django.urls import path

from .pages import indicators, measuring, reports, runs

app_name = "monitoring"

RUN = "runs/<int:monitoring_run>/"
PROGRAMME = "programmes/<int:programme>/"
REPORT = "reports/<int:report>/"

urlpatterns = [
    path("", indicators.IndexPage.as_view(), name="index"),
    path("export.xlsx", indicators.ExportFile.as_view(), name="export"),
    path(f"{PROGRAMME}<int:person>/", indicators.AnswerPage.as_view(), name="answer"),
    path("runs/", runs.RunList.as_view(), name="runs"),
    path("runs/new/", runs.RunNewPage.as_view(), name="run_new"),
    path(RUN, runs.RunPage.as_view(), name="run"),
    path(f"{RUN}close/", runs.RunClosePage.as_view(), name="run_close"),
    path(f"{RUN}indicators/<slug:indicator>/", runs.IndicatorPage.as_view(), name="indicator"),
    path(f"{RUN}report/", runs.ReportNewPage.as_view(), name="report_new"),
    path("measured/", measuring.MeasuredList.as_view(), name="measured"),
    path(f"{PROGRAMME}measures/", measuring.MeasuresPage.as_view(), name="measures"),
    path(f"{PROGRAMME}<int:person>/<slug:stage>/", measuring.MeasurePage.as_view(), name="measure"),
    path(f"{PROGRAMME}report/", measuring.ProgrammeReportPage.as_view(), name="programme_report"),
    path("reports/", reports.ReportList.as_view(), name="reports"),
    path(REPORT, reports.ReportPage.as_view(), name="report"),
    path(f"{REPORT}approve/", reports.ReportApprovePage.as_view(), name="report_approve"),
    path(f"{REPORT}drop/", reports.ReportDropPage.as_view(), name="report_drop"),
    path(f"{REPORT}report.docx", reports.ReportDocx.as_view(), name="report_docx"),
    path(f"{REPORT}report.pdf", reports.ReportPdf.as_view(), name="report_pdf"),
    path("statistics/", reports.StatisticsPage.as_view(), name="statistics"),
    path("statistics/export/", reports.StatisticsFile.as_view(), name="statistics_export"),
]
