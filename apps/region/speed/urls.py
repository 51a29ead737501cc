from __future__ import annotations

from django.urls import path

from apps.region.speed import pages, pages_organiser, pages_plans

app_name = "speed"
urlpatterns = [
    path("", pages.EventsPage.as_view(), name="index"),
    path("new/", pages_organiser.NewEventPage.as_view(), name="new"),
    path("<uuid:event>/", pages.EventPage.as_view(), name="event"),
    path("<uuid:event>/edit/", pages_organiser.EditEventPage.as_view(), name="edit"),
    path("<uuid:event>/sign-up/", pages.SignUpPage.as_view(), name="sign_up"),
    path("<uuid:event>/leave/", pages.LeavePage.as_view(), name="leave"),
    path("<uuid:event>/calendar.ics", pages.CalendarPage.as_view(), name="calendar"),
    path("<uuid:event>/plan/", pages_plans.ComputePage.as_view(), name="plan"),
    path("<uuid:event>/plans/", pages_plans.PlansPage.as_view(), name="plans"),
    path("<uuid:event>/plans/<slug:aim>/publish/", pages_plans.PublishPage.as_view(), name="publish"),
    path("<uuid:event>/plans/<slug:aim>/<int:registration>/", pages_plans.RowPage.as_view(), name="row"),
    path("<uuid:event>/slips/", pages_organiser.SlipsPage.as_view(), name="slips"),
    path("<uuid:event>/wishes/", pages.WishesPage.as_view(), name="wishes"),
    path("<uuid:event>/reopen/", pages_organiser.ReopenPage.as_view(), name="reopen"),
    path("<uuid:event>/cancel/", pages_organiser.CancelPage.as_view(), name="cancel"),
    path("<uuid:event>/finish/", pages_organiser.FinishPage.as_view(), name="finish"),
    path("<uuid:event>/report/", pages_organiser.ReportPage.as_view(), name="report"),
    path("<uuid:event>/timetable.xlsx", pages_organiser.TimetableFile.as_view(), name="timetable"),
    path("<uuid:event>/people/<int:registration>/remove/", pages_organiser.RemovePage.as_view(), name="remove"),
    path("meetings/<int:speed_meeting>/", pages.FeedbackPage.as_view(), name="feedback"),
]
