from __future__ import annotations

from django.urls import path

from apps.region.cases import pages

app_name = "cases"
urlpatterns = [
    path("", pages.LibraryPage.as_view(), name="index"),
    path("reviews/", pages.QueuePage.as_view(), name="reviews"),
    path("<uuid:case>/", pages.CasePage.as_view(), name="case"),
    path("<uuid:case>/review/", pages.ReviewPage.as_view(), name="review"),
    path("<uuid:case>/adopt/", pages.AdoptPage.as_view(), name="adopt"),
    path("<uuid:case>/adopt/drop/", pages.DropAdoptionPage.as_view(), name="drop_adoption"),
]
