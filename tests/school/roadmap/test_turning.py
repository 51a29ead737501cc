"""The year is turned: what moves on, what is closed, and that it happens once."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from apps.school.roadmap import actions, queries, turning
from apps.school.roadmap.errors import TurnedAlready
from apps.school.roadmap.models import Event, Roadmap, Term
from kernel.clock import at, today
from kernel.errors import Conflict, InputError, RuleViolation
from tenants.organisations.models import School
from tests.support.people import make_person
from tests.support.regulation import adopted
from tests.support.roadmap import ACTING, build, change, events_of, fill

JUNE = datetime.datetime(2027, 6, 15, 9, tzinfo=datetime.UTC)
YEAR: dict[str, Any] = {"starts_on": datetime.date(2026, 9, 1), "ends_on": datetime.date(2027, 8, 31)}


@pytest.fixture
def year(in_alpha: School) -> Roadmap:
    """Three rows of 2026/2027: one for once, one that comes every May, one that was done."""
    with at(JUNE):
        roadmap = fill(build(**YEAR))
        [once, yearly, done] = events_of(roadmap)[:3]
        Event.objects.exclude(pk__in=[once.pk, yearly.pk, done.pk]).delete()
        change(once, when=[{"rule": "day", "date": "2027-05-20"}], persons=[make_person()], auto_tick="")
        change(yearly, when=[{"rule": "months", "months": [5]}], needs=[once], auto_tick="")
        change(done, when=[{"rule": "day", "date": "2027-03-01"}], auto_tick="")
        roadmap = actions.approve_roadmap(roadmap=roadmap, acting=ACTING)
        actions.mark_term(term=done.terms.get(), done_on=datetime.date(2027, 3, 1), acting=ACTING)
    return roadmap


def left(roadmap: Roadmap) -> list[turning.Left]:
    return turning.left_of(queries.table_of(roadmap))


def test_preview_tells_what_is_open_and_what_comes_again_by_itself(year: Roadmap) -> None:
    assert [(each.event.position, each.returns) for each in left(year)] == [(1, False), (2, True)]
    assert turning.next_period(year) == (datetime.date(2027, 9, 1), datetime.date(2028, 8, 31))


def test_year_is_turned_in_one_step(year: Roadmap) -> None:
    with at(JUNE):
        [once, yearly] = [each.term for each in left(year)]
        following = actions.turn_year(
            roadmap=year, carried=[once.pk], reasons={yearly.pk: "Повторится в мае"}, acting=ACTING
        )
        old = Roadmap.objects.get(pk=year.pk)
        assert (old.state, old.closed_on, old.rolled_into) == (Roadmap.State.CLOSED, today(), following)
        assert (following.is_draft, following.starts_on) == (True, datetime.date(2027, 9, 1))
        carried = Term.objects.get(carried_from=once)
        assert (carried.event.title, carried.due_on) == (once.event.title, datetime.date(2027, 9, 30))
        [first, second, _third] = events_of(following)
        assert {row.needed for row in second.needs.all()} == {first}
        assert first.persons.count() == 1
        reasons = dict(Term.objects.filter(event__stage__roadmap=year).values_list("pk", "drop_reason"))
        assert following.title in reasons[once.pk]
        assert reasons[yearly.pk] == "Повторится в мае"
        assert left(old) == []


def test_carried_term_outlives_changes_of_its_row(year: Roadmap) -> None:
    with at(JUNE):
        [once, yearly] = [each.term for each in left(year)]
        actions.turn_year(roadmap=year, carried=[once.pk], reasons={yearly.pk: "…"}, acting=ACTING)
        carried = Term.objects.get(carried_from=once)
        change(carried.event, when=[{"rule": "months", "months": [12]}])
        assert Term.objects.get(pk=carried.pk).due_on == datetime.date(2027, 9, 30)


def test_year_is_turned_once(year: Roadmap) -> None:
    with at(JUNE):
        keys = [each.term.pk for each in left(year)]
        following = actions.turn_year(roadmap=year, carried=keys, reasons={}, acting=ACTING)
        with pytest.raises(TurnedAlready):
            actions.turn_year(roadmap=year, carried=keys, reasons={}, acting=ACTING)
        assert Roadmap.objects.count() == 2
        with pytest.raises(Conflict):
            actions.discard_roadmap(roadmap=following, acting=ACTING)


def test_every_open_event_is_decided_on_with_a_reason(year: Roadmap) -> None:
    with at(JUNE):
        [once, yearly] = [each.term for each in left(year)]
        with pytest.raises(Conflict):
            actions.turn_year(roadmap=year, carried=[once.pk], reasons={}, acting=ACTING)
        with pytest.raises(InputError):
            actions.turn_year(roadmap=year, carried=[once.pk], reasons={yearly.pk: " "}, acting=ACTING)
        assert Roadmap.objects.get().is_running


def test_copy_made_before_takes_what_goes_on(year: Roadmap) -> None:
    with at(JUNE):
        copy = actions.copy_roadmap(roadmap=year, acting=ACTING)
        [once, yearly] = [each.term for each in left(year)]
        actions.remove_event(event=events_of(copy)[0], acting=ACTING)  # its row is no longer there
        following = actions.turn_year(roadmap=year, carried=[once.pk, yearly.pk], reasons={}, acting=ACTING)
        assert following == copy
        rows = Term.objects.filter(carried_from__isnull=False).select_related("event__stage")
        assert {term.event.title for term in rows} == {once.event.title, yearly.event.title}
        assert {term.event.stage.roadmap_id for term in rows} == {copy.pk}


def test_year_is_not_turned_before_its_monitoring_was_held(in_alpha: School) -> None:
    adopted("cit")
    with at(JUNE):
        roadmap = actions.approve_roadmap(roadmap=build("main", **YEAR), acting=ACTING)
        keys = [each.term.pk for each in left(roadmap)]
        with pytest.raises(RuleViolation):
            actions.turn_year(roadmap=roadmap, carried=keys, reasons={}, acting=ACTING)
