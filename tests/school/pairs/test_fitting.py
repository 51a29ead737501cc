"""The score of a mentor for a mentee."""

from __future__ import annotations

import datetime
from typing import Any

from apps.school.pairs.fitting import Fit, fit, lemmas
from apps.school.pairs.queries import Load
from apps.school.people.models import MenteeCard, MentorCard, Person

DAY = datetime.date(2026, 9, 1)


def score(load: Load | None = None, limit: int = 2, **changes: Any) -> Fit:
    person = Person(last_name="Зимина", first_name="Вера", teaching_since=changes.pop("teaching_since", None))
    fields = {"subjects": ["Математика"], "competencies": [], "capacity": 2, **changes}
    request = "Трудно удержать дисциплину на уроках"
    mentee = MenteeCard(person=Person(), subjects=["математика"], request=request, deficits=["классное руководство"])
    return fit(MentorCard(person=person, **fields), mentee, load or Load(), limit, DAY)


def test_everything_together_is_a_hundred() -> None:
    best = score(
        competencies=["дисциплина на уроке", "классное руководство"],
        teaching_since=datetime.date(2000, 9, 1),
        trained_on=DAY,
        grade="lead",
    )
    assert best.score == 100


def test_same_subject_is_worth_more_than_another() -> None:
    assert score().score > score(subjects=["физика"]).score


def test_words_meet_in_their_dictionary_form() -> None:
    assert lemmas(["уроках дисциплину"]) == lemmas(["урок, дисциплина"])
    assert lemmas(["на из для"]) == frozenset()


def test_competence_names_what_meets_the_request() -> None:
    found = score(competencies=["Дисциплина", "Шахматы"])
    text = " ".join(str(reason.text) for reason in found.reasons)
    assert "Дисциплина" in text
    assert "Шахматы" not in text


def test_busy_mentor_is_worth_less() -> None:
    assert score(Load(individual=1)).score < score().score
    assert score(Load(individual=2)).score < score(Load(individual=1)).score


def test_reasons_come_the_weightiest_first() -> None:
    points = [reason.points for reason in score(trained_on=DAY).reasons]
    assert points == sorted(points, reverse=True)
