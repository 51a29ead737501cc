from __future__ import annotations

from django.urls import path

from . import pages

app_name = "today"
urlpatterns = [path("", pages.TodayPage.as_view(), name="index")]
