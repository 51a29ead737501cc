from __future__ import annotations

from django.urls import path

from .pages import (
    annual,
    building,
    changes,
    goals,
    library,
    lists,
    meetings,
    note,
    parts,
    plan,
    programme,
    releases,
    visits,
)

app_name = "programmes"

ONE = "<int:programme>/"
ITEM = f"{ONE}plan/<int:item>/"
MEETING = f"{ONE}meetings/<int:meeting>/"
GOAL = f"{ONE}goals/<int:goal>/"
PART = f"{ONE}parts/<int:part>/"
VERSION = f"{ONE}versions/<int:edition>/"
TYPICAL = "library/<int:typical>/"
AMENDMENT = f"{ONE}changes/<int:amendment>/"

urlpatterns = [
    path("", lists.IndexPage.as_view(), name="index"),
    path("mine/", lists.MinePage.as_view(), name="mine"),
    path(ONE, programme.ShowPage.as_view(), name="show"),
    path(f"{ONE}note/", note.NotePage.as_view(), name="note"),
    path(f"{ONE}note/edit/", note.NoteEditPage.as_view(), name="note_edit"),
    path(f"{ONE}approve/", programme.ApprovePage.as_view(), name="approve"),
    path(f"{ONE}complete/", programme.CompletePage.as_view(), name="complete"),
    path(f"{ONE}print/", note.PrintPage.as_view(), name="print"),
    path(f"{ONE}plan/", plan.PlanPage.as_view(), name="plan"),
    path(f"{ONE}plan/new/", plan.ItemAddPage.as_view(), name="item_add"),
    path(ITEM, plan.ItemEditPage.as_view(), name="item"),
    path(f"{ITEM}mark/", plan.ItemMarkPage.as_view(), name="item_mark"),
    path(f"{ITEM}evidence/", plan.ItemEvidence.as_view(), name="item_evidence"),
    path(f"{ITEM}unmark/", plan.ItemUnmarkPage.as_view(), name="item_unmark"),
    path(f"{ITEM}remove/", plan.ItemRemovePage.as_view(), name="item_remove"),
    path(f"{ONE}goals/new/", goals.GoalAddPage.as_view(), name="goal_add"),
    path(GOAL, goals.GoalEditPage.as_view(), name="goal"),
    path(f"{GOAL}measure/", goals.GoalMeasurePage.as_view(), name="goal_measure"),
    path(f"{GOAL}remove/", goals.GoalRemovePage.as_view(), name="goal_remove"),
    path(f"{ONE}build/", building.BuildPage.as_view(), name="build"),
    path(f"{ONE}build/typical/<int:typical>/", building.BuildTypicalPage.as_view(), name="build_typical"),
    path(f"{ONE}build/worked/<int:worked>/", building.BuildWorkedPage.as_view(), name="build_worked"),
    path(f"{ONE}parts/", parts.PartsPage.as_view(), name="parts"),
    path(f"{ONE}parts/new/", parts.PartNewPage.as_view(), name="part_new"),
    path(PART, parts.PartEditPage.as_view(), name="part"),
    path(f"{PART}remove/", parts.PartRemovePage.as_view(), name="part_remove"),
    path(f"{ONE}meetings/", meetings.MeetingsPage.as_view(), name="meetings"),
    path(f"{ONE}meetings/new/", meetings.MeetingNewPage.as_view(), name="meeting_new"),
    path(MEETING, meetings.MeetingPage.as_view(), name="meeting"),
    path(f"{MEETING}edit/", meetings.MeetingEditPage.as_view(), name="meeting_edit"),
    path(f"{MEETING}held/", meetings.MeetingHeldPage.as_view(), name="meeting_held"),
    path(f"{MEETING}missed/", meetings.MeetingMissedPage.as_view(), name="meeting_missed"),
    path(f"{MEETING}reopen/", meetings.MeetingReopenPage.as_view(), name="meeting_reopen"),
    path(f"{MEETING}remove/", meetings.MeetingRemovePage.as_view(), name="meeting_remove"),
    path(f"{MEETING}calendar.ics", meetings.MeetingFile.as_view(), name="meeting_file"),
    path(f"{ONE}changes/", changes.ChangesPage.as_view(), name="changes"),
    path(f"{ONE}changes/form/", changes.FormChangePage.as_view(), name="form_change"),
    path(VERSION, changes.VersionPage.as_view(), name="version"),
    path(f"{VERSION}against/<int:earlier>/", changes.ComparePage.as_view(), name="compare"),
    path(f"{AMENDMENT}answer/", changes.AnswerAmendment.as_view(), name="change_answer"),
    path(f"{AMENDMENT}withdraw/", changes.WithdrawAmendment.as_view(), name="change_withdraw"),
    path(f"{ONE}draw-up-anew/", programme.DrawUpAnewPage.as_view(), name="draw_up_anew"),
    path(f"{ONE}visits/", visits.VisitsPage.as_view(), name="visits"),
    path(f"{ONE}visits/new/", visits.VisitNewPage.as_view(), name="visit_new"),
    path(f"{ONE}visits/explain/", visits.VisitExplainPage.as_view(), name="visit_explain"),
    path(f"{ONE}visits/<int:visit>/remove/", visits.VisitRemovePage.as_view(), name="visit_remove"),
    path(f"{ONE}release/", releases.AskRelease.as_view(), name="release_ask"),
    path("releases/", releases.ReleaseList.as_view(), name="releases"),
    path("releases/<int:release>/", releases.ReleasePage.as_view(), name="release"),
    path("releases/<int:release>/decide/", releases.DecideRelease.as_view(), name="release_decide"),
    path("releases/<int:release>/withdraw/", releases.WithdrawRelease.as_view(), name="release_withdraw"),
    path("library/", library.LibraryPage.as_view(), name="library"),
    path("library/new/", library.TypicalNewPage.as_view(), name="typical_new"),
    path(TYPICAL, library.TypicalPage.as_view(), name="typical"),
    path(f"{TYPICAL}edit/", library.TypicalEditPage.as_view(), name="typical_edit"),
    path(f"{TYPICAL}copy/", library.TypicalCopyPage.as_view(), name="typical_copy"),
    path(f"{TYPICAL}archive/", library.TypicalArchivePage.as_view(), name="typical_archive"),
    path(f"{TYPICAL}restore/", library.TypicalRestorePage.as_view(), name="typical_restore"),
    path("annual/", annual.AnnualIndexPage.as_view(), name="annual"),
    path("annual/write/", annual.AnnualWritePage.as_view(), name="annual_write"),
    path("annual/<int:annual>/", annual.AnnualShowPage.as_view(), name="annual_show"),
    path("annual/<int:annual>/order/", annual.AnnualOrderPage.as_view(), name="annual_order"),
]
