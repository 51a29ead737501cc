"""Addresses of notices. ``off/``: the link of mails."""

from __future__ import annotations

from django.urls import path

from .pages import inbox, office, own

app_name = "notices"

urlpatterns = [
    path("", inbox.InboxPage.as_view(), name="inbox"),
    path("read/", inbox.MarkRead.as_view(), name="read"),
    path("unread/", inbox.MarkUnread.as_view(), name="unread"),
    path("read-all/", inbox.MarkAllRead.as_view(), name="read_all"),
    path("settings/", own.SettingsPage.as_view(), name="settings"),
    path("settings/<slug:service>/", own.LinkMessenger.as_view(), name="messenger"),
    path("settings/<slug:service>/code/", own.ConfirmMessenger.as_view(), name="confirm"),
    path("settings/<slug:service>/unlink/", own.UnlinkMessenger.as_view(), name="unlink"),
    path("off/<str:off_token>/", own.TurnOff.as_view(), name="turn_off"),
    path("sent/", office.SentPage.as_view(), name="sent"),
    path("sent/again/", office.SendAgain.as_view(), name="send_again"),
    path("<uuid:notice>/", inbox.NoticePage.as_view(), name="notice"),
    path("<uuid:notice>/open/", inbox.OpenNotice.as_view(), name="open"),
]
