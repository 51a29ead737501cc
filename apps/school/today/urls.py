from __future__ import annotations

from django.urls import path

from . import pages, rights

app_name = "today"
urlpatterns = [
    path("", pages.TodayPage.as_view(), name="index"),
    path("rights/", rights.RightsPage.as_view(), name="rights"),
]
