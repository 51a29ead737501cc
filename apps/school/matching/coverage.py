"""Where the matching holds to the regulation. It asks the rules of a pair of every two people of a cohort."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.pairs.choosing import CRITERIA_KEY
from apps.school.regulation.places import acts
from apps.school.regulation.rules.survey import PREFERENCE

from .gathering import GROUP_LIMIT, GROUP_MIN

TESTS = "tests/school/matching/test_proposals.py::"
PAGES = "tests/school/matching/test_pages.py::"

acts(
    GROUP_LIMIT,
    on="action",
    name="matching.solve",
    what=_("No mentor of a proposal has more mentees than the act permits; who is full is told with its clause."),
    test=TESTS + "test_limit_of_the_act_bars_with_its_clause_by_pairing_max_mentees",
)
acts(
    GROUP_MIN,
    on="action",
    name="matching.solve",
    what=_("No group of a proposal is smaller than the act wants."),
    test=TESTS + "test_groups_fill_up_to_their_size_and_never_stay_too_small",
)
acts(
    PREFERENCE,
    on="action",
    name="matching.solve",
    what=_("Who has not answered the survey of preferences is not paired before, where the act wants it."),
    test=TESTS + "test_survey_of_preferences_is_waited_for_by_pairing_preference_survey",
)
acts(
    CRITERIA_KEY,
    on="page",
    name="matching:why",
    what=_("The reasons of a proposed pair are told in the order of these criteria."),
    test=PAGES + "test_reasons_follow_the_criteria_of_the_act",
)
