"""Pages of long work, on every host."""

from __future__ import annotations

from django.urls import path

from tenants.journal import pages

app_name = "jobs"
urlpatterns = [
    path("", pages.JobList.as_view(), name="index"),
    path("<uuid:job>/", pages.JobPage.as_view(), name="show"),
]
