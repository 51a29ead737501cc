"""Where growth holds to the regulation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts
from apps.school.regulation.rules.survey import INSTRUMENTS

acts(
    INSTRUMENTS,
    on="reminder",
    name="growth.entry",
    what=_("Where the diagnostics of competencies is among them, the curator is reminded of mentees without one."),
    test="tests/school/growth/test_today.py::test_curator_is_reminded_of_mentees_without_diagnostics",
)
