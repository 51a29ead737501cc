from __future__ import annotations

from django.urls import path

from apps.school.liaison.pages import offers, requests, shell
from apps.school.liaison.urls_cases import case_urls

app_name = "liaison"
OFFER = "offers/<uuid:offer>/"
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
    *case_urls,
]
