"""Pages of the platform operator, on the region's host."""

from __future__ import annotations

from django.urls import path

from tenants.provisioning import pages, pages_life

app_name = "provisioning"
urlpatterns = [
    path("schools/", pages.SchoolsPage.as_view(), name="schools"),
    path("schools/new/", pages.CreateSchoolPage.as_view(), name="create"),
    path("schools/<slug:school>/", pages.SchoolPage.as_view(), name="school"),
    path("schools/<slug:school>/suspend/", pages.SuspendPage.as_view(), name="suspend"),
    path("schools/<slug:school>/resume/", pages.ResumePage.as_view(), name="resume"),
    path("schools/<slug:school>/retry/", pages.RetryPage.as_view(), name="retry"),
    path("schools/<slug:school>/data/", pages_life.LifePage.as_view(), name="life"),
    path("schools/<slug:school>/export/", pages_life.ExportPage.as_view(), name="export"),
    path("schools/<slug:school>/archive/", pages_life.ArchivePage.as_view(), name="archive"),
    path("schools/<slug:school>/unarchive/", pages_life.UnarchivePage.as_view(), name="unarchive"),
    path("schools/<slug:school>/delete/", pages_life.DeletePage.as_view(), name="delete"),
    path("schools/<slug:school>/exports/<uuid:export>/", pages_life.ExportFilePage.as_view(), name="export_file"),
    path(
        "schools/<slug:school>/exports/<uuid:export>/remove/",
        pages_life.RemoveExportPage.as_view(),
        name="remove_export",
    ),
    path("schools/<slug:school>/acts/<uuid:destruction>/", pages_life.ActFilePage.as_view(), name="act"),
    path("schools/<slug:school>/acts/<uuid:destruction>/log/", pages_life.ExtractFilePage.as_view(), name="extract"),
]
