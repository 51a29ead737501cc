"""Pages of the platform operator, on the region's host."""

from __future__ import annotations

from django.urls import path

from tenants.provisioning import pages
from tenants.provisioning.pages import life

app_name = "provisioning"
urlpatterns = [
    path("schools/", pages.SchoolsPage.as_view(), name="schools"),
    path("schools/new/", pages.CreateSchoolPage.as_view(), name="create"),
    path("schools/<slug:school>/", pages.SchoolPage.as_view(), name="school"),
    path("schools/<slug:school>/suspend/", pages.SuspendPage.as_view(), name="suspend"),
    path("schools/<slug:school>/resume/", pages.ResumePage.as_view(), name="resume"),
    path("schools/<slug:school>/archive/", pages.ArchivePage.as_view(), name="archive"),
    path("schools/<slug:school>/unarchive/", pages.UnarchivePage.as_view(), name="unarchive"),
    path("schools/<slug:school>/retry/", pages.RetryPage.as_view(), name="retry"),
    path("schools/<slug:school>/data/", life.LifePage.as_view(), name="life"),
    path("schools/<slug:school>/export/", life.ExportPage.as_view(), name="export"),
    path("schools/<slug:school>/delete/", life.DeletePage.as_view(), name="delete"),
    path("schools/<slug:school>/exports/<uuid:export>/", life.ExportFilePage.as_view(), name="export_file"),
    path(
        "schools/<slug:school>/exports/<uuid:export>/remove/",
        life.RemoveExportPage.as_view(),
        name="remove_export",
    ),
    path("schools/<slug:school>/acts/<uuid:destruction>/", life.ActFilePage.as_view(), name="act"),
    path("schools/<slug:school>/acts/<uuid:destruction>/log/", life.ExtractFilePage.as_view(), name="extract"),
    path("school-lists/new/", pages.NewListPage.as_view(), name="list_new"),
    path("school-lists/sample/", pages.SampleTable.as_view(), name="list_sample"),
    path("school-lists/<uuid:school_list>/", pages.SchoolListPage.as_view(), name="list"),
    path("school-lists/<uuid:school_list>/create/", pages.CreateListPage.as_view(), name="list_create"),
    path("check/", pages.CarePage.as_view(), name="care"),
    path("check/repair/", pages.RepairPage.as_view(), name="repair"),
]
