from __future__ import annotations

from django.urls import path

from .pages import office, own, texts

app_name = "consents"
urlpatterns = [
    path("", office.ConsentList.as_view(), name="index"),
    path("missing/", office.Matrix.as_view(), name="matrix"),
    path("missing/record/", office.RecordMany.as_view(), name="record_many"),
    path("people/<int:person>/record/", office.Record.as_view(), name="record"),
    path("people/<int:person>/texts/", texts.PersonTexts.as_view(), name="person_texts"),
    path("people/<int:person>/texts/<int:text>/", texts.Blank.as_view(), name="blank"),
    path("<int:consent>/", office.ConsentPage.as_view(), name="consent"),
    path("<int:consent>/scan/", office.Scan.as_view(), name="scan"),
    path("<int:consent>/withdraw/", own.Withdraw.as_view(), name="withdraw"),
    path("mine/", own.Mine.as_view(), name="mine"),
    path("mine/<int:text>/<int:person>/", own.Give.as_view(), name="give"),
    path("texts/", texts.Texts.as_view(), name="texts"),
    path("texts/<int:text>/", texts.TextPage.as_view(), name="text"),
    path("texts/<int:text>/revise/", texts.Revise.as_view(), name="text_revise"),
]
