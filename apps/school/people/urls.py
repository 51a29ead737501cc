from __future__ import annotations

from django.urls import path

from .pages import banks, guardians, imports, persons

app_name = "people"
urlpatterns = [
    path("", persons.PersonList.as_view(), name="persons"),
    path("add/", persons.AddPerson.as_view(), name="person_add"),
    path("<int:person>/", persons.PersonPage.as_view(), name="person"),
    path("<int:person>/edit/", persons.EditPerson.as_view(), name="person_edit"),
    path("<int:person>/left/", persons.MarkLeft.as_view(), name="person_left"),
    path("<int:person>/return/", persons.ReturnPerson.as_view(), name="person_return"),
    path("<int:person>/invite/", persons.InvitePerson.as_view(), name="person_invite"),
    path("<int:person>/unlink/", persons.UnlinkAccount.as_view(), name="person_unlink"),
    path("<int:person>/guardians/add/", guardians.AddGuardian.as_view(), name="guardian_add"),
    path("guardians/<int:guardianship>/remove/", guardians.RemoveGuardian.as_view(), name="guardian_remove"),
    path("mentors/", banks.MentorList.as_view(), name="mentors"),
    path("mentors/enter/", banks.MentorCandidates.as_view(), name="mentor_candidates"),
    path("<int:person>/mentor/", banks.EnterMentor.as_view(), name="mentor_enter"),
    path("mentors/<int:mentor>/edit/", banks.EditMentor.as_view(), name="mentor_edit"),
    path("mentors/<int:mentor>/leave/", banks.LeaveMentors.as_view(), name="mentor_leave"),
    path("mentees/", banks.MenteeList.as_view(), name="mentees"),
    path("mentees/enter/", banks.MenteeCandidates.as_view(), name="mentee_candidates"),
    path("<int:person>/mentee/", banks.EnterMentee.as_view(), name="mentee_enter"),
    path("mentees/<int:mentee>/edit/", banks.EditMentee.as_view(), name="mentee_edit"),
    path("mentees/<int:mentee>/leave/", banks.LeaveMentees.as_view(), name="mentee_leave"),
    path("imports/", imports.ImportList.as_view(), name="imports"),
    path("imports/new/", imports.Upload.as_view(), name="import_new"),
    path("imports/<int:staff_import>/", imports.ImportPage.as_view(), name="import"),
    path("imports/<int:staff_import>/columns/", imports.Columns.as_view(), name="import_columns"),
    path("imports/<int:staff_import>/confirm/", imports.Confirm.as_view(), name="import_confirm"),
    path("imports/<int:staff_import>/cancel/", imports.Cancel.as_view(), name="import_cancel"),
    path("imports/<int:staff_import>/report/", imports.Report.as_view(), name="import_report"),
]
