from __future__ import annotations

from django.urls import path

from apps.region.statistics import pages

app_name = "statistics"
urlpatterns = [
    path("", pages.RegionPage.as_view(), name="index"),
    path("indicators.xlsx", pages.ReportFile.as_view(), name="report"),
    path("schools/", pages.SchoolsPage.as_view(), name="schools"),
    path("schools/<slug:school>/", pages.SchoolPage.as_view(), name="school"),
    path("schools/<slug:school>/indicators.xlsx", pages.ReportFile.as_view(), name="school_report"),
    path("municipalities/<slug:municipality>/", pages.MunicipalityPage.as_view(), name="municipality"),
    path(
        "municipalities/<slug:municipality>/indicators.xlsx",
        pages.ReportFile.as_view(),
        name="municipality_report",
    ),
]
