"""Questionnaires of tests, by the real verbs, inside the current school."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from apps.school.people.models import Person
from apps.school.questionnaires import actions, queries
from apps.school.questionnaires.models import Invitation, Question, Questionnaire, Round, Version
from apps.school.regulation.queries import current_or_none
from kernel.acting import system_actor
from kernel.clock import today
from tests.support.people import make_person

ACTING = system_actor("tests")


def make_questionnaire(template: str = "mentee_entry", **fields: Any) -> Questionnaire:
    """A published questionnaire from a federal template."""
    made = actions.create_questionnaire(title="Анкета", template=template, acting=ACTING, **fields)
    actions.publish_version(version=queries.latest(made), acting=ACTING)
    return made


def make_version(template: str = "mentee_entry") -> Version:
    """Its version in use."""
    return make_questionnaire(template).versions.get()


def make_round(template: str = "mentee_entry", *people: Person, **fields: Any) -> Round:
    """A round under way, of these people (of a new one when none is named)."""
    asked = people or (make_person(),)
    values: dict[str, Any] = {
        "version": make_version(template),
        "title": "Опрос",
        "opens_on": today(),
        "closes_on": today() + datetime.timedelta(days=14),
        "person_ids": [person.pk for person in asked],
    }
    return actions.run_survey(**{**values, **fields}, acting=ACTING)


def a_value(question: Question, people: Collection[Person] = ()) -> Any:
    """Some sound answer to a question."""
    values: dict[str, Any] = {
        Question.Type.SCALE: 8,
        Question.Type.YES_NO: "yes",
        Question.Type.ONE: 0,
        Question.Type.MANY: [0, 1],
        Question.Type.FREQUENCY: "often",
        Question.Type.GRID: {str(number): 2 for number in range(len(question.options))},
        Question.Type.PEOPLE: [person.pk for person in people][:3],
    }
    return values.get(question.type, "работа с классом, методика урока")


def full_answers(invitation: Invitation, **given: Any) -> Mapping[str, Any]:
    """Sound answers to everything, but for what is given by code."""
    people = queries.offered_people(invitation)
    questions = invitation.round.version.questions.all()
    found = {question.code: a_value(question, people) for question in questions}
    return {code: value for code, value in {**found, **given}.items() if value not in ([], None)}


def answer(invitation: Invitation, *, way: str = "paper", **given: Any) -> Invitation:
    """The invitation answered."""
    return actions.answer(invitation=invitation, answers=full_answers(invitation, **given), way=way, acting=ACTING)


def hold_preferences(*people: Person) -> Round | None:
    """A survey of preferences where the regulation in force asks for one, answered by everybody of ``people``."""
    view = current_or_none()
    if view is None or not view.is_set("pairing.preference_survey") or queries.preference_rounds().exists():
        return None
    made = make_round("preference", *people)
    for invitation in made.invitations.all():
        answer(invitation)
    return made


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    round_ = make_round("satisfaction_mentee")
    draft = actions.create_questionnaire(title="Черновик", template="swot", acting=ACTING)
    version = queries.latest(draft)
    return {
        "questionnaire": draft.pk,
        "questionnaire_version": version.pk,
        "question": version.questions.all()[0].pk,
        "round": round_.pk,
        "invitation": round_.invitations.get().pk,
        "ticket": "spent",
    }
