from __future__ import annotations

from django.urls import path

from apps.school.liaison import pages_cases as pages

case_urls = [
    path("cases/", pages.CasesPage.as_view(), name="cases"),
    path("cases/new/", pages.NewCasePage.as_view(), name="case_new"),
    path("cases/new/<int:programme>/", pages.WriteCasePage.as_view(), name="case_write"),
    path("cases/<uuid:case>/", pages.CasePage.as_view(), name="case"),
    path("cases/<uuid:case>/edit/", pages.EditCasePage.as_view(), name="case_edit"),
    path("cases/<uuid:case>/submit/", pages.SubmitCasePage.as_view(), name="case_submit"),
    path("cases/<uuid:case>/withdraw/", pages.WithdrawCasePage.as_view(), name="case_withdraw"),
]
