from __future__ import annotations

from django.urls import path

from .pages import documents, links, office, own, texts, upkeep, viewings

app_name = "consents"
urlpatterns = [
    path("", office.ConsentList.as_view(), name="index"),
    path("missing/", office.Matrix.as_view(), name="matrix"),
    path("missing/record/", office.RecordMany.as_view(), name="record_many"),
    path("people/<int:person>/record/", office.Record.as_view(), name="record"),
    path("people/<int:person>/link/", links.SendLink.as_view(), name="send_link"),
    path("missing/send/", links.SendMany.as_view(), name="send_many"),
    path("sign/<str:link_token>/", links.Sign.as_view(), name="sign"),
    path("sign/<str:link_token>/code/", links.SendCode.as_view(), name="sign_code"),
    path("ending/", upkeep.Endings.as_view(), name="endings"),
    path("ending/renew/", upkeep.RenewMany.as_view(), name="renew_many"),
    path("withdrawals/", upkeep.Duties.as_view(), name="duties"),
    path("withdrawals/<int:trace>/done/", upkeep.DutyDone.as_view(), name="duty_done"),
    path("viewings/", viewings.AllViewings.as_view(), name="viewings"),
    path("viewings/mine/", viewings.MyViewings.as_view(), name="viewings_mine"),
    path("people/<int:person>/texts/", texts.PersonTexts.as_view(), name="person_texts"),
    path("people/<int:person>/texts/<int:text>/", texts.Blank.as_view(), name="blank"),
    path("people/<int:person>/texts/<int:text>/<str:format>/", documents.BlankFile.as_view(), name="blank_file"),
    path("<int:consent>/", office.ConsentPage.as_view(), name="consent"),
    path("<int:consent>/scan/", office.Scan.as_view(), name="scan"),
    path("<int:consent>/withdraw/", own.Withdraw.as_view(), name="withdraw"),
    path("mine/", own.Mine.as_view(), name="mine"),
    path("mine/<int:text>/<int:person>/", own.Give.as_view(), name="give"),
    path("texts/", texts.Texts.as_view(), name="texts"),
    path("texts/<int:text>/", texts.TextPage.as_view(), name="text"),
    path("texts/<int:text>/revise/", texts.Revise.as_view(), name="text_revise"),
]
