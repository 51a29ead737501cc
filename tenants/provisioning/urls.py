"""Pages of the platform operator, on the region's host."""

from __future__ import annotations

from django.urls import path

from tenants.provisioning import pages

app_name = "provisioning"
urlpatterns = [
    path("schools/", pages.SchoolsPage.as_view(), name="schools"),
    path("schools/new/", pages.CreateSchoolPage.as_view(), name="create"),
    path("schools/<slug:school>/", pages.SchoolPage.as_view(), name="school"),
    path("schools/<slug:school>/suspend/", pages.SuspendPage.as_view(), name="suspend"),
    path("schools/<slug:school>/resume/", pages.ResumePage.as_view(), name="resume"),
    path("schools/<slug:school>/retry/", pages.RetryPage.as_view(), name="retry"),
]
