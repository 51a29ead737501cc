"""Where programmes hold to the regulation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts

from .rules import AUTHORS, COLUMNS, MODES, SINGLE, TEMPLATE

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
