"""A school's host: the internal contour."""

from __future__ import annotations

from django.urls import include, path

from config.urls_common import common

urlpatterns = [
    *common,
    path("accounts/members/", include("tenants.identity.urls_school")),
    path("regulation/", include("apps.school.regulation.urls")),
    path("notices/", include("apps.school.notices.urls")),
    path("people/", include("apps.school.people.urls")),
    path("consents/", include("apps.school.consents.urls")),
    path("questionnaires/", include("apps.school.questionnaires.urls")),
    path("orders/", include("apps.school.orders.urls")),
    path("selection/", include("apps.school.selection.urls")),
    path("pairs/", include("apps.school.pairs.urls")),
    path("matching/", include("apps.school.matching.urls")),
    path("programmes/", include("apps.school.programmes.urls")),
    path("meetings/", include("apps.school.meetings.urls")),
    path("roadmap/", include("apps.school.roadmap.urls")),
    path("growth/", include("apps.school.growth.urls")),
    path("monitoring/", include("apps.school.monitoring.urls")),
    path("publication/", include("apps.school.publication.urls")),
    path("liaison/", include("apps.school.liaison.urls")),
    path("api/v1/", include("api.v1.urls_school")),
    path("", include("apps.school.today.urls")),
]
