"""Where questionnaires hold to the regulation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts

RULES = "tests/school/questionnaires/test_rules.py::"

acts(
    "monitoring.instruments",
    on="action",
    name="survey.run",
    what=_("A survey of the monitoring is held only with an instrument named there."),
    test=RULES + "test_survey_is_held_with_an_instrument_of_the_act",
)
acts(
    "pairing.preference_survey",
    on="action",
    name="pair.form",
    what=_("No pair is proposed before those who were at the meeting have said with whom they want to work."),
    test="tests/school/pairs/test_wishes.py::test_pair_waits_for_what_its_people_prefer",
)
