"""Addresses of the norms, on the region's host under ``/institute/``."""

from __future__ import annotations

from django.urls import path

from apps.region.institute import pages

app_name = "institute"

urlpatterns = [
    path("norms/", pages.ActList.as_view(), name="acts"),
    path("norms/new/", pages.AddActPage.as_view(), name="act_add"),
    path("norms/<int:act>/", pages.ActPage.as_view(), name="act"),
    path("norms/<int:act>/end/", pages.EndActPage.as_view(), name="act_end"),
    path("norms/<int:act>/add/", pages.ChooseParameterPage.as_view(), name="norm_choose"),
    path("norms/<int:act>/add/<str:parameter>/", pages.AddNormPage.as_view(), name="norm_add"),
    path("norms/ends/<int:norm>/", pages.EndNormPage.as_view(), name="norm_end"),
    path("defaults/", pages.DefaultsPage.as_view(), name="defaults"),
    path("defaults/<str:parameter>/", pages.SetDefaultPage.as_view(), name="default_set"),
    path("defaults/<str:parameter>/end/", pages.EndDefaultPage.as_view(), name="default_end"),
]
