"""Questionnaires: built, asked, answered once, taken over into cards."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest

from apps.school.people.models import MenteeCard
from apps.school.questionnaires import actions, applying, links, queries, rules
from apps.school.questionnaires.errors import Answered, DeadLink, Frozen, NotAsking
from apps.school.questionnaires.federal import templates
from apps.school.questionnaires.models import Invitation, Purpose, Question, Response, Version
from kernel.clock import at, now, today
from kernel.errors import AlreadyDone, Conflict, InputError, NotAllowed, RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.people import make_mentee, make_mentor, make_person
from tests.support.questionnaires import ACTING, answer, full_answers, make_questionnaire, make_round
from tests.support.regulation import adopted


def texts(version: Version) -> list[str]:
    return [question.code for question in version.questions.all()]


# ---- building


def test_every_purpose_has_a_federal_template() -> None:
    found = templates().values()
    assert {template.purpose for template in found} == set(Purpose.values)
    grids = [question for template in found for question in template.questions if question.type == "grid"]
    assert sum(len(question.options) for question in grids) == 9
    assert sum(question.type == "scale" for question in templates()["before_mentee"].questions) == 10


def test_template_is_copied_and_changed(in_alpha: School) -> None:
    made = actions.create_questionnaire(title="Моя анкета", template="preference", acting=ACTING)
    draft = queries.latest(made)
    first, second = draft.questions.all()[:2]
    actions.move_question(question=second, up=True, acting=ACTING)
    actions.remove_question(question=draft.questions.all()[3], acting=ACTING)
    added = actions.add_question(
        version=draft, type_="one", text="Когда?", options=["утром", " вечером "], acting=ACTING
    )
    assert texts(draft) == [second.code, first.code, draft.questions.all()[2].code, added.code]
    assert added.options == ["утром", "вечером"]
    actions.move_question(question=added, up=False, acting=ACTING)
    assert texts(draft)[-1] == added.code


def test_published_version_is_frozen_and_answers_keep_it(in_alpha: School) -> None:
    round_ = make_round("satisfaction_mentee")
    version = round_.version
    with pytest.raises(Frozen):
        actions.change_question(question=version.questions.all()[0], type_="scale", text="Иначе", acting=ACTING)
    draft = actions.revise_version(questionnaire=version.questionnaire, acting=ACTING)
    assert texts(draft) == texts(version)
    assert actions.revise_version(questionnaire=version.questionnaire, acting=ACTING) == draft
    actions.change_question(question=draft.questions.all()[0], type_="scale", text="Иначе", acting=ACTING)
    actions.publish_version(version=draft, acting=ACTING)
    version.refresh_from_db()
    assert version.state == Version.State.CLOSED
    answer(round_.invitations.get())
    assert Response.objects.get().round.version == version


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        ("text", {"type_": "scale", "text": " "}),
        ("options", {"type_": "one", "text": "Что?", "options": ["одно"]}),
        ("feeds", {"type_": "scale", "text": "Что?", "feeds": "request"}),
        ("feeds", {"type_": "long", "text": "Что?", "feeds": "competencies"}),
    ],
)
def test_faulty_question_is_refused_with_its_place(in_alpha: School, place: str, fields: dict[str, Any]) -> None:
    draft = queries.latest(actions.create_questionnaire(title="А", template="mentee_entry", acting=ACTING))
    with pytest.raises(InputError) as refusal:
        actions.add_question(version=draft, acting=ACTING, **fields)
    assert refusal.value.problems[0]["place"] == place


def test_empty_questionnaire_is_not_published(in_alpha: School) -> None:
    made = actions.create_questionnaire(title="А", purpose="third_party", audience="third_party", acting=ACTING)
    with pytest.raises(Conflict):
        actions.publish_version(version=queries.latest(made), acting=ACTING)


def test_participants_do_not_build(in_alpha: School) -> None:
    with pytest.raises(NotAllowed):
        actions.create_questionnaire(title="А", template="swot", acting=acting_as("mentor", in_alpha))


# ---- rounds


def test_survey_outside_of_the_instruments_is_refused(in_alpha: School) -> None:
    adopted("gymnasium-35", monitoring__instruments=["curator_questionnaire"])
    with pytest.raises(RuleViolation) as refusal:
        make_round("satisfaction_mentee")
    assert refusal.value.violations[0].parameter == "monitoring.instruments"
    assert make_round("curator").pk
    assert make_round("mentee_entry").pk, "what fills the banks is not monitoring"


def test_only_satisfaction_is_anonymous(in_alpha: School) -> None:
    with pytest.raises(InputError):
        make_round("mentee_entry", anonymous=True)
    assert make_round("satisfaction_mentor", anonymous=True).anonymous


def test_draft_is_not_asked(in_alpha: School) -> None:
    draft = queries.latest(actions.create_questionnaire(title="А", template="swot", acting=ACTING))
    with pytest.raises(Conflict):
        actions.run_survey(version=draft, title="", opens_on=today(), closes_on=today(), person_ids=[], acting=ACTING)


# ---- answers


def test_one_answer_of_each_person(in_alpha: School) -> None:
    invitation = make_round("satisfaction_mentee").invitations.get()
    answer(invitation)
    with pytest.raises(Answered):
        answer(invitation)
    assert Response.objects.count() == 1


def test_double_submit_does_nothing_twice(in_alpha: School) -> None:
    person = make_person(account_id=acting_as("mentee", in_alpha).account_id)
    invitation = make_round("satisfaction_mentee", person).invitations.get()
    actor = replace(acting_as("mentee", in_alpha), request_key="once")
    answers = full_answers(invitation)
    actions.answer(invitation=invitation, answers=answers, acting=actor)
    with pytest.raises(AlreadyDone):
        actions.answer(invitation=invitation, answers=answers, acting=actor)


def test_answers_begun_are_kept_until_sent(in_alpha: School) -> None:
    invitation = make_round("satisfaction_mentee").invitations.get()
    kept = actions.save_draft(invitation=invitation, answers={"satisfied": 7, "joint_work": "", "x": 1}, acting=ACTING)
    assert kept.draft == {"satisfied": 7}
    assert kept.state == Invitation.State.STARTED
    assert answer(invitation).draft == {}


@pytest.mark.parametrize(
    ("code", "value"), [("satisfied", 11), ("satisfied", None), ("continue", "maybe"), ("liked", 5), ("other", 1)]
)
def test_wrong_answer_is_refused_with_the_question(in_alpha: School, code: str, value: Any) -> None:
    invitation = make_round("satisfaction_mentee").invitations.get()
    with pytest.raises(InputError) as refusal:
        actions.answer(
            invitation=invitation,
            answers={**full_answers(invitation), code: value} if value is not None else {},
            way="paper",
            acting=ACTING,
        )
    assert code in [problem["place"] for problem in refusal.value.problems]


def test_nobody_answers_for_another(in_alpha: School) -> None:
    invitation = make_round("satisfaction_mentee").invitations.get()
    answers = full_answers(invitation)
    with pytest.raises(NotAllowed):
        actions.answer(invitation=invitation, answers=answers, acting=acting_as("mentor", in_alpha))
    with pytest.raises(NotAllowed):
        actions.answer(invitation=invitation, answers=answers, way="paper", acting=acting_as("mentor", in_alpha))


def test_round_that_is_over_takes_only_papers_until_closed(in_alpha: School) -> None:
    round_ = make_round("satisfaction_mentee")
    invitation = round_.invitations.get()
    with at(now() + datetime.timedelta(days=20)):
        with pytest.raises(NotAsking):
            answer(invitation, way="system")
        assert answer(invitation).way == "paper"
        actions.close_round(round_=round_, acting=ACTING)
    other = make_round("satisfaction_mentee")
    actions.close_round(round_=other, acting=ACTING)
    with pytest.raises(NotAsking):
        answer(other.invitations.get())


def test_anonymous_answer_leads_to_nobody(in_alpha: School) -> None:
    person = make_person()
    invitation = make_round("satisfaction_mentor", person, anonymous=True).invitations.get()
    actions.save_draft(invitation=invitation, answers={"satisfied": 7}, acting=ACTING)
    answered = answer(invitation)
    assert answered.draft == {}
    assert Response.objects.get().invitation is None
    assert queries.answered_on(person.pk, "satisfaction_mentor") == today()


# ---- personal links


def linked(school: School) -> Invitation:
    return actions.make_link(invitation=make_round("satisfaction_mentee").invitations.get(), acting=ACTING)


def test_link_works_once_and_until_a_newer_one(in_alpha: School) -> None:
    invitation = linked(in_alpha)
    old = links.ticket_of(invitation)
    assert links.invitation_of(old) == invitation
    fresh = links.ticket_of(actions.make_link(invitation=invitation, acting=ACTING))
    with pytest.raises(DeadLink):
        links.invitation_of(old)
    answer(links.invitation_of(fresh), way="link")
    with pytest.raises(DeadLink):
        links.invitation_of(fresh)


def test_link_runs_out(in_alpha: School) -> None:
    ticket = links.ticket_of(linked(in_alpha))
    with at(now() + datetime.timedelta(days=31)), pytest.raises(DeadLink):
        links.invitation_of(ticket)


def test_link_of_one_school_says_nothing_in_another(in_alpha: School, beta: School) -> None:
    ticket = links.ticket_of(linked(in_alpha))
    for bad in (ticket[:-1] + ("A" if ticket[-1] != "A" else "B"), "x", ""):
        with pytest.raises(DeadLink):
            links.invitation_of(bad)
    with enter_school(beta), pytest.raises(DeadLink):
        links.invitation_of(ticket)


# ---- what the rooms above ask


def test_answers_are_found_by_purpose_and_day(in_alpha: School) -> None:
    one, two = make_person(), make_person()
    round_ = make_round("mentor_entry", one, two)
    answer(round_.invitations.get(person=one))
    assert queries.answered_on(one.pk, "mentor_entry") == today()
    assert queries.answered_on(one.pk, "mentor_entry", since=today() + datetime.timedelta(days=1)) is None
    assert queries.answered_on(one.pk, "mentee_entry") is None
    assert queries.answered_by([one.pk, two.pk], "mentor_entry") == {one.pk: today()}


def test_preferences_keep_their_order(in_alpha: School) -> None:
    mentors = [make_mentor(consents=False).person for _number in range(3)]
    mentee = make_mentee(consents=False).person
    round_ = make_round("preference", *mentors, mentee)
    wanted = [mentors[2].pk, mentors[0].pk]
    assert {person.pk for person in queries.offered_people(round_.invitations.get(person=mentee))} == {
        person.pk for person in mentors
    }
    assert queries.silent_on_preferences([mentee.pk, mentors[0].pk]) == {mentee.pk, mentors[0].pk}
    answer(round_.invitations.get(person=mentee), wanted=wanted)
    assert queries.preferences_of(mentee.pk) == tuple(wanted)
    assert queries.preferences_of(mentors[0].pk) == ()
    assert queries.silent_on_preferences([mentee.pk, mentors[0].pk]) == {mentors[0].pk}


def test_stranger_cannot_be_chosen(in_alpha: School) -> None:
    mentee = make_mentee(consents=False).person
    invitation = make_round("preference", make_mentor(consents=False).person, mentee).invitations.get(person=mentee)
    with pytest.raises(InputError):
        answer(invitation, wanted=[make_mentor(consents=False).person_id])


# ---- cards


def entry(card: MenteeCard, **given: Any) -> Invitation:
    invitation = make_round("mentee_entry", card.person).invitations.get()
    return Invitation.objects.get(pk=answer(invitation, **given).pk)


def test_answers_are_added_to_the_card_never_instead(in_alpha: School) -> None:
    adopted("gymnasium-35")
    card = make_mentee(consents=False, request="Дисциплина", deficits=["Методика урока"])
    invitation = entry(card, request="Открытый урок", deficits="методика урока; оценивание", subjects="физика")
    found = {change.code: change for change in applying.changes(invitation)}
    seen = {code: change.shown_now for code, change in found.items()}
    actions.apply_answers(invitation=invitation, fields=["request", "deficits"], seen=seen, acting=ACTING)
    card.refresh_from_db()
    assert card.request == "Дисциплина\nОткрытый урок"
    assert card.deficits == ["Методика урока", "оценивание"]
    assert card.subjects == ["математика"], "what was not ticked stays"


def test_card_changed_meanwhile_is_not_overwritten(in_alpha: School) -> None:
    card = make_mentee(consents=False, request="")
    invitation = entry(card, request="Открытый урок")
    MenteeCard.objects.filter(pk=card.pk).update(request="Новый запрос")
    with pytest.raises(Conflict):
        actions.apply_answers(invitation=invitation, fields=["request"], seen={"request": ""}, acting=ACTING)


def test_mentor_card_keeps_everything_else(in_alpha: School) -> None:
    adopted("gymnasium-35")
    card = make_mentor(consents=False, competencies=[], capacity=3)
    invitation = answer(make_round("mentor_entry", card.person).invitations.get(), competencies="игра; кино")
    fresh = Invitation.objects.get(pk=invitation.pk)
    actions.apply_answers(invitation=fresh, fields=["competencies"], seen={"competencies": ""}, acting=ACTING)
    card.refresh_from_db()
    assert (card.competencies, card.capacity) == (["игра", "кино"], 3)


@pytest.mark.parametrize(
    ("points", "expected"),
    [(18, "optimal"), (15, "optimal"), (14, "admissible"), (9, "admissible"), (8, "inadmissible"), (0, "inadmissible")],
)
def test_levels_of_the_curators_questionnaire(points: int, expected: str) -> None:
    assert rules.level(points, 18) == expected


def test_points_of_all_tables_are_added() -> None:
    asked = [
        rules.Asked("a", Question.Type.GRID, True, ("x", "y")),
        rules.Asked("b", Question.Type.GRID, True, ("z",)),
        rules.Asked("c", Question.Type.SCALE, True),
    ]
    assert rules.grid_total(asked, {"a": {"0": 2, "1": 1}, "b": {"0": 0}, "c": 9}) == (3, 6)


def test_questionnaire_is_made_of_a_template_in_one_piece(in_alpha: School) -> None:
    assert make_questionnaire("after_mentor").versions.get().questions.count() == len(
        templates()["after_mentor"].questions
    )
