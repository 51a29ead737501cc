"""Addresses, on a school's host under ``/questionnaires/``."""

from __future__ import annotations

from django.urls import path

from .pages import answering, invitations, library, questions, results, rounds

app_name = "questionnaires"

VERSION = "versions/<int:questionnaire_version>/"
QUESTION = "questions/<int:question>/"
ROUND = "surveys/<int:round>/"
INVITATION = "invitations/<int:invitation>/"

urlpatterns = [
    path("", library.IndexPage.as_view(), name="index"),
    path("new/", library.NewPage.as_view(), name="new"),
    path("<int:questionnaire>/", library.QuestionnairePage.as_view(), name="questionnaire"),
    path("<int:questionnaire>/revise/", library.RevisePage.as_view(), name="revise"),
    path(f"{VERSION}edit/", library.VersionEditPage.as_view(), name="version_edit"),
    path(f"{VERSION}preview/", library.PreviewPage.as_view(), name="preview"),
    path(f"{VERSION}blank/", library.BlankPage.as_view(), name="blank"),
    path(f"{VERSION}publish/", library.PublishPage.as_view(), name="publish"),
    path(f"{VERSION}close/", library.ClosePage.as_view(), name="close"),
    path(f"{VERSION}questions/new/", questions.AddPage.as_view(), name="question_add"),
    path(f"{VERSION}survey/", rounds.RoundNewPage.as_view(), name="round_new"),
    path(QUESTION, questions.EditPage.as_view(), name="question"),
    path(f"{QUESTION}remove/", questions.RemovePage.as_view(), name="question_remove"),
    path(f"{QUESTION}move/", questions.MovePage.as_view(), name="question_move"),
    path("surveys/", rounds.RoundList.as_view(), name="rounds"),
    path(ROUND, rounds.RoundPage.as_view(), name="round"),
    path(f"{ROUND}remind/", rounds.RemindPage.as_view(), name="remind"),
    path(f"{ROUND}close/", rounds.RoundClosePage.as_view(), name="round_close"),
    path(f"{ROUND}third-party/", rounds.ThirdPartyPage.as_view(), name="third_party"),
    path(f"{ROUND}results/", results.ResultsPage.as_view(), name="results"),
    path(f"{ROUND}results/export.xlsx", results.ResultsFile.as_view(), name="results_export"),
    path(INVITATION, invitations.InvitationPage.as_view(), name="invitation"),
    path(f"{INVITATION}paper/", answering.PaperPage.as_view(), name="paper"),
    path(f"{INVITATION}link/", invitations.MakeLinkPage.as_view(), name="make_link"),
    path(f"{INVITATION}card/", invitations.ApplyPage.as_view(), name="apply"),
    path("mine/", answering.MinePage.as_view(), name="mine"),
    path("mine/<int:invitation>/", answering.OwnPage.as_view(), name="answer"),
    path("link/<str:ticket>/", answering.LinkPage.as_view(), name="by_link"),
    path("thanks/", answering.ThanksPage.as_view(), name="thanks"),
]
