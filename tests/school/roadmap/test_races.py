"""Two or many at once: the year is turned once, a term is either done or given up, no circle slips in."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from apps.school.roadmap import actions, dependencies
from apps.school.roadmap.models import Dependency, Event, Roadmap, Term
from kernel.clock import today
from kernel.errors import DomainError
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.roadmap import ACTING, build, change, events_of, make_running, term_of

AT_ONCE = 8


def outcomes(school: School, act: Callable[[int], object]) -> list[str]:
    """``act`` in eight threads, each with its own connection: "done" or the code of the refusal."""

    def one(number: int) -> str:
        try:
            with enter_school(school):
                act(number)
            return "done"
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return sorted(pool.map(one, range(AT_ONCE)))


def test_what_many_do_at_once_is_done_once(transactional_db: None) -> None:
    school = School.objects.get(slug="alpha")
    with enter_school(school):
        draft = build("")
        stage = draft.stages.all()[0]
        for title in "АБ":
            actions.add_event(stage=stage, title=title, when=[], responsible=[], acting=ACTING)
        rows = events_of(draft)

    def tie(number: int) -> None:
        chosen = rows if number % 2 else rows[::-1]
        event, other = (Event.objects.select_related("stage__roadmap").get(pk=row.pk) for row in chosen)
        change(event, needs=[other])

    assert set(outcomes(school, tie)) == {"done", "roadmap_circle"}
    with enter_school(school):
        waits = dependencies.waits_of(Event.objects.filter(stage=stage).prefetch_related("needs"))
        assert dependencies.circle(waits) == []
        assert Dependency.objects.count() == 1
        roadmap = make_running()
        term = term_of(roadmap)

    def close(number: int) -> None:
        if number % 2:
            actions.mark_term(term=term, done_on=today(), acting=ACTING)
        else:
            actions.drop_term(term=term, reason="Не нужно", acting=ACTING)

    assert outcomes(school, close).count("done") == 1
    with enter_school(school):
        keys = [row.pk for row in Term.objects.filter(event__stage__roadmap=roadmap, done_on=None, dropped_on=None)]

    def turn(number: int) -> None:
        actions.turn_year(roadmap=roadmap, carried=keys, reasons={}, acting=ACTING)

    assert outcomes(school, turn) == ["done", *["roadmap_turned"] * (AT_ONCE - 1)]
    with enter_school(school):
        assert Roadmap.objects.filter(copied_from=roadmap).count() == 1
        assert Term.objects.filter(carried_from__isnull=False).count() == len(keys)
