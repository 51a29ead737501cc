from __future__ import annotations

from django.urls import path

from .pages import agreeing, calendars, diary, hours, planning, school, signals

app_name = "meetings"

PAIR = "<int:programme>/"
PROPOSAL = f"{PAIR}proposals/<int:proposal>/"
MEETING = f"{PAIR}<int:meeting>/"
SHIFT = "school/shifts/<int:shift>/"

urlpatterns = [
    path("", calendars.IndexPage.as_view(), name="index"),
    path("calendar/", calendars.FeedPage.as_view(), name="feed"),
    path("calendar/open/", calendars.FeedOpenPage.as_view(), name="feed_open"),
    path("calendar/close/", calendars.FeedClosePage.as_view(), name="feed_close"),
    path("calendar/<int:feed>/<str:feed_token>.ics", calendars.FeedFile.as_view(), name="feed_file"),
    path("hours/", hours.HoursPage.as_view(), name="hours"),
    path("hours/week/", hours.WeekPage.as_view(), name="hours_edit"),
    path("hours/days/new/", hours.DayNewPage.as_view(), name="day_new"),
    path("hours/days/<int:day_hours>/drop/", hours.DayDropPage.as_view(), name="day_drop"),
    path("school/", school.SchoolPage.as_view(), name="school"),
    path("school/times/", school.TimesPage.as_view(), name="times"),
    path("school/shifts/new/", school.ShiftNewPage.as_view(), name="shift_new"),
    path(SHIFT, school.ShiftEditPage.as_view(), name="shift"),
    path(f"{SHIFT}remove/", school.ShiftRemovePage.as_view(), name="shift_remove"),
    path("school/days/new/", school.SchoolDaysNewPage.as_view(), name="school_days_new"),
    path("school/days/<int:school_days>/drop/", school.SchoolDaysDropPage.as_view(), name="school_days_drop"),
    path("school/help/new/", school.ContactNewPage.as_view(), name="contact_new"),
    path("school/help/<int:help_contact>/drop/", school.ContactDropPage.as_view(), name="contact_drop"),
    path("notes/", diary.NotesPage.as_view(), name="notes"),
    path("notes/<int:private_note>/erase/", diary.EraseNotePage.as_view(), name="note_erase"),
    path("help/", signals.HelpPage.as_view(), name="help"),
    path("help/new/", signals.HelpNewPage.as_view(), name="help_new"),
    path("help/<int:signal>/", signals.SignalPage.as_view(), name="signal"),
    path("help/<int:signal>/take/", signals.SignalTakePage.as_view(), name="signal_take"),
    path("help/<int:signal>/close/", signals.SignalClosePage.as_view(), name="signal_close"),
    path(f"{PAIR}when/", agreeing.WhenPage.as_view(), name="when"),
    path(f"{PAIR}propose/", agreeing.ProposePage.as_view(), name="propose"),
    path(f"{PAIR}step/", planning.StepPage.as_view(), name="step"),
    path(f"{PAIR}series/new/", planning.SeriesNewPage.as_view(), name="series_new"),
    path(f"{PAIR}series/<int:series>/end/", planning.SeriesEndPage.as_view(), name="series_end"),
    path(PROPOSAL, agreeing.ProposalPage.as_view(), name="proposal"),
    path(f"{PROPOSAL}answer/<int:person>/", agreeing.AnswerPage.as_view(), name="answer"),
    path(f"{PROPOSAL}counter/", agreeing.CounterPage.as_view(), name="counter"),
    path(f"{PROPOSAL}withdraw/", agreeing.WithdrawPage.as_view(), name="withdraw"),
    path(f"{PROPOSAL}settle/<int:option>/", agreeing.SettlePage.as_view(), name="settle"),
    path(f"{MEETING}shared/", diary.SharedNotePage.as_view(), name="shared_note"),
    path(f"{MEETING}private/", diary.PrivateNotePage.as_view(), name="private_note"),
    path(f"{MEETING}reflection/", diary.ReflectPage.as_view(), name="reflect"),
]
