from __future__ import annotations

from django.urls import path

from apps.region.rooms import pages

app_name = "rooms"

urlpatterns = [
    path("<uuid:room>/", pages.RoomPage.as_view(), name="room"),
]
