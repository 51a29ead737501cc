"""From a change in the school to the region's snapshot."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test.utils import CaptureQueriesContext

from apps.region.statistics.models import IndicatorSnapshot
from apps.school.journal.models import SchoolAudit
from apps.school.liaison import queries, reporting, tasks
from apps.school.monitoring.queries import indicators
from kernel.clock import now, today
from tenants.isolation.backend import connection
from tenants.isolation.context import enter_school
from tenants.journal.marks import mark_school
from tenants.journal.models import SchoolChange
from tenants.organisations.models import School, SchoolTerms
from tests.support.exchange import make_remote_pair
from tests.support.people import make_mentee, make_mentor
from tests.support.regulation import adopted
from tests.support.statistics import asked

RunJobs = Callable[[], Any]


def snapshot_of(school: School) -> IndicatorSnapshot:
    return IndicatorSnapshot.objects.of(school.pk).get(day=today())


def test_change_reaches_the_region(alpha: School, run_jobs: RunJobs) -> None:
    with enter_school(alpha), run_jobs():
        make_mentee()
        mark_school(alpha, "test.change")
    with enter_school(alpha):
        assert snapshot_of(alpha).pedagogues == 1
    assert not SchoolChange.objects.filter(school=alpha).exists()


def test_report_leaves_no_mark_and_no_audit_row(in_alpha: School) -> None:
    before = SchoolAudit.objects.count()
    reporting.send_indicators()
    assert SchoolAudit.objects.count() == before
    assert not SchoolChange.objects.filter(school=in_alpha).exists()


def test_mark_written_while_counting_is_kept(in_alpha: School, monkeypatch: pytest.MonkeyPatch) -> None:
    mark_school(in_alpha, "test.before")
    count = indicators

    def slow(**arguments: Any) -> Any:
        mark_school(in_alpha, "test.meanwhile")
        return count(**arguments)

    monkeypatch.setattr(reporting, "indicators", slow)
    reporting.send_indicators()
    assert [mark.code for mark in SchoolChange.objects.filter(school=in_alpha)] == ["test.meanwhile"]
    assert reporting.is_behind(in_alpha)


def test_terms_of_the_regulation_go_outward(in_alpha: School) -> None:
    adopted("gymnasium-35", types__speed_max_minutes=20)
    reporting.send_indicators()
    term = SchoolTerms.objects.get(school=in_alpha).values["types.speed_max_minutes"]
    assert (term["value"], term["clause"], term["origin"]) == (20, "п. 99", "school")
    assert "20" in term["text"]


def test_regional_default_says_so_outward(in_alpha: School) -> None:
    adopted("gymnasium-35")
    reporting.send_indicators()
    values = SchoolTerms.objects.get(school=in_alpha).values
    assert {term["origin"] for term in values.values()} == {"school", "region"}
    assert all(term["clause"] for term in values.values())


def test_remote_pair_counts_in_both_schools(alpha: School, beta: School) -> None:
    make_remote_pair(alpha, beta)
    for school in (alpha, beta):
        with enter_school(school):
            reporting.send_indicators()
    mentors_side, mentees_side = snapshot_of(alpha), snapshot_of(beta)
    assert (mentors_side.mentors, mentors_side.pairs_active, mentors_side.pairs_led_elsewhere) == (1, 1, 0)
    assert (mentees_side.mentees, mentees_side.pairs_active, mentees_side.pairs_led_elsewhere) == (1, 1, 1)
    assert mentees_side.novices_covered == 1


@pytest.mark.parametrize("count", [1, 30])
def test_report_asks_constantly(in_alpha: School, count: int) -> None:
    adopted("gymnasium-35")
    for _number in range(count):
        make_mentor(consents=False)
    reporting.send_indicators()
    with CaptureQueriesContext(connection) as captured:
        reporting.send_indicators()
    assert asked(captured) <= 16


def test_sweep_sends_schools_with_old_marks(alpha: School, beta: School, run_jobs: RunJobs) -> None:
    for school in (alpha, beta):
        with enter_school(school):
            reporting.send_indicators()
    mark = SchoolChange.objects.create(school=beta, code="test.lost")
    SchoolChange.objects.filter(pk=mark.pk).update(at=now() - datetime.timedelta(seconds=11))
    with run_jobs():
        assert tasks.sweep.apply().get() == 1
    assert not SchoolChange.objects.filter(school=beta).exists()


def test_sweep_waits_for_fresh_marks(alpha: School, beta: School) -> None:
    SchoolChange.objects.create(school=alpha, code="test.fresh")
    assert queries.schools_with_old_marks(10) == []


def test_sweep_refreshes_yesterdays_snapshots(alpha: School, beta: School, run_jobs: RunJobs) -> None:
    with run_jobs():
        assert tasks.sweep.apply().get() == 2
    with run_jobs():
        assert tasks.sweep.apply().get() == 0
    assert snapshot_of(alpha).pedagogues == 0


@pytest.mark.usefixtures("alpha", "beta")
def test_sweep_does_not_send_a_waiting_school_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(tasks.report_changes, "send_to", lambda school: sent.append(school.slug))
    tasks.sweep.apply().get()
    tasks.sweep.apply().get()
    assert sorted(sent) == ["alpha", "beta"]
    cache.clear()


def test_sweep_is_bounded(alpha: School, beta: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "SWEPT_AT_ONCE", 1)
    monkeypatch.setattr(tasks.report_changes, "send_to", lambda school: None)
    assert tasks.sweep.apply().get() == 1
