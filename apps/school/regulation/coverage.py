"""Where the rules of this room act: they are asked by the actions of the rooms above."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .places import acts

PAIRS = "tests/school/regulation/test_rules_pairs.py::"
LIFE = "tests/school/regulation/test_rules_life.py::"
FORMING = _("A pair is not formed against it.")
SIGNING = _("The order is not signed against it.")

for key, test in (
    ("act.validity", "test_expired_act_forms_no_pairs_until_it_is_prolonged"),
    ("scope.addressees", "test_pupils_are_refused_by_a_regulation_for_pedagogues"),
    ("scope.mentee_categories", "test_mentee_category_is_the_schools"),
    ("scope.mentee_min_age", "test_pupil_below_the_minimum_age_is_refused_on_the_day_the_programme_starts"),
    ("scope.mentor_categories", "test_mentor_category_is_the_schools"),
    ("forms.combine", "test_several_forms_need_a_regulation_that_combines_them"),
    ("forms.enabled", "test_form_outside_the_list_is_refused_with_the_clause"),
    ("forms.open_list", "test_open_list_admits_a_form_of_the_schools_own"),
    ("types.combine", "test_several_types_need_a_regulation_that_combines_them"),
    ("types.enabled", "test_type_outside_the_list_is_refused_with_the_clause"),
    ("types.group_min", "test_group_minimum_is_the_schools"),
    ("structure.cardinality", "test_structure_outside_the_list_is_refused_with_the_clause"),
    ("pairing.max_exception", "test_group_is_not_counted_when_all_agree"),
    ("pairing.max_mentees", "test_second_mentee_is_over_the_limit_of_one_school_only"),
    ("term.max_months", "test_longest_term_is_the_schools"),
    ("term.min_months", "test_shortest_term_is_the_schools"),
):
    acts(key, on="action", name="pair.form", what=FORMING, test=PAIRS + test)

for key, test in (
    ("act.approved", "test_order_is_not_dated_before_the_act"),
    ("pairing.act", "test_pair_is_fixed_by_the_act_the_regulation_names"),
    ("pairing.written_consent", "test_order_needs_written_consent_of_the_roles_named"),
    ("data.participation_consent", "test_participation_consent_is_required_of_the_roles_named"),
):
    acts(key, on="action", name="order.sign", what=SIGNING, test=LIFE + test)

for key, test in (
    ("replacement.act", "test_replacement_is_made_by_the_act_the_regulation_names"),
    ("replacement.grounds", "test_replacement_grounds_are_a_closed_list"),
    ("replacement.keeps_period", "test_replacement_keeps_the_period_where_the_regulation_says_so"),
):
    what = _("A mentor is not replaced against it.")
    acts(key, on="action", name="pair.replace_mentor", what=what, test=LIFE + test)

acts(
    "termination.grounds",
    on="action",
    name="programme.complete",
    what=_("A programme is closed only on a ground of this list, or on one that the law keeps open."),
    test=LIFE + "test_completion_grounds_are_a_closed_list",
)
for name in ("bank.enter_mentor", "bank.enter_mentee"):
    acts(
        "data.pd_consent",
        on="action",
        name=name,
        what=_("Nobody enters a bank without the consent to data processing."),
        test=LIFE + "test_nobody_enters_a_bank_without_consent_to_data_processing",
    )
acts(
    "types.speed_max_minutes",
    on="action",
    name="meeting.plan",
    what=_("A meeting of speed mentoring is not planned for longer; the region's events ask the strictest school."),
    test=LIFE + "test_speed_meeting_has_the_schools_limit",
)
acts(
    "publication.results_after",
    on="action",
    name="publication.publish",
    what=_("Results are not published before the programme is completed."),
    test=LIFE + "test_results_are_published_after_completion_where_the_regulation_says_so",
)

NORMS = "tests/region/institute/test_norms.py::"

acts(
    "act.legal_basis",
    on="page",
    name="regulation:conformity",
    what=_("The report names every ground that has ended or was replaced."),
    test=NORMS + "test_act_that_was_replaced_makes_the_legal_basis_outdated",
)
acts(
    "act.adopted",
    on="page",
    name="regulation:conformity",
    what=_("The report asks for what the stamp of adoption lacks."),
    test=NORMS + "test_stamp_with_gaps_is_reported",
)
acts(
    "scope.voluntary",
    on="action",
    name="regulation.set_value",
    what=_("A regulation cannot take the own will away: the Labour Code stands above it."),
    test=NORMS + "test_law_refuses_a_regulation_that_takes_the_own_will_away",
)
acts(
    "scope.voluntary",
    on="action",
    name="pair.answer",
    what=_("A pair is agreed only when each of its people has said yes."),
    test="tests/school/pairs/test_life.py::test_pair_is_agreed_when_both_sides_accept",
)
