"""Addresses, on a school's host under ``/matching/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from .pages import boards, keeping, proposing

app_name = "matching"
urlpatterns: list[URLPattern] = [
    path("", proposing.ProposalList.as_view(), name="index"),
    path("new/", proposing.NewProposal.as_view(), name="new"),
    path("weights/", keeping.WeightsPage.as_view(), name="weights"),
    path("ties/", keeping.TieList.as_view(), name="ties"),
    path("ties/new/", keeping.NewTie.as_view(), name="tie_new"),
    path("ties/<int:tie>/remove/", keeping.RemoveTie.as_view(), name="tie_remove"),
    path("conditions/", keeping.ConditionsList.as_view(), name="conditions"),
    path("conditions/own/", keeping.OwnConditions.as_view(), name="conditions_own"),
    path("conditions/<int:person>/", keeping.ConditionsPage.as_view(), name="conditions_of"),
    path("<int:proposal>/", boards.BoardPage.as_view(), name="board"),
    path("<int:proposal>/solve/", boards.SolveAgain.as_view(), name="solve"),
    path("<int:proposal>/take/", boards.TakeOver.as_view(), name="take"),
    path("<int:proposal>/order/", boards.OrderTogether.as_view(), name="order"),
    path("<int:proposal>/rule/", boards.RulePage.as_view(), name="rule"),
    path("<int:proposal>/compare/", boards.ComparePage.as_view(), name="compare"),
    path("<int:proposal>/<int:proposed_mentee>/", boards.WhyPage.as_view(), name="why"),
]
