"""A pause of a pair, terms amended before the order, the end asked for by a side."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from apps.school.pairs import actions, pausing, queries
from apps.school.pairs.actions.settling import finish_petitions
from apps.school.pairs.models import Match, MentorSeat, Pause, Petition
from apps.school.people.models import Person
from kernel.acting import Actor, system_actor
from kernel.clock import at, now, today
from kernel.errors import Conflict, InputError, NotAllowed, RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.pairs import make_pair, pause, propose
from tests.support.people import make_mentor
from tests.support.regulation import adopted

SYSTEM = system_actor("tests")
DAY = datetime.timedelta(days=1)


def loaded(match: Match) -> Match:
    return queries.get_visible(match.pk, SYSTEM)


def owner_of(person: Person, role: str, school: School) -> Actor:
    Person.objects.filter(pk=person.pk).update(account_id=account_in(role, school).pk)
    person.refresh_from_db()
    return acting_as(role, school)


def test_pause_leaves_places_and_term_and_stops_the_counting(in_alpha: School) -> None:
    match = pause(loaded(make_pair()), days=10)
    assert pausing.pauses_on(today()).get().match_id == match.pk
    assert not pausing.pauses_on(today() + 10 * DAY).exists()
    assert MentorSeat.objects.filter(mentee__match=match).count() == 1
    assert Match.objects.get(pk=match.pk).ends_on == match.ends_on
    assert pausing.spans_of([match.pk]) == {match.pk: [(today(), today() + 9 * DAY)]}


def test_one_resumes_before_the_end_of_the_pause(in_alpha: School) -> None:
    match = pause(loaded(make_pair()), days=10)
    with at(now() + 4 * DAY):
        actions.resume_pair(match=match, acting=SYSTEM)
        assert not pausing.pauses_on(today()).exists()
    over = Pause.objects.get()
    assert (over.state, over.days) == (Pause.State.OVER, 4)
    pause(match, begins=20)


def test_pause_that_has_not_begun_is_called_off(in_alpha: School) -> None:
    match = pause(loaded(make_pair()), begins=3)
    actions.resume_pair(match=match, acting=SYSTEM)
    assert Pause.objects.get().state == Pause.State.CALLED_OFF
    with pytest.raises(Conflict):
        actions.resume_pair(match=match, acting=SYSTEM)


def test_pause_runs_out_by_itself(in_alpha: School) -> None:
    match = pause(loaded(make_pair()), days=5)
    with at(now() + 4 * DAY):
        assert actions.end_pauses(acting=SYSTEM) == 0
    with at(now() + 5 * DAY):
        assert actions.end_pauses(acting=SYSTEM) == 1
        assert actions.end_pauses(acting=SYSTEM) == 0
    assert pausing.latest_over(match) == Pause.objects.get()


@pytest.mark.parametrize(
    ("first", "last", "reason", "place"),
    [
        (0, -1, "leave", "last_day"),
        (-1, 5, "leave", "first_day"),
        (0, 5000, "leave", "last_day"),
        (0, 5, "holiday", "reason"),
    ],
)
def test_pause_that_cannot_be_names_its_place(first: int, last: int, reason: str, place: str, in_alpha: School) -> None:
    match = loaded(make_pair())
    person = match.current_mentors[0].card.person
    with pytest.raises(InputError) as refusal:
        actions.pause_pair(
            match=match,
            person=person,
            reason=reason,
            first_day=today() + first * DAY,
            last_day=today() + last * DAY,
            acting=SYSTEM,
        )
    assert [problem["place"] for problem in refusal.value.problems] == [place]


def test_everybody_tells_of_their_own_absence(in_alpha: School) -> None:
    match = loaded(make_pair())
    mentor, mentee = match.current_mentors[0].card.person, match.current_mentees[0].card.person
    acting = owner_of(mentee, "mentee", in_alpha)
    days: dict[str, Any] = {"reason": "leave", "first_day": today(), "last_day": today() + DAY}
    with pytest.raises(NotAllowed):
        actions.pause_pair(match=loaded(match), person=mentor, **days, acting=acting)
    actions.pause_pair(match=loaded(match), person=mentee, **days, acting=acting)
    with pytest.raises(Conflict):
        actions.pause_pair(match=loaded(match), person=mentee, **days, acting=acting)


@pytest.mark.parametrize(("begins", "state"), [(0, Pause.State.OVER), (3, Pause.State.CALLED_OFF)])
def test_pair_that_ends_is_not_paused(begins: int, state: str, in_alpha: School) -> None:
    match = pause(loaded(make_pair()), begins=begins)
    actions.end_pair(match=match, ground="plan_completed", closed_on=today(), completed=True, acting=SYSTEM)
    assert Pause.objects.get().state == state


# ---- terms amended before the order


def amend(match: Match, **changes: Any) -> Match:
    terms: dict[str, Any] = {
        "form": match.form,
        "type_": match.type,
        "role_model": match.role_model,
        "starts_on": match.starts_on,
        "ends_on": match.ends_on,
        "goal": match.goal,
    }
    return actions.amend_pair(match=match, **{**terms, **changes}, acting=SYSTEM)


def test_amended_pair_is_asked_anew_and_keeps_its_place(in_alpha: School) -> None:
    match = make_pair(Match.State.AGREED)
    amended = loaded(amend(match, ends_on=match.ends_on - 20 * DAY, goal="Другая цель"))
    assert (amended.state, amended.goal) == (Match.State.PROPOSED, "Другая цель")
    assert [row.accepted for row in amended.current_people] == [None, None]
    assert MentorSeat.objects.filter(mentee__match=match).count() == 1
    with pytest.raises(Conflict):
        amend(amended)


def test_amended_terms_keep_the_regulation_in_force_now(in_alpha: School) -> None:
    adopted("gymnasium-35", pairing__max_mentees={"individual": 1, "group": None}, term__max_months=9)
    match = propose(make_mentor(capacity=1))
    with pytest.raises(RuleViolation) as refusal:
        amend(match, ends_on=match.starts_on + 400 * DAY)
    [violation] = refusal.value.violations
    assert (violation.parameter, violation.clause) == ("term.max_months", "п. 99")
    assert loaded(match).ends_on == match.ends_on


# ---- the end asked for by a side


def ask_end(match: Match, side: str, ground: str, **changes: Any) -> Petition:
    rows = match.current_mentors if side == "mentor" else match.current_mentees
    terms: dict[str, Any] = {"leaves_on": today(), "text": "Цель достигнута раньше", "acting": SYSTEM}
    return actions.ask_to_end(match=match, author=rows[0].card.person, ground=ground, **{**terms, **changes})


def test_end_asked_for_is_granted_and_carried_out(in_alpha: School) -> None:
    match = loaded(make_pair())
    petition = ask_end(match, "mentee", "mentee_initiative")
    actions.decide_petition(petition=petition, granted=True, acting=acting_as("curator", in_alpha))
    actions.end_pair(match=match, ground=petition.ground, closed_on=today(), completed=False, acting=SYSTEM)
    petition.refresh_from_db()
    assert (petition.state, petition.to_role) == (Petition.State.DONE, "curator")


def test_end_off_the_closed_list_is_refused_by_termination_grounds(alpha: School, beta: School) -> None:
    for school, grounds in ((alpha, ["plan_completed"]), (beta, ["plan_completed", "mentee_initiative"])):
        with enter_school(school):
            adopted("lenskaya", termination__grounds=grounds)
            match = loaded(make_pair())
            if school == beta:
                assert ask_end(match, "mentee", "mentee_initiative").kind == Petition.Kind.ENDING
                continue
            with pytest.raises(RuleViolation) as refusal:
                ask_end(match, "mentee", "mentee_initiative")
            assert (refusal.value.violations[0].parameter, refusal.value.violations[0].clause) == (
                "termination.grounds",
                "п. 99",
            )


def test_one_side_does_not_tell_the_initiative_of_the_other(in_alpha: School) -> None:
    match = loaded(make_pair())
    for side, ground in (("mentee", "mentor_initiative"), ("mentor", "curator_nonperformance")):
        with pytest.raises(RuleViolation):
            ask_end(match, side, ground)


def test_last_day_asked_for_lies_in_the_term(in_alpha: School) -> None:
    match = loaded(make_pair())
    for day in (today() - DAY, match.ends_on + DAY):
        with pytest.raises(InputError):
            ask_end(match, "mentor", "mutual_decision", leaves_on=day)


def test_end_for_nonperformance_says_what_was_not_done(in_alpha: School) -> None:
    match = make_pair()
    terms: dict[str, Any] = {"ground": "curator_nonperformance", "closed_on": today(), "completed": False}
    with pytest.raises(InputError):
        actions.end_pair(match=match, **terms, acting=SYSTEM)
    ended = actions.end_pair(match=match, **terms, note="Встреч нет с октября", acting=SYSTEM)
    assert ended.state == Match.State.ENDED


def test_replaced_mentor_leaves_the_petition_for_the_end_open(in_alpha: School) -> None:
    match = loaded(make_pair())
    petition = ask_end(match, "mentee", "mentee_initiative")
    finish_petitions(match, match.current_mentors[0].card)
    petition.refresh_from_db()
    assert petition.state == Petition.State.FILED
