"""What the region keeps and reads."""

from __future__ import annotations

import datetime
import zoneinfo

import pytest
from django.test.utils import CaptureQueriesContext

from apps.region.statistics import queries
from apps.region.statistics.intake import TermsReport, accept_terms, note_asked
from apps.region.statistics.models import IndicatorSnapshot
from apps.region.statistics.outlook import NIGHT_SECONDS, late_schools, moment_of
from apps.region.statistics.permissions import Scope, scope_of
from kernel import clock
from kernel.clock import now, today
from tenants.isolation.backend import connection
from tenants.isolation.scoping import UnscopedAccess
from tenants.organisations.models import Municipality, School, SchoolTerms
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
    assert SchoolTerms.objects.of(alpha.pk).get().values == {"term.max_months": {"value": 2}}


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
    assert late_schools(10) == [beta]


def test_school_wakes_at_its_own_moment_after_its_own_midnight(alpha: School, beta: School) -> None:
    day = datetime.date(2026, 3, 2)
    midnight = datetime.datetime.combine(day, datetime.time(), tzinfo=zoneinfo.ZoneInfo(alpha.zone))
    for school in (alpha, beta):
        report(school)
    IndicatorSnapshot.objects.of_all_schools().update(day=day - datetime.timedelta(days=1))
    own = midnight + datetime.timedelta(seconds=moment_of(alpha.pk, NIGHT_SECONDS))
    with clock.at(own - datetime.timedelta(seconds=1)):
        assert alpha not in late_schools(10)
        assert beta in late_schools(10)  # two hours east
    with clock.at(own):
        assert alpha in late_schools(10)


def test_a_region_of_one_zone_wakes_bit_by_bit() -> None:
    moments = sorted(moment_of(number, NIGHT_SECONDS) for number in range(1, 1001))
    busiest = max(sum(start <= moment < start + 60 for moment in moments) for start in range(0, NIGHT_SECONDS, 60))
    assert busiest <= 20  # of a thousand schools, in any minute of the hour
    assert len(set(moments)) == 1000


@pytest.mark.usefixtures("alpha", "beta")
def test_a_thousand_schools_are_sent_in_bounded_rounds() -> None:
    place = Municipality.objects.order_by("pk")[0]
    School.objects.bulk_create(
        School(schema_name=f"s_m{n}", slug=f"m{n}", name=f"{n}", short_name=f"{n}", municipality=place, state="ready")
        for n in range(1000)
    )
    sent: list[int] = []
    with CaptureQueriesContext(connection) as captured:
        while found := late_schools(200):
            sent += [school.pk for school in found]
            note_asked([school.pk for school in found], now())
    assert len(sent) == len(set(sent)) == 1002
    assert asked(captured) == 6 * 2 + 1  # a read and an upsert a round, and the empty read at the end


def test_school_without_report_leads_the_attention_list(alpha: School, beta: School) -> None:
    report(alpha, novices=4, novices_covered=4)
    assert [school.slug for school in queries.lagging(REGION, today())] == ["beta"]


def test_freshness_tells_silent_late_and_oldest(alpha: School, beta: School) -> None:
    made = [make_school(number) for number in range(3)]
    report(alpha)
    report(beta, days_ago=3)
    report(made[0], days_ago=2)
    found = queries.freshness(REGION, today())
    assert (found.known, found.silent, found.late, found.oldest) == (5, 2, 2, beta)
    assert found.oldest_at == IndicatorSnapshot.objects.of(beta.pk).get().taken_at


def test_freshness_of_a_region_without_reports(alpha: School, beta: School) -> None:
    found = queries.freshness(REGION, today())
    assert (found.known, found.silent, found.late, found.oldest, found.oldest_at) == (2, 2, 0, None, None)


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
        queries.freshness(REGION, today())
    assert asked(captured) == 7
