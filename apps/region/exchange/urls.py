from __future__ import annotations

from django.urls import path

from apps.region.exchange import pages

app_name = "exchange"
PAIR = "<uuid:remote_pair>/"
ITEM = PAIR + "plan/<int:remote_item>/"
MEETING = PAIR + "meetings/<int:remote_meeting>/"

urlpatterns = [
    path("", pages.PairsPage.as_view(), name="index"),
    path(PAIR, pages.PairPage.as_view(), name="pair"),
    path(PAIR + "plan/new/", pages.NewItemPage.as_view(), name="item_new"),
    path(ITEM + "done/", pages.ItemDonePage.as_view(), name="item_done"),
    path(ITEM + "undone/", pages.ItemUndonePage.as_view(), name="item_undone"),
    path(ITEM + "remove/", pages.ItemRemovePage.as_view(), name="item_remove"),
    path(PAIR + "meetings/new/", pages.NewMeetingPage.as_view(), name="meeting_new"),
    path(MEETING, pages.RecordMeetingPage.as_view(), name="meeting"),
    path(MEETING + "change/", pages.MoveMeetingPage.as_view(), name="meeting_move"),
    path(MEETING + "note/", pages.NotePage.as_view(), name="meeting_note"),
    path(PAIR + "close/", pages.ClosePage.as_view(), name="close"),
]
