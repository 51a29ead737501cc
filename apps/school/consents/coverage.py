"""Where the ledger of consents holds to the regulation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts

acts(
    "data.pd_consent",
    on="reminder",
    name="consents.ending",
    what=_("Consents that end by their term or at 18 are listed in good time and renewed by links."),
    test="tests/school/today/test_ledger.py::test_consents_that_end_wait_with_the_first_last_day",
)
