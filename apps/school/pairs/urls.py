from __future__ import annotations

from django.urls import URLPattern, path

from . import pages

app_name = "pairs"
urlpatterns: list[URLPattern] = [
    path("", pages.PairList.as_view(), name="index"),
    path("choose/", pages.ChooseMentee.as_view(), name="choose"),
    path("new/", pages.NewPair.as_view(), name="new"),
    path("<int:pair>/", pages.PairPage.as_view(), name="pair"),
    path("<int:pair>/answer/", pages.AnswerPage.as_view(), name="answer"),
    path("<int:pair>/order/", pages.PrepareOrder.as_view(), name="prepare_order"),
    path("<int:pair>/cancel/", pages.CancelPair.as_view(), name="cancel"),
    path("<int:pair>/end/", pages.EndPair.as_view(), name="end"),
    path("<int:pair>/replace/", pages.ReplaceMentor.as_view(), name="replace"),
    path("<int:pair>/replace/order/", pages.OrderReplacement.as_view(), name="replace_order"),
    path("<int:pair>/replace/give-up/", pages.GiveUpReplacement.as_view(), name="replace_give_up"),
    path("replacements/<int:replacement>/answer/", pages.AnswerReplacement.as_view(), name="replace_answer"),
    path("<int:pair>/extend/", pages.ExtendPair.as_view(), name="extend"),
    path("<int:pair>/shorten/", pages.ShortenPair.as_view(), name="shorten"),
    path("<int:pair>/term/answer/", pages.AnswerTermChange.as_view(), name="term_answer"),
    path("<int:pair>/term/order/", pages.OrderTermChange.as_view(), name="term_order"),
    path("<int:pair>/term/withdraw/", pages.WithdrawTermChange.as_view(), name="term_withdraw"),
    path("<int:pair>/another-mentor/", pages.AskReplacement.as_view(), name="ask_replacement"),
    path("<int:pair>/resign/", pages.Resign.as_view(), name="resign"),
    path("<int:pair>/ask-end/", pages.AskEnd.as_view(), name="ask_end"),
    path("<int:pair>/amend/", pages.AmendPair.as_view(), name="amend"),
    path("<int:pair>/pause/", pages.PausePair.as_view(), name="pause"),
    path("<int:pair>/pause/move/", pages.MovePause.as_view(), name="pause_move"),
    path("<int:pair>/pause/resume/", pages.ResumePair.as_view(), name="resume"),
    path("petitions/", pages.PetitionList.as_view(), name="petitions"),
    path("petitions/<int:petition>/", pages.PetitionPage.as_view(), name="petition"),
    path("petitions/<int:petition>/decide/", pages.DecidePetition.as_view(), name="petition_decide"),
    path("petitions/<int:petition>/withdraw/", pages.WithdrawPetition.as_view(), name="petition_withdraw"),
    path("requests/", pages.RequestList.as_view(), name="requests"),
    path("requests/new/", pages.AskForMentor.as_view(), name="request_new"),
    path("requests/terms/", pages.RequestTermsPage.as_view(), name="request_terms"),
    path("requests/<int:mentor_request>/", pages.RequestPage.as_view(), name="request"),
    path("requests/<int:mentor_request>/answer/", pages.AnswerRequest.as_view(), name="request_answer"),
    path("requests/<int:mentor_request>/withdraw/", pages.WithdrawRequest.as_view(), name="request_withdraw"),
    path("common-term/", pages.CommonTermPage.as_view(), name="common_term"),
    path("unpaired/", pages.UnpairedList.as_view(), name="unpaired"),
    path("unpaired/<int:mentee_card>/", pages.SupportPage.as_view(), name="support"),
]
