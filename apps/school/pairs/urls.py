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
]
