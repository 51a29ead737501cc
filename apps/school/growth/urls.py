from __future__ import annotations

from django.urls import path

from .pages import assessing, courses, figures, imports, persons, routes, sessions, stages, steps

app_name = "growth"

PERSON = "people/<int:person>/"
SESSION = "diagnostics/<int:diagnostic_session>/"
ROUTE = "routes/<int:individual_route>/"
STEP = "steps/<int:route_step>/"

urlpatterns = [
    path("", figures.IndexPage.as_view(), name="index"),
    path("mine/", persons.MinePage.as_view(), name="mine"),
    path(PERSON, persons.PersonPage.as_view(), name="person"),
    path(f"{PERSON}diagnostics/", sessions.BeginPage.as_view(), name="begin"),
    path(f"{PERSON}route/", routes.BuildPage.as_view(), name="build"),
    path("pairs/<int:pair>/", persons.PairPage.as_view(), name="pair"),
    path("diagnostics/", sessions.SessionList.as_view(), name="sessions"),
    path("diagnostics/begin/", sessions.BeginManyPage.as_view(), name="begin_many"),
    path("diagnostics/import/", imports.ImportPage.as_view(), name="import"),
    path("diagnostics/import/<int:framework>/list.xlsx", imports.BlankFile.as_view(), name="import_blank"),
    path("diagnostics/import/<int:level_import>/", imports.ResultPage.as_view(), name="import_result"),
    path(SESSION, sessions.SessionPage.as_view(), name="session"),
    path(f"{SESSION}expert/", sessions.ExpertPage.as_view(), name="expert"),
    path(f"{SESSION}result/", sessions.SumUpPage.as_view(), name="sum_up"),
    path(f"{SESSION}cancel/", sessions.CancelPage.as_view(), name="session_cancel"),
    path("assessments/<int:assessment>/", assessing.AssessPage.as_view(), name="assess"),
    path("routes/", routes.RouteList.as_view(), name="routes"),
    path("routes/stages/", stages.StagesPage.as_view(), name="stages"),
    path(ROUTE, routes.RoutePage.as_view(), name="route"),
    path(f"{ROUTE}edit/", routes.EditPage.as_view(), name="route_edit"),
    path(f"{ROUTE}propose/", routes.ProposePage.as_view(), name="route_propose"),
    path(f"{ROUTE}answer/", routes.AnswerPage.as_view(), name="route_answer"),
    path(f"{ROUTE}close/", routes.ClosePage.as_view(), name="route_close"),
    path(f"{ROUTE}route.docx", routes.RouteDocx.as_view(), name="route_docx"),
    path(f"{ROUTE}route.pdf", routes.RoutePdf.as_view(), name="route_pdf"),
    path(f"{ROUTE}step/", steps.AddPage.as_view(), name="step_add"),
    path(f"{STEP}edit/", steps.EditPage.as_view(), name="step_edit"),
    path(f"{STEP}mark/", steps.MarkPage.as_view(), name="step_mark"),
    path(f"{STEP}certificate/", steps.CertificatePage.as_view(), name="certificate"),
    path(f"{STEP}remove/", steps.RemovePage.as_view(), name="step_remove"),
    path("courses/", courses.CourseList.as_view(), name="courses"),
    path("courses/new/", courses.NewPage.as_view(), name="course_new"),
    path("courses/<int:course>/", courses.CoursePage.as_view(), name="course"),
    path("courses/<int:course>/edit/", courses.EditPage.as_view(), name="course_edit"),
]
