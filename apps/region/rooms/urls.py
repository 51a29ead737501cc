from __future__ import annotations

from django.urls import path

from apps.region.rooms import pages

app_name = "rooms"

urlpatterns = [
    path("enter/<slug:room_kind>/<slug:room_subject>/", pages.EnterPage.as_view(), name="enter"),
    path("<uuid:room>/", pages.RoomPage.as_view(), name="room"),
    path("<uuid:room>/records/<int:sitting>/", pages.RecordPage.as_view(), name="record"),
]
