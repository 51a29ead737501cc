"""Where the banks hold to the regulation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts

BANK = "tests/school/people/test_bank.py::"
PAPERS = "tests/school/people/test_papers.py::"

acts(
    "scope.mentor_grades",
    on="action",
    name="bank.enter_mentor",
    what=_("A mentor is entered with a grade of this list."),
    test="tests/school/people/test_grades.py::test_mentor_has_a_grade_of_the_regulation",
)
for name in ("bank.enter_mentor", "bank.enter_mentee", "bank.leave"):
    acts(
        "data.keepers",
        on="action",
        name=name,
        what=_("Records of the banks are entered and changed by those named there."),
        test=BANK + "test_bank_is_kept_by_those_whom_the_regulation_names",
    )
for name in ("bank.enter_mentor", "bank.enter_mentee"):
    acts(
        "data.registries",
        on="action",
        name=name,
        what=_("Nobody enters a bank that the school does not keep."),
        test=BANK + "test_nobody_enters_a_bank_that_is_not_provided_for",
    )
acts(
    "scope.mentee_experience",
    on="action",
    name="bank.enter_mentee",
    what=_("A mentee is entered as experienced, and for a track, only with the experience it asks for."),
    test=BANK + "test_entry_with_a_track_that_does_not_fit_is_refused",
)
acts(
    "scope.mentee_experience",
    on="action",
    name="person.route_track",
    what=_("A mentee is sent to the track that the experience fits."),
    test=BANK + "test_mentee_is_sent_to_the_track_of_the_experience",
)
acts(
    "data.third_party_info",
    on="action",
    name="third_party.record",
    what=_("Information is taken only from the sources named there, with its basis."),
    test=PAPERS + "test_third_party_is_a_source_of_the_regulation",
)
for name in ("pair.prepare_order", "pair.activate"):
    acts(
        "scope.external_mentor_docs",
        on="action",
        name=name,
        what=_("A mentor from outside does not begin without these documents."),
        test="tests/school/pairs/test_external_mentors.py::test_external_mentor_without_documents_gets_no_order",
    )
acts(
    "scope.external_mentor_docs",
    on="page",
    name="people:papers",
    what=_("The register shows which documents are missing, expired or about to expire."),
    test=PAPERS + "test_papers_are_valid_expiring_expired_or_missing",
)
acts(
    "data.third_party_info",
    on="reminder",
    name="third_party.outlived",
    what=_("Information about those who are not mentees any more is to be deleted."),
    test="tests/school/today/test_bank.py::test_information_that_outlived_its_purpose_is_to_be_deleted",
)
acts(
    "scope.external_mentor_docs",
    on="reminder",
    name="external.documents",
    what=_("The curator is told whose documents are missing or expired, and a month before they expire."),
    test="tests/school/today/test_bank.py::test_documents_of_mentors_from_outside_are_reminded_of",
)
acts(
    "scope.mentee_experience",
    on="page",
    name="people:tracks",
    what=_("The list shows which track the experience of each mentee leads to."),
    test="tests/school/people/test_bank_pages.py::test_tracks_show_who_is_to_be_sent",
)
acts(
    "data.registries",
    on="page",
    name="people:mentees",
    what=_("A bank that is not provided for says so, with the clause."),
    test="tests/school/people/test_bank_pages.py::test_bank_that_is_not_provided_for_says_so",
)
acts(
    "data.personal_file_access",
    on="page",
    name="people:person_papers",
    what=_("The order of reading a personal file is reminded of; the product opens none."),
    test="tests/school/people/test_bank_pages.py::test_personal_file_is_only_reminded_of",
)
