"""Questionnaires of a demo school: everybody is asked with whom they want to work before the first pairs are made."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence
from typing import Any

from apps.school.people.models import Person
from apps.school.questionnaires import actions, queries
from apps.school.questionnaires.models import Invitation, Question, Round
from config.demo.staff import Staff
from kernel.acting import Actor
from kernel.clock import at, today

WHY = (
    "Ведём одну параллель, удобно встречаться.",
    "Понравилось, как рассказывал о своём опыте.",
    "Давно хотел посмотреть эти уроки.",
    "Легко нашли общий язык на встрече.",
)


def hold(
    template: str, title: str, people: Sequence[Person], acting: Actor, *, days: int = 14, anonymous: bool = False
) -> Round:
    """A questionnaire of the federal template, published and asked of people from today."""
    made = actions.create_questionnaire(title=title, template=template, acting=acting)
    version = actions.publish_version(version=queries.latest(made), acting=acting)
    return actions.run_survey(
        version=version,
        title=title,
        opens_on=today(),
        closes_on=today() + datetime.timedelta(days=days),
        person_ids=[person.pk for person in people],
        anonymous=anonymous,
        acting=acting,
    )


def fill_in(invitation: Invitation, dice: random.Random, words: Sequence[str], acting: Actor) -> None:
    """Answers as people give them, typed in from paper by the curator."""
    people = [person.pk for person in queries.offered_people(invitation)]
    answers = {
        question.code: _answer(question, people, dice, words) for question in invitation.round.version.questions.all()
    }
    actions.answer(invitation=invitation, answers=answers, way=Invitation.Way.PAPER, acting=acting)


def _answer(question: Question, people: list[int], dice: random.Random, words: Sequence[str]) -> Any:
    kind, options = question.type, question.options
    if kind == Question.Type.SCALE:
        return dice.choice((6, 7, 8, 8, 9, 9, 10))
    if kind == Question.Type.YES_NO:
        return dice.choice(("yes", "yes", "yes", "no"))
    if kind == Question.Type.FREQUENCY:
        return dice.choice(("very_often", "often", "often", "rarely"))
    if kind == Question.Type.ONE:
        return dice.randrange(len(options))
    if kind == Question.Type.MANY:
        return sorted(dice.sample(range(len(options)), 2))
    if kind == Question.Type.GRID:
        return {str(number): dice.choice((2, 2, 1)) for number in range(len(options))}
    if kind == Question.Type.PEOPLE:
        return dice.sample(people, min(2, len(people)))
    return dice.choice(words)


def hold_preferences(staff: Staff, opened: datetime.datetime, dice: random.Random, acting: Actor) -> None:
    """After the group meeting everybody of the banks names with whom they want to work."""
    cards = (*staff.mentors, *staff.mentees, *staff.pupil_mentors, *staff.pupil_mentees)
    with at(opened + datetime.timedelta(days=3)):
        round_ = hold("preference", "Предпочтения после групповой встречи", [card.person for card in cards], acting)
    with at(opened + datetime.timedelta(days=5)):
        for invitation in queries.invitations(round_):
            fill_in(invitation, dice, WHY, acting)
        actions.close_round(round_=round_, acting=acting)
