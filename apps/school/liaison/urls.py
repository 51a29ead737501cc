from __future__ import annotations

from django.urls import path

from apps.school.liaison.pages import answers, needs, offers, requests, shell
from apps.school.liaison.urls_cases import case_urls

app_name = "liaison"
OFFER = "offers/<uuid:offer>/"
NEED = "needs/<uuid:need>/"
REQUEST = "requests/<uuid:remote_request>/"

urlpatterns = [
    path("", shell.OverviewPage.as_view(), name="index"),
    path("mentors/", requests.SearchPage.as_view(), name="search"),
    path("mentors/<uuid:offer>/ask/", requests.AskPage.as_view(), name="ask"),
    path("offers/", offers.OffersPage.as_view(), name="offers"),
    path("offers/new/", offers.NewOfferPage.as_view(), name="offer_new"),
    path(OFFER, offers.OfferPage.as_view(), name="offer"),
    path(OFFER + "withdraw/", offers.WithdrawOfferPage.as_view(), name="offer_withdraw"),
    path("mine/", offers.MyOffersPage.as_view(), name="my_offers"),
    path("mine/<uuid:offer>/agree/", offers.AgreePage.as_view(), name="offer_agree"),
    path("mine/<uuid:offer>/refuse/", offers.RefusePage.as_view(), name="offer_refuse"),
    path("requests/", requests.OutgoingPage.as_view(), name="requests"),
    path("requests/incoming/", requests.IncomingPage.as_view(), name="incoming"),
    path("requests/mine/", requests.MyRequestsPage.as_view(), name="my_requests"),
    path(REQUEST, requests.RequestPage.as_view(), name="request"),
    path(REQUEST + "approve/", requests.ApprovePage.as_view(), name="request_approve"),
    path(REQUEST + "decline/", requests.DeclinePage.as_view(), name="request_decline"),
    path(REQUEST + "withdraw/", requests.WithdrawPage.as_view(), name="request_withdraw"),
    path("answers/<uuid:remote_request>/agree/", answers.AgreeToRequestPage.as_view(), name="request_agree"),
    path("answers/<uuid:remote_request>/decline/", answers.DeclineMyRequestPage.as_view(), name="request_refuse"),
    path("needs/", needs.NeedsPage.as_view(), name="needs"),
    path("needs/ours/", needs.OwnNeedsPage.as_view(), name="own_needs"),
    path("needs/new/", needs.NewNeedPage.as_view(), name="need_new"),
    path(NEED, needs.NeedPage.as_view(), name="need"),
    path(NEED + "withdraw/", needs.WithdrawNeedPage.as_view(), name="need_withdraw"),
    path(NEED + "answer/", needs.AnswerNeedPage.as_view(), name="need_answer"),
    *case_urls,
]
