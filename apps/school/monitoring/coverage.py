"""Where the monitoring holds to the regulation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts
from apps.school.regulation.rules.monitoring import BEFORE_AFTER, INDICATORS, REPORTS, STATISTICS
from apps.school.regulation.rules.survey import INSTRUMENTS

TESTS = "tests/school/monitoring/test_runs.py::"

acts(
    INSTRUMENTS,
    on="action",
    name="monitoring.run",
    what=_("A monitoring is begun only with instruments named there."),
    test=TESTS + "test_run_is_held_with_instruments_of_the_act",
)
acts(
    BEFORE_AFTER,
    on="action",
    name="programme.complete",
    what=_("A programme is not completed before its mentees are measured a second time."),
    test=TESTS + "test_programme_waits_for_the_second_measurement",
)
acts(
    REPORTS,
    on="action",
    name="programme.complete",
    what=_("A programme is not completed before the documents about its mentees are approved."),
    test=TESTS + "test_programme_waits_for_the_documents_of_its_mentees",
)
acts(
    REPORTS,
    on="action",
    name="monitoring.close_run",
    what=_("The year is not closed before its reports are approved."),
    test=TESTS + "test_year_is_closed_with_the_reports_of_the_act",
)
acts(
    INDICATORS,
    on="page",
    name="monitoring:run",
    what=_("Each indicator is counted, or filled in with evidence."),
    test=TESTS + "test_every_indicator_of_the_act_is_counted_or_asked_for",
)
acts(
    INDICATORS,
    on="reminder",
    name="monitoring.indicators",
    what=_("The curator is reminded of indicators without a value."),
    test="tests/school/today/test_monitoring.py::test_curator_is_reminded_of_empty_indicators",
)
acts(
    STATISTICS,
    on="action",
    name="statistics.export",
    what=_("Numbers for statistics are not handed out with gaps."),
    test=TESTS + "test_statistics_with_gaps_are_not_handed_out",
)
