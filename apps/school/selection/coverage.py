"""Where the selection holds to the regulation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts

RULES = "tests/school/selection/test_rules.py::"
ACTIONS = "tests/school/selection/test_actions.py::"
APPROVING = _("A candidate is not approved without it.")

for name, what, test in (
    ("selection.nominate", _("Nobody is nominated by another way."), ACTIONS + "test_way_outside_the_act_is_refused"),
    ("selection.apply", _("Nobody applies where the act has no such way."), ACTIONS + "test_own_application"),
    ("selection.approve", APPROVING, RULES + "test_everything_missing_is_told_together"),
):
    acts("selection.routes", on="action", name=name, what=what, test=test)
for key in ("selection.survey", "selection.portfolio", "scope.mentor_grades", "scope.voluntary"):
    test = RULES + "test_everything_missing_is_told_together"
    acts(key, on="action", name="selection.approve", what=APPROVING, test=test)
acts(
    "scope.mentor_grades",
    on="action",
    name="pair.form",
    what=_("A mentor leads only pairs that the grade permits."),
    test=RULES + "test_grade_decides_which_pairs_a_mentor_leads",
)
acts(
    "selection.portfolio",
    on="action",
    name="curator.appoint",
    what=_("A curator is not appointed without one where the act wants it."),
    test=RULES + "test_curators_portfolio_is_wanted_where_the_act_says_so",
)
for key, test in (
    ("selection.commission_size", "test_commission_has_the_size_of_the_act"),
    ("selection.commission_members", "test_commission_has_the_seats_of_the_act"),
):
    what = _("The commission is not formed against it.")
    acts(key, on="action", name="selection.commission", what=what, test=RULES + test)
for key, test in (
    ("selection.interview", "test_interview_is_reminded_of"),
    ("selection.training", "test_training_is_reminded_of"),
):
    what = _("The candidate's page reminds of it until it is recorded.")
    acts(key, on="page", name="selection:candidacy", what=what, test=RULES + test)
for name in ("pair.prepare_order", "pair.replace_mentor"):
    acts(
        "pairing.mentor_appointment",
        on="action",
        name=name,
        what=_("The order names only mentors appointed by the act of this kind."),
        test=ACTIONS + "test_pair_gets_no_order_before_its_mentor_is_appointed",
    )
acts(
    "pairing.mentor_appointment",
    on="action",
    name="selection.approve",
    what=_("Approval makes this act: an order for the head, or the head's own approval."),
    test=ACTIONS + "test_head_approves_at_once_where_no_order_is_named",
)
for key, test in (
    ("curator.appointed_by", "test_curator_is_appointed_by_whom_the_act_names"),
    ("curator.may_be_external", "test_external_curator_needs_an_act_that_permits_one"),
    ("curator.count", "test_number_of_curators_is_the_acts"),
):
    what = _("A curator is not appointed against it.")
    acts(key, on="action", name="curator.appoint", what=what, test=RULES + test)
    acts(
        key,
        on="action",
        name="membership.grant",
        what=_("The curator's access is not given against it."),
        test=RULES + "test_access_of_a_curator_follows_the_act",
    )
for name, what in (
    ("body.form", _("A body that the act does not name is not entered.")),
    ("selection.commission", _("No commission is formed where the act names its bodies and has none.")),
    ("membership.grant", _("Nobody gets access as a body that the act does not name.")),
):
    acts("bodies", on="action", name=name, what=what, test=RULES + "test_body_takes_part_where_the_act_names_it")
acts(
    "bodies",
    on="page",
    name="selection:bodies",
    what=_("Bodies stand here under the names that the school gives them."),
    test="tests/school/selection/test_pages.py::test_bodies_stand_under_the_schools_names",
)
acts(
    "incentives.rating",
    on="action",
    name="rating.compute",
    what=_("No rating is computed where the act provides for none."),
    test=ACTIONS + "test_rating_needs_an_act_that_provides_for_one",
)
