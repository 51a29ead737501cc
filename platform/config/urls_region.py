"""The region's host: the external contour."""

from __future__ import annotations

from django.urls import include, path

from config.urls_common import common

urlpatterns = [
    *common,
    path("platform/", include("tenants.provisioning.urls")),
    path("rooms/", include("apps.region.rooms.urls")),
    path("exchange/", include("apps.region.exchange.urls")),
    path("speed/", include("apps.region.speed.urls")),
    path("cases/", include("apps.region.cases.urls")),
    path("institute/", include("apps.region.institute.urls")),
    path("api/v1/", include("api.v1.urls_region")),
    path("", include("apps.region.statistics.urls")),
]
