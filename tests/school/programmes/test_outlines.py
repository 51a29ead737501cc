"""Outlines: a programme without people and dates, laid onto another term. Pure."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from apps.school.programmes import house, outlines
from apps.school.programmes.editing import GoalRow, Row
from apps.school.programmes.outlines import Outline, OutlineRow, Term
from apps.school.programmes.rules import INDIVIDUAL_PLAN
from apps.school.regulation.catalogue import catalogue
from tests.school.regulation.acts import school

NAMES = {"наставник": ("Иванова", "Анна", "Петровна"), "наставляемый": ("Роман", "Ян", "")}
DAY = datetime.date


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Урок Ивановой А. П. в 7 «Б»", "Урок [наставник] в 7 «Б»"),
        ("Анна Петровна покажет приём", "[наставник] покажет приём"),
        ("Доклад с А. П. Ивановой", "Доклад с [наставник]"),
        ("Роману Яну дать роман", "[наставляемый] дать роман"),
        ("Разбор урока", "Разбор урока"),
    ],
)
def test_names_give_way_to_who_they_were(text: str, said: str) -> None:
    assert outlines.without_names(text, NAMES) == said


def test_terms_are_shares_that_fit_another_term() -> None:
    old = Term(DAY(2025, 9, 1), DAY(2026, 5, 31))
    row = Row("Открытый урок Ивановой", due_on=DAY(2026, 1, 15), starts_on=DAY(2025, 9, 1), responsible="both")
    goal = GoalRow("Цель", "показатель", Decimal("80.00"), "%", Decimal(40))
    found = outlines.outline(old, {"problem": "Анна теряет класс", "tasks": "Три задачи"}, [goal], [row], NAMES)
    assert found.note == {"tasks": "Три задачи"}
    assert (found.rows[0].title, found.rows[0].begins, found.rows[0].at) == ("Открытый урок [наставник]", 0, 50)
    assert outlines.goal_row(found.goals[0]).initial is None
    new = Term(DAY(2026, 9, 1), DAY(2026, 12, 10))
    dated = outlines.dated(found.rows, new)[0]
    assert (dated.starts_on, dated.due_on) == (DAY(2026, 9, 1), DAY(2026, 10, 21))
    assert outlines.dated([OutlineRow("Без срока")], new)[0].due_on == new.last


def test_plans_of_the_house_speak_the_words_of_the_catalogue() -> None:
    known = catalogue().dictionaries
    forms = set()
    for plan in house.house_plans():
        found = Outline.read(plan.outline)
        assert set(plan.forms) <= set(known["mentoring_form"])
        assert set(plan.types) <= set(known["mentoring_type"])
        assert set(found.note) <= set(outlines.IMPERSONAL)
        assert {row.direction for row in found.rows} - {""} <= set(known["plan_direction"])
        assert {code for row in found.rows for code in row.methods} <= set(known["interaction_method"])
        assert all(row.at is not None and (row.begins or 0) <= row.at <= 100 for row in found.rows)
        assert all(outlines.goal_row(goal).target for goal in found.goals)
        forms |= set(plan.forms)
    assert forms == set(known["mentoring_form"])


def test_every_type_and_every_form_of_grown_ups_has_a_plan_with_all_directions() -> None:
    """A type has a plan of its own; the five directions of a plan are those of gymnasium-35 (domain.md, A.1)."""
    known, five = catalogue().dictionaries, set(school("gymnasium-35").codes("programme.plan_directions"))
    plans = house.house_plans()
    assert {code for plan in plans for code in plan.types} == set(known["mentoring_type"])
    full = [plan for plan in plans if five <= {row.direction for row in Outline.read(plan.outline).rows}]
    pupils = {form for plan in plans if plan.unit == INDIVIDUAL_PLAN for form in plan.forms}
    assert {form for plan in full for form in plan.forms} | pupils == set(known["mentoring_form"])
