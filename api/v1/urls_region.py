"""The API on the region's host."""

from __future__ import annotations

from django.urls import path, re_path

from api.v1 import cases, docs, exchange, speed, statistics

app_name = "api"
urlpatterns = [
    path("schema/", docs.SchemaEndpoint.as_view(place="region"), name="schema"),
    path("docs/", docs.DocsEndpoint.as_view(), name="docs"),
    path("indicators/", statistics.RegionIndicators.as_view(), name="indicators"),
    path("cases/", cases.Library.as_view(), name="cases"),
    path("cases/<uuid:case>/", cases.Case.as_view(), name="case"),
    path("remote-pairs/", exchange.RemotePairs.as_view(), name="remote_pairs"),
    path("speed-events/", speed.SpeedEvents.as_view(), name="speed_events"),
    re_path(r"^.*$", docs.NothingHere.as_view(), name="nothing"),
]
