"""The score of a mentor for a mentee."""

from __future__ import annotations

import datetime
from typing import Any

from apps.school.pairs.fitting import NO_WISHES, Fit, Wishes, fit
from apps.school.pairs.queries import Load
from apps.school.people.models import MenteeCard, MentorCard, Person
from kernel.words import lemmas

DAY = datetime.date(2026, 9, 1)


def score(load: Load | None = None, limit: int = 2, wishes: Wishes = NO_WISHES, **changes: Any) -> Fit:
    person = Person(pk=1, last_name="Зимина", first_name="Вера", teaching_since=changes.pop("teaching_since", None))
    fields = {"subjects": ["Математика"], "competencies": [], "capacity": 2, **changes}
    request = "Трудно удержать дисциплину на уроках"
    mentee = MenteeCard(
        person=Person(pk=2), subjects=["математика"], request=request, deficits=["классное руководство"]
    )
    return fit(MentorCard(person=person, **fields), mentee, load or Load(), limit, DAY, wishes)


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


def test_who_named_each_other_fits_better() -> None:
    plain = score().score
    named = [score(wishes=wishes) for wishes in ({2: (1,)}, {2: (3, 1)}, {1: (2,)}, {1: (2,), 2: (1,)})]
    assert [found.score - plain for found in named] == [6, 4, 4, 10]
    assert any("1" in str(reason.text) for reason in named[0].reasons if reason.most == 10)
    best = score(
        wishes={2: (1,)},
        competencies=["дисциплина на уроке", "классное руководство"],
        teaching_since=datetime.date(2000, 9, 1),
        trained_on=DAY,
        grade="lead",
    )
    assert best.score == 100
