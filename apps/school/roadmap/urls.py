"""Addresses, on a school's host under ``/roadmap/``."""

from __future__ import annotations

from django.urls import path

from .pages import duties, marks, printing, proofs, rewards, roadmaps, table, years

app_name = "roadmap"

ONE = "<int:roadmap>/"
STAGE = f"{ONE}stages/<int:roadmap_stage>/"
EVENT = f"{ONE}events/<int:roadmap_event>/"
EVIDENCE = f"{ONE}evidence/<int:roadmap_evidence>/"
TERM = f"{ONE}terms/<int:roadmap_term>/"
PAPER = "rewards/papers/<int:reward_paper>/"

urlpatterns = [
    path("", roadmaps.IndexPage.as_view(), name="index"),
    path("new/", roadmaps.NewPage.as_view(), name="new"),
    path("mine/", marks.MinePage.as_view(), name="mine"),
    path("mine/calendar.ics", marks.CalendarFile.as_view(), name="calendar"),
    path("refreshes/", duties.RefreshesPage.as_view(), name="refreshes"),
    path("refreshes/new/", duties.RefreshNewPage.as_view(), name="refresh_new"),
    path("monitoring/", duties.MonitoringPage.as_view(), name="monitoring"),
    path("monitoring/plan/", duties.MonitoringPlanPage.as_view(), name="monitoring_plan"),
    path("monitoring/<int:measurement>/held/", duties.HeldPage.as_view(), name="held"),
    path("rewards/", rewards.RewardsPage.as_view(), name="rewards"),
    path("rewards/order/", rewards.RewardOrderPage.as_view(), name="reward_order"),
    path("rewards/extract/", rewards.ExtractPage.as_view(), name="extract"),
    path("rewards/pay/", rewards.PayMemoPage.as_view(), name="pay_memo"),
    path(PAPER, rewards.PaperPage.as_view(), name="paper"),
    path(f"{PAPER}paper.docx", rewards.PaperDocx.as_view(), name="paper_docx"),
    path(f"{PAPER}paper.pdf", rewards.PaperPdf.as_view(), name="paper_pdf"),
    path("templates/", years.TemplatesPage.as_view(), name="templates"),
    path("templates/<int:roadmap_template>/drop/", years.TemplateDropPage.as_view(), name="template_drop"),
    path(ONE, roadmaps.ShowPage.as_view(), name="show"),
    path(f"{ONE}heading/", roadmaps.HeadingPage.as_view(), name="heading"),
    path(f"{ONE}approve/", roadmaps.ApprovePage.as_view(), name="approve"),
    path(f"{ONE}revise/", roadmaps.RevisePage.as_view(), name="revise"),
    path(f"{ONE}discard/", roadmaps.DiscardPage.as_view(), name="discard"),
    path(f"{ONE}copy/", years.CopyPage.as_view(), name="copy"),
    path(f"{ONE}close/", years.ClosePage.as_view(), name="close"),
    path(f"{ONE}turn/", years.TurnPage.as_view(), name="turn"),
    path(f"{ONE}keep/", years.KeepPage.as_view(), name="keep"),
    path(f"{ONE}reminders/", years.RemindersPage.as_view(), name="reminders"),
    path(f"{ONE}roadmap.docx", printing.RoadmapDocx.as_view(), name="docx"),
    path(f"{ONE}roadmap.pdf", printing.RoadmapPdf.as_view(), name="pdf"),
    path(f"{ONE}roadmap.ics", printing.RoadmapCalendar.as_view(), name="calendar_of"),
    path(f"{ONE}print/", printing.PrintPage.as_view(), name="print"),
    path(f"{ONE}table.xlsx", printing.TableFile.as_view(), name="table"),
    path(f"{ONE}timeline/", printing.TimelinePage.as_view(), name="timeline"),
    path(f"{ONE}terms/", marks.TermsPage.as_view(), name="terms"),
    path(f"{TERM}done/", marks.DonePage.as_view(), name="done"),
    path(f"{TERM}unmark/", marks.UnmarkPage.as_view(), name="unmark"),
    path(f"{TERM}file/", marks.TermFile.as_view(), name="file"),
    path(f"{TERM}evidence/", proofs.EvidenceAddPage.as_view(), name="evidence_add"),
    path(f"{TERM}drop/", proofs.DropPage.as_view(), name="drop"),
    path(f"{TERM}take-up/", proofs.TakeUpPage.as_view(), name="take_up"),
    path(f"{EVIDENCE}file/", proofs.EvidenceFile.as_view(), name="evidence_file"),
    path(f"{EVIDENCE}remove/", proofs.EvidenceRemovePage.as_view(), name="evidence_remove"),
    path(f"{STAGE}open/", table.StageOpenPage.as_view(), name="stage_open"),
    path(f"{STAGE}close/", table.StageClosePage.as_view(), name="stage_close"),
    path(f"{STAGE}events/new/", table.EventAddPage.as_view(), name="event_add"),
    path(EVENT, table.EventPage.as_view(), name="event"),
    path(f"{EVENT}edit/", table.EventEditPage.as_view(), name="event_edit"),
    path(f"{EVENT}shift/", table.EventShiftPage.as_view(), name="event_shift"),
    path(f"{EVENT}up/", table.EventMovePage.as_view(up=True), name="event_up"),
    path(f"{EVENT}down/", table.EventMovePage.as_view(up=False), name="event_down"),
    path(f"{EVENT}remove/", table.EventRemovePage.as_view(), name="event_remove"),
]
