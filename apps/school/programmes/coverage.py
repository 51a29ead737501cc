"""Where programmes hold to the regulation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts
from apps.school.regulation.rules import change
from apps.school.regulation.rules import programme as work

from .choices import CRITERIA, MODES
from .rules import AUTHORS, COLUMNS, SINGLE, TEMPLATE

TESTS = "tests/school/programmes/test_actions.py::"

acts(
    TEMPLATE,
    on="action",
    name="programme.approve",
    what=_("A programme is approved when every field of the template is filled."),
    test=TESTS + "test_approval_names_every_missing_field_with_the_clause",
)
acts(
    AUTHORS,
    on="action",
    name="programme.save_note",
    what=_("Only the authors named there write the programme."),
    test=TESTS + "test_note_of_gymnasium_is_not_written_by_the_mentee",
)
acts(
    COLUMNS,
    on="action",
    name="programme.add_item",
    what=_("A row of the plan has every column."),
    test=TESTS + "test_plan_row_needs_a_date_where_the_plan_has_that_column",
)
for name in ("programme.add_item", "programme.change_item"):
    acts(
        COLUMNS,
        on="action",
        name=name,
        what=_("A row of the plan has its direction and who answers for it, where these are columns."),
        test="tests/school/programmes/test_plan.py::test_plan_row_has_every_column_of_the_act",
    )
acts(
    AUTHORS,
    on="action",
    name="programme.build",
    what=_("Only the authors named there build it from an example."),
    test="tests/school/programmes/test_plan.py::test_draft_is_built_from_a_typical_plan_twice_without_a_double",
)
acts(
    MODES,
    on="action",
    name="meeting.plan",
    what=_("A meeting is held in one of the modes named there."),
    test=TESTS + "test_meeting_mode_is_one_of_the_regulation",
)
acts(
    SINGLE,
    on="action",
    name="meeting.plan",
    what=_("These types have one meeting: a second one is not planned."),
    test=TESTS + "test_speed_type_has_a_single_meeting",
)

WORK = "tests/school/programmes/test_work.py::"
CHANGES = "tests/school/programmes/test_amending.py::"
PAGES = "tests/school/programmes/test_work_pages.py::"
TODAY = "tests/school/today/test_asked.py::"

for name in ("programme.save_note", "programme.amend"):
    acts(
        work.BASIS,
        on="action",
        name=name,
        what=_("The basis of interaction is one of those named there."),
        test=WORK + "test_basis_outside_the_list_is_refused",
    )
acts(
    work.FORMS,
    on="action",
    name="meeting.plan",
    what=_("A meeting has one of the forms named there."),
    test=WORK + "test_form_of_a_meeting_outside_the_list_is_refused",
)
acts(
    work.METHODS,
    on="action",
    name="meeting.record",
    what=_("Methods marked in the plan and in the diary are those named there."),
    test=WORK + "test_methods_outside_the_list_are_refused",
)
acts(
    CRITERIA,
    on="page",
    name="programmes:note_edit",
    what=_("The choice of the form is explained by these criteria and printed; a draft is reminded of it."),
    test=PAGES + "test_choice_of_the_form_is_written_and_printed",
)
for name in ("programme.draft", "programme.approve"):
    acts(
        work.UNIT,
        on="action",
        name=name,
        what=_("The document of a pair is the one named there."),
        test=WORK + "test_another_document_than_the_units_is_refused",
    )
for name in ("annual_programme.approve", "pair.prepare_order"):
    acts(
        work.ANNUAL,
        on="action",
        name=name,
        what=_("No pair begins before the annual programme of its school year is approved."),
        test=WORK + "test_pair_does_not_begin_before_the_annual_programme",
    )
acts(
    work.ANNUAL,
    on="reminder",
    name="annual.missing",
    what=_("The office is told of a school year without an approved programme."),
    test=TODAY + "test_missing_annual_programme_is_told_until_it_is_approved",
)
acts(
    work.DIRECTIONS,
    on="page",
    name="programmes:plan",
    what=_("Directions without an activity are named above the plan."),
    test=PAGES + "test_plan_names_the_directions_it_lacks",
)
acts(
    work.VISITS,
    on="action",
    name="programme.complete",
    what=_("A programme is not completed by success while months lack lesson visits."),
    test=WORK + "test_months_without_lesson_visits_hold_the_completion_up",
)
acts(
    work.VISITS,
    on="reminder",
    name="visits.due",
    what=_("The mentor is told before a month ends that lesson visits are missing."),
    test="tests/school/programmes/test_visits.py::test_lesson_visits_are_told_before_the_month_ends",
)
acts(
    work.RELEASE,
    on="action",
    name="release.decide",
    what=_("A release from lessons is granted when every condition is met, by whom the act names."),
    test=WORK + "test_release_is_granted_when_every_condition_is_met",
)
acts(
    change.CHANGE_RULE,
    on="action",
    name="programme.amend",
    what=_("An approved programme changes only so: by those named, with the consent of those named."),
    test=CHANGES + "test_change_of_an_approved_programme_holds_when_both_agree",
)
