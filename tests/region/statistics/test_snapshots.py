"""What the region keeps and reads."""

from __future__ import annotations

import datetime

import pytest
from django.test.utils import CaptureQueriesContext

from apps.region.statistics import queries
from apps.region.statistics.intake import TermsReport, accept_terms
from apps.region.statistics.models import IndicatorSnapshot
from apps.region.statistics.outlook import schools_without_today
from apps.region.statistics.permissions import Scope, scope_of
from kernel.clock import now, today
from tenants.isolation.backend import connection
from tenants.isolation.scoping import UnscopedAccess
from tenants.organisations.models import School, SchoolTerms
from tests.support.cast import acting_as
from tests.support.statistics import asked, make_school, report

REGION = Scope(None)


def test_report_twice_a_day_leaves_the_latest(alpha: School) -> None:
    report(alpha, mentors=5)
    report(alpha, mentors=7)
    assert [row.mentors for row in IndicatorSnapshot.objects.of(alpha.pk)] == [7]


def test_terms_replace_earlier_ones(alpha: School) -> None:
    for number in (1, 2):
        accept_terms(TermsReport(alpha.pk, number, now(), {"term.max_months": {"value": number}}))
    assert SchoolTerms.objects.get(school=alpha).values == {"term.max_months": {"value": 2}}


def test_totals_take_the_latest_snapshot_of_each_school(alpha: School, beta: School) -> None:
    report(alpha, days_ago=3, mentors=1)
    report(alpha, mentors=5)
    report(beta, days_ago=2, mentors=4)
    found = queries.totals(REGION, today())
    assert (found.schools, found.mentors) == (2, 9)


def test_totals_of_an_earlier_day_do_not_know_later_snapshots(alpha: School) -> None:
    report(alpha, days_ago=40, mentors=1)
    report(alpha, mentors=5)
    assert queries.totals(REGION, today() - datetime.timedelta(days=30)).mentors == 1


def test_suspended_school_does_not_count(alpha: School, beta: School) -> None:
    report(alpha)
    report(beta)
    School.objects.filter(pk=beta.pk).update(state=School.State.SUSPENDED)
    assert queries.totals(REGION, today()).schools == 1


def test_school_east_of_the_region_counts_with_its_tomorrow(alpha: School) -> None:
    report(alpha, days_ago=-1, mentors=8)
    assert queries.totals(REGION, today()).mentors == 8


def test_municipality_without_reports_is_shown(alpha: School, beta: School) -> None:
    report(alpha)
    lines = queries.by_municipality(REGION, today())
    assert [(line.known, line.totals.schools) for line in lines] == [(1, 1), (1, 0)]


def test_trend_carries_the_last_number_on(alpha: School, beta: School) -> None:
    report(alpha, days_ago=10, mentors=1)
    report(alpha, days_ago=4, mentors=3)
    report(beta, days_ago=2, mentors=5)
    days = [today() - datetime.timedelta(days=back) for back in (20, 8, 4, 0)]
    assert [point.totals.mentors for point in queries.trend(REGION, days)] == [0, 1, 3, 8]


def test_trend_of_one_school_leaves_others_out(alpha: School, beta: School) -> None:
    report(alpha, mentors=3)
    report(beta, mentors=5)
    assert [point.totals.mentors for point in queries.trend(REGION, [today()], alpha.pk)] == [3]


def test_municipal_coordinator_sees_the_own_municipality(alpha: School, beta: School) -> None:
    report(alpha, mentors=3)
    report(beta, mentors=5)
    scope = scope_of(acting_as("municipal_coordinator"))
    assert queries.totals(scope, today()).mentors == 3
    assert queries.municipality(scope, beta.municipality.code) is None
    assert queries.school(scope, beta.slug) is None


def test_school_behind_is_found(alpha: School, beta: School) -> None:
    report(alpha)
    report(beta, days_ago=1)
    assert schools_without_today(10) == (beta.pk,)


def test_school_without_report_leads_the_attention_list(alpha: School, beta: School) -> None:
    report(alpha, novices=4, novices_covered=4)
    assert [school.slug for school in queries.lagging(REGION, today())] == ["beta"]


def test_snapshots_refuse_unscoped_access(alpha: School) -> None:
    with pytest.raises(UnscopedAccess):
        IndicatorSnapshot.objects.all()


@pytest.mark.parametrize("count", [1, 30])
def test_reads_are_constant(alpha: School, count: int) -> None:
    for number in range(count):
        report(make_school(number))
    with CaptureQueriesContext(connection) as captured:
        queries.totals(REGION, today())
        queries.by_municipality(REGION, today())
        queries.trend(REGION, [today()])
        queries.lagging(REGION, today())
        queries.silent_schools(REGION, today())
    assert asked(captured) == 6
