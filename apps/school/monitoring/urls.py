from __future__ import annotations

from django.urls import path

from . import pages

app_name = "monitoring"

urlpatterns = [
    path("", pages.IndexPage.as_view(), name="index"),
    path("export.xlsx", pages.ExportFile.as_view(), name="export"),
    path("programmes/<int:programme>/<int:person>/", pages.AnswerPage.as_view(), name="answer"),
]
