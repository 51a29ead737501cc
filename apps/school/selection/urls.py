"""Addresses, on a school's host under ``/selection/``."""

from __future__ import annotations

from django.urls import path

from .pages import candidacies, commissions, deciding, governance, rating, register

app_name = "selection"

urlpatterns = [
    path("", candidacies.CandidacyList.as_view(), name="index"),
    path("nominate/", candidacies.NominatePage.as_view(), name="nominate"),
    path("own/", candidacies.OwnPage.as_view(), name="own"),
    path("apply/", candidacies.ApplyPage.as_view(), name="apply"),
    path("approve/", deciding.ApproveSelected.as_view(), name="approve_selected"),
    path("<int:candidacy>/", candidacies.CandidacyPage.as_view(), name="candidacy"),
    path("<int:candidacy>/answer/", candidacies.AnswerPage.as_view(), name="answer"),
    path("<int:candidacy>/record/", candidacies.RecordPage.as_view(), name="record"),
    path("<int:candidacy>/approve/", deciding.ApprovePage.as_view(), name="approve"),
    path("<int:candidacy>/reject/", deciding.RejectPage.as_view(), name="reject"),
    path("<int:candidacy>/withdraw/", deciding.WithdrawPage.as_view(), name="withdraw"),
    path("evidence/<int:evidence>/", candidacies.EvidenceFile.as_view(), name="evidence_file"),
    path("register/", register.RegisterList.as_view(), name="register"),
    path("register/act/", register.RegisterActPage.as_view(), name="register_act"),
    path("register/approve/", register.ApproveRegisterPage.as_view(), name="register_approve"),
    path("register/<int:appointment>/", register.AppointmentPage.as_view(), name="appointment"),
    path("register/<int:appointment>/remove/", register.RemovePage.as_view(), name="remove"),
    path("training/", register.TrainingList.as_view(), name="trainings"),
    path("training/new/", register.NewTraining.as_view(), name="training_new"),
    path("commission/", commissions.CommissionPage.as_view(), name="commission"),
    path("commission/form/", commissions.FormCommissionPage.as_view(), name="commission_form"),
    path("sittings/new/", commissions.NewSitting.as_view(), name="sitting_new"),
    path("sittings/<int:sitting>/", commissions.SittingPage.as_view(), name="sitting"),
    path("sittings/<int:sitting>/hold/", commissions.HoldPage.as_view(), name="hold"),
    path("sittings/<int:sitting>/off/", commissions.CallOffPage.as_view(), name="call_off"),
    path("sittings/<int:sitting>/protocol.pdf", commissions.ProtocolPdf.as_view(), name="protocol_pdf"),
    path("sittings/<int:sitting>/protocol.docx", commissions.ProtocolDocx.as_view(), name="protocol_docx"),
    path("curators/", governance.CuratorList.as_view(), name="curators"),
    path("curators/appoint/", governance.AppointCuratorPage.as_view(), name="curator_appoint"),
    path("curators/act/", governance.CuratorActPage.as_view(), name="curator_act"),
    path("curators/<int:curator>/end/", governance.EndCuratorPage.as_view(), name="curator_end"),
    path("bodies/", governance.BodyList.as_view(), name="bodies"),
    path("bodies/new/", governance.NewBody.as_view(), name="body_new"),
    path("bodies/<int:body>/", governance.BodyPage.as_view(), name="body"),
    path("bodies/<int:body>/members/new/", governance.NewMember.as_view(), name="member_new"),
    path("bodies/<int:body>/close/", governance.CloseBody.as_view(), name="body_close"),
    path("bodies/members/<int:member>/remove/", governance.RemoveMember.as_view(), name="member_remove"),
    path("rating/", rating.RatingsPage.as_view(), name="ratings"),
    path("rating/criteria/new/", rating.NewCriterion.as_view(), name="criterion_new"),
    path("rating/criteria/<int:criterion>/drop/", rating.DropCriterion.as_view(), name="criterion_drop"),
    path("rating/points/", rating.PointsPage.as_view(), name="points"),
    path("rating/compute/", rating.ComputePage.as_view(), name="compute"),
    path("rating/<int:rating>/", rating.RatingPage.as_view(), name="rating"),
    path("rating/<int:rating>/pool/", rating.PoolPage.as_view(), name="pool"),
    path("rating/<int:rating>/<int:rating_row>/", rating.RatingRowPage.as_view(), name="rating_row"),
]
