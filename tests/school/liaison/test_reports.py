"""From a change in the school to the region's snapshot."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test.utils import CaptureQueriesContext

from apps.region.statistics.models import IndicatorSnapshot
from apps.region.statistics.outlook import ANSWER_PATIENCE, late_schools
from apps.school.journal import queries as journal
from apps.school.journal.models import SchoolAudit
from apps.school.liaison import reporting, tasks
from apps.school.monitoring.queries import indicators
from apps.school.people.actions import add_person
from kernel import clock
from kernel.acting import system_actor
from kernel.clock import now, today
from kernel.locks import LockSpace
from tenants.isolation.backend import connection
from tenants.isolation.context import enter_school
from tenants.journal.marks import mark_school
from tenants.journal.models import SchoolChange
from tenants.organisations.models import School, SchoolTerms
from tests.support.database import another_session
from tests.support.exchange import make_remote_pair
from tests.support.people import make_mentee, make_mentor
from tests.support.regulation import adopted
from tests.support.statistics import asked

RunJobs = Callable[[], Any]


def snapshot_of(school: School) -> IndicatorSnapshot:
    with enter_school(school):
        return IndicatorSnapshot.objects.of(school.pk).get(day=today())


def hire() -> None:
    """An act of the school that changes a number."""
    add_person(kind="employee", data={"last_name": "Новикова", "first_name": "Анна"}, acting=system_actor("tests"))


def test_change_reaches_the_region(alpha: School, run_jobs: RunJobs) -> None:
    with enter_school(alpha), run_jobs():
        make_mentee()
        mark_school(alpha, "test.change")
    with enter_school(alpha):
        assert snapshot_of(alpha).pedagogues == 1
    assert not SchoolChange.objects.of(alpha.pk).exists()


def test_report_leaves_no_mark_and_no_audit_row(in_alpha: School) -> None:
    before = SchoolAudit.objects.count()
    reporting.send_indicators()
    assert SchoolAudit.objects.count() == before
    assert not SchoolChange.objects.of(in_alpha.pk).exists()


def test_mark_written_while_counting_is_kept(in_alpha: School, monkeypatch: pytest.MonkeyPatch) -> None:
    mark_school(in_alpha, "test.before")
    count = indicators

    def slow(**arguments: Any) -> Any:
        mark_school(in_alpha, "test.meanwhile")
        return count(**arguments)

    monkeypatch.setattr(reporting, "indicators", slow)
    reporting.send_indicators()
    assert [mark.code for mark in SchoolChange.objects.of(in_alpha.pk)] == ["test.meanwhile"]
    assert reporting.is_behind(in_alpha)


def test_terms_of_the_regulation_go_outward(in_alpha: School) -> None:
    adopted("gymnasium-35", types__speed_max_minutes=20)
    reporting.send_indicators()
    term = SchoolTerms.objects.of(in_alpha.pk).get().values["types.speed_max_minutes"]
    assert (term["value"], term["clause"], term["origin"]) == (20, "п. 99", "school")
    assert "20" in term["text"]


def test_regional_default_says_so_outward(in_alpha: School) -> None:
    adopted("gymnasium-35")
    reporting.send_indicators()
    values = SchoolTerms.objects.of(in_alpha.pk).get().values
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
        mark_school(in_alpha, "test.change")
    reporting.send_indicators()
    for _number in range(count):
        mark_school(in_alpha, "test.change")
    with CaptureQueriesContext(connection) as captured:
        reporting.send_indicators()
    assert asked(captured) == 14  # the numbers, the marks, the terms and the profile are one statement each


def test_sweep_sends_schools_with_old_marks(alpha: School, beta: School, run_jobs: RunJobs) -> None:
    for school in (alpha, beta):
        with enter_school(school):
            reporting.send_indicators()
    SchoolChange.objects.create(school=beta, code="test.lost")
    SchoolChange.objects.of(beta.pk).update(at=now() - datetime.timedelta(seconds=11))
    with run_jobs():
        assert tasks.sweep.apply().get() == 1
    assert not SchoolChange.objects.of(beta.pk).exists()


def test_sweep_waits_for_fresh_marks(alpha: School, beta: School) -> None:
    for school in (alpha, beta):
        with enter_school(school):
            reporting.send_indicators()
    SchoolChange.objects.create(school=alpha, code="test.fresh")
    assert late_schools(10) == []


def test_sweep_refreshes_yesterdays_snapshots(alpha: School, beta: School, run_jobs: RunJobs) -> None:
    with run_jobs():
        assert tasks.sweep.apply().get() == 2
    with run_jobs():
        assert tasks.sweep.apply().get() == 0
    assert snapshot_of(alpha).pedagogues == 0


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, alpha: School, beta: School) -> list[tuple[str, float]]:
    """Schools that were sent to report, and after how many seconds, by the round; none of them does report."""
    found: list[tuple[str, float]] = []
    monkeypatch.setattr(
        tasks.report_changes, "send_to", lambda school, countdown: found.append((school.slug, countdown))
    )
    return found


def test_sweep_does_not_send_a_waiting_school_again(sent: list[tuple[str, float]]) -> None:
    tasks.sweep.apply().get()
    tasks.sweep.apply().get()
    assert sorted(slug for slug, _countdown in sent) == ["alpha", "beta"]
    with clock.at(now() + ANSWER_PATIENCE + datetime.timedelta(seconds=1)):
        tasks.sweep.apply().get()
    assert len(sent) == 4


def test_sweep_spreads_its_messages(sent: list[tuple[str, float]]) -> None:
    tasks.sweep.apply().get()
    delays = [countdown for _slug, countdown in sent]
    assert len(set(delays)) == 2
    assert all(0 <= delay < tasks.ROUND_SECONDS for delay in delays)


def test_sweep_is_bounded_and_fair(sent: list[tuple[str, float]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "SWEPT_AT_ONCE", 1)
    tasks.sweep.apply().get()
    with clock.at(now() + ANSWER_PATIENCE * 2):
        tasks.sweep.apply().get()
    assert [slug for slug, _countdown in sent] == ["alpha", "beta"]


def test_two_rounds_at_once_are_one(sent: list[tuple[str, float]]) -> None:
    with another_session() as other:
        other.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [LockSpace.ROUNDS, tasks.report_changes.name])
        assert tasks.sweep.apply().get() == 0
    assert tasks.sweep.apply().get() == 2


def test_a_mark_lost_with_its_message_is_found_by_comparing(alpha: School, run_jobs: RunJobs) -> None:
    with enter_school(alpha):
        reporting.send_indicators()
        assert not tasks.compare_journal.run()
        hire()
        SchoolChange.objects.of(alpha.pk).delete()
        assert snapshot_of(alpha).pedagogues == 0
    with run_jobs():
        tasks.compare.apply().get()
    assert snapshot_of(alpha).pedagogues == 1
    with enter_school(alpha):
        assert not reporting.has_lost_a_mark(alpha)


def test_comparing_leaves_to_marks_what_marks_tell(in_alpha: School) -> None:
    reporting.send_indicators()
    hire()
    assert reporting.is_behind(in_alpha)
    assert not reporting.has_lost_a_mark(in_alpha)


def test_act_that_began_earlier_and_was_committed_later_is_noticed(in_alpha: School) -> None:
    """Its key is smaller than the newest one that the report saw."""
    before = SchoolAudit.objects.create(at=now(), actor_name="", code="test.before")
    SchoolAudit.objects.create(pk=before.pk + 2, at=now(), actor_name="", code="test.newest")
    reporting.send_indicators()
    assert not reporting.has_lost_a_mark(in_alpha)
    SchoolAudit.objects.create(pk=before.pk + 1, at=now(), actor_name="", code="test.late")
    assert reporting.has_lost_a_mark(in_alpha)


def test_long_journal_is_compared_by_its_end(in_alpha: School) -> None:
    SchoolAudit.objects.bulk_create(SchoolAudit(at=now(), actor_name="", code="test") for _number in range(1500))
    reporting.send_indicators()
    assert journal.position().rows == journal.LOOK_BACK
    assert not reporting.has_lost_a_mark(in_alpha)


def test_schools_compare_once_an_hour(alpha: School, beta: School) -> None:
    assert tasks.compare.apply().get() == 2
    assert tasks.compare.apply().get() == 0
    with clock.at(now() + datetime.timedelta(hours=1, seconds=1)):
        assert tasks.compare.apply().get() == 2


def test_rounds_are_on_the_clock() -> None:
    planned = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.sweep.name, tasks.compare.name} <= planned
