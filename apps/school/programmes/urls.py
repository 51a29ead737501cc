from __future__ import annotations

from django.urls import path

from .pages import lists, meetings, plan, programme

app_name = "programmes"

ONE = "<int:programme>/"
ITEM = f"{ONE}plan/<int:item>/"
MEETING = f"{ONE}meetings/<int:meeting>/"

urlpatterns = [
    path("", lists.IndexPage.as_view(), name="index"),
    path("mine/", lists.MinePage.as_view(), name="mine"),
    path(ONE, programme.ShowPage.as_view(), name="show"),
    path(f"{ONE}note/", programme.NotePage.as_view(), name="note"),
    path(f"{ONE}note/edit/", programme.NoteEditPage.as_view(), name="note_edit"),
    path(f"{ONE}approve/", programme.ApprovePage.as_view(), name="approve"),
    path(f"{ONE}complete/", programme.CompletePage.as_view(), name="complete"),
    path(f"{ONE}print/", programme.PrintPage.as_view(), name="print"),
    path(f"{ONE}plan/", plan.PlanPage.as_view(), name="plan"),
    path(f"{ONE}plan/new/", plan.ItemAddPage.as_view(), name="item_add"),
    path(ITEM, plan.ItemEditPage.as_view(), name="item"),
    path(f"{ITEM}mark/", plan.ItemMarkPage.as_view(), name="item_mark"),
    path(f"{ITEM}unmark/", plan.ItemUnmarkPage.as_view(), name="item_unmark"),
    path(f"{ITEM}remove/", plan.ItemRemovePage.as_view(), name="item_remove"),
    path(f"{ONE}meetings/", meetings.MeetingsPage.as_view(), name="meetings"),
    path(f"{ONE}meetings/new/", meetings.MeetingNewPage.as_view(), name="meeting_new"),
    path(MEETING, meetings.MeetingPage.as_view(), name="meeting"),
    path(f"{MEETING}edit/", meetings.MeetingEditPage.as_view(), name="meeting_edit"),
    path(f"{MEETING}held/", meetings.MeetingHeldPage.as_view(), name="meeting_held"),
    path(f"{MEETING}missed/", meetings.MeetingMissedPage.as_view(), name="meeting_missed"),
    path(f"{MEETING}reopen/", meetings.MeetingReopenPage.as_view(), name="meeting_reopen"),
    path(f"{MEETING}remove/", meetings.MeetingRemovePage.as_view(), name="meeting_remove"),
    path(f"{MEETING}calendar.ics", meetings.MeetingFile.as_view(), name="meeting_file"),
]
