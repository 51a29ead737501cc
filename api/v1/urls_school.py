"""The API on a school's host."""

from __future__ import annotations

from django.urls import path, re_path

from api.v1 import cases, docs, monitoring, pairs, people, programmes, regulation

app_name = "api"
urlpatterns = [
    path("schema/", docs.SchemaEndpoint.as_view(place="school"), name="schema"),
    path("docs/", docs.DocsEndpoint.as_view(), name="docs"),
    path("mentors/", people.Mentors.as_view(), name="mentors"),
    path("mentees/", people.Mentees.as_view(), name="mentees"),
    path("pairs/", pairs.Pairs.as_view(), name="pairs"),
    path("pairs/<int:pair>/", pairs.Pair.as_view(), name="pair"),
    path("programmes/", programmes.Programmes.as_view(), name="programmes"),
    path("programmes/<int:programme>/", programmes.Programme.as_view(), name="programme"),
    path("programmes/<int:programme>/meetings/", programmes.Meetings.as_view(), name="meetings"),
    path("indicators/", monitoring.Indicators.as_view(), name="indicators"),
    path("regulation/", regulation.Regulation.as_view(), name="regulation"),
    path("cases/", cases.OwnCases.as_view(), name="cases"),
    re_path(r"^.*$", docs.NothingHere.as_view(), name="nothing"),
]
