from __future__ import annotations

from django.urls import path

from apps.region.exchange import pages, pages_board, pages_papers

app_name = "exchange"
PAIR = "<uuid:remote_pair>/"
ITEM = PAIR + "plan/<int:remote_item>/"
COMPLAINT = "complaints/<uuid:remote_complaint>/"
MEETING = PAIR + "meetings/<int:remote_meeting>/"

urlpatterns = [
    path("", pages.PairsPage.as_view(), name="index"),
    path("board/offers/", pages_board.OffersBoard.as_view(), name="board_offers"),
    path("board/needs/", pages_board.NeedsBoard.as_view(), name="board_needs"),
    path("board/best/", pages_board.BestPage.as_view(), name="board_best"),
    path("complaints/", pages_papers.ComplaintsPage.as_view(), name="complaints"),
    path(COMPLAINT, pages_papers.ComplaintPage.as_view(), name="complaint"),
    path(COMPLAINT + "take/", pages_papers.TakeComplaintPage.as_view(), name="complaint_take"),
    path(COMPLAINT + "answer/", pages_papers.AnswerComplaintPage.as_view(), name="complaint_answer"),
    path(COMPLAINT + "take-back/", pages_papers.TakeBackComplaintPage.as_view(), name="complaint_take_back"),
    path(PAIR, pages.PairPage.as_view(), name="pair"),
    path(PAIR + "plan/new/", pages.NewItemPage.as_view(), name="item_new"),
    path(ITEM + "done/", pages.ItemDonePage.as_view(), name="item_done"),
    path(ITEM + "undone/", pages.ItemUndonePage.as_view(), name="item_undone"),
    path(ITEM + "remove/", pages.ItemRemovePage.as_view(), name="item_remove"),
    path(PAIR + "meetings/new/", pages.NewMeetingPage.as_view(), name="meeting_new"),
    path(MEETING, pages.RecordMeetingPage.as_view(), name="meeting"),
    path(MEETING + "change/", pages.MoveMeetingPage.as_view(), name="meeting_move"),
    path(MEETING + "note/", pages.NotePage.as_view(), name="meeting_note"),
    path(PAIR + "leave/", pages_papers.LeavePage.as_view(), name="leave"),
    path(PAIR + "complain/", pages_papers.ComplainPage.as_view(), name="complain"),
    path(PAIR + "agreement/", pages_papers.AgreementPage.as_view(), name="agreement"),
    path(PAIR + "agreement/prepare/", pages_papers.PrepareAgreementPage.as_view(), name="agreement_prepare"),
    path(PAIR + "agreement/agree/", pages_papers.AgreePage.as_view(), name="agreement_agree"),
    path(PAIR + "agreement/<str:format>/", pages_papers.AgreementFile.as_view(), name="agreement_file"),
    path(PAIR + "close/", pages.ClosePage.as_view(), name="close"),
]
