"""Pairs of tests, led to any state by the real verbs, inside the current school."""

from __future__ import annotations

import datetime
from typing import Any

from apps.school.orders import actions as order_actions
from apps.school.orders.models import Order
from apps.school.pairs import actions
from apps.school.pairs.actions.closing import view_of
from apps.school.pairs.models import Match, MentorRequest, Petition, Replacement, RequestChoice
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.programmes import yearly
from apps.school.regulation.queries import current_or_none
from apps.school.regulation.rules import term_bounds
from apps.school.regulation.rules.change import suited_models
from kernel.acting import Actor, system_actor
from kernel.actions import reference
from kernel.clock import today
from tests.support.people import make_mentee, make_mentor
from tests.support.programmes import approve_annual
from tests.support.questionnaires import hold_preferences
from tests.support.regulation import adopted
from tests.support.selection import ensure_appointed

State = Match.State


def a_term(months_in: int = 0) -> tuple[datetime.date, datetime.date]:
    """A term that the regulation in force permits, starting today or so many months ago."""
    view = current_or_none()
    assert view is not None
    start = today() - datetime.timedelta(days=30 * months_in)
    return start, term_bounds(view, start)[1]


def propose(
    mentor: MentorCard | None = None, mentee: MenteeCard | None = None, *, acting: Actor | None = None, **terms: Any
) -> Match:
    """A proposed pair; adopts a regulation where the school has none. ``terms``: arguments of ``form_pair``."""
    if current_or_none() is None:
        adopted("gymnasium-35")
    starts_on, ends_on = a_term()
    people: dict[str, Any] = {}
    if "mentors" not in terms:
        people["mentors"] = [mentor or make_mentor()]
    for card in [*people.get("mentors", ()), *terms.get("mentors", ())]:
        ensure_appointed(card)
    if "mentees" not in terms:
        people["mentees"] = [mentee or make_mentee()]
    if "role_model" not in terms:
        terms["role_model"] = _role_model(terms.get("form", "pedagogue_pedagogue"))
    defaults: dict[str, Any] = {
        "form": "pedagogue_pedagogue",
        "type_": "goal_setting_long" if "goal_setting_long" in _types() else "goal_setting_short",
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    everything = {**defaults, **people, **terms}
    hold_preferences(*(card.person for card in (*everything["mentors"], *everything["mentees"])))
    return actions.form_pair(**everything, acting=acting or system_actor("tests"))


def _types() -> tuple[str, ...]:
    view = current_or_none()
    return view.codes("types.enabled") if view else ()


def _role_model(form: str) -> str:
    """The first one that suits the form, where the regulation wants one."""
    view = current_or_none()
    return next(iter(suited_models(form)), "") if view is not None and view.value("forms.role_models") else ""


def agree(match: Match, *, acting: Actor | None = None) -> Match:
    """Everybody accepts, as recorded by the office."""
    for row in match.current_people:
        match = actions.answer(
            match=match, person=row.card.person, accepted=True, acting=acting or system_actor("tests")
        )
    return match


def order_of(match: Match) -> Order:
    """The newest order about the pair."""
    return Order.objects.filter(subject=reference(match)).latest("id")


def make_pair(
    state: str = State.ACTIVE,
    *,
    mentor: MentorCard | None = None,
    mentee: MenteeCard | None = None,
    acting: Actor | None = None,
    **terms: Any,
) -> Match:
    """A pair in ``state``, reached step by step by the verbs that lead there."""
    actor = acting or system_actor("tests")
    match = propose(mentor, mentee, acting=actor, **terms)
    if state == State.PROPOSED:
        return _fresh(match)
    if state == State.DECLINED:
        person = match.current_mentors[0].card.person
        return actions.answer(match=match, person=person, accepted=False, note="Нет времени", acting=actor)
    match = agree(match, acting=actor)
    if state == State.CANCELLED:
        return actions.cancel_pair(match=match, acting=actor)
    if state == State.AGREED:
        return _fresh(match)
    _begin_the_year(match)
    order = actions.prepare_order(match=match, acting=actor)
    if state == State.ORDERED:
        return _fresh(match)
    order_actions.sign_order(order=order, acting=actor)
    if state in (State.COMPLETED, State.ENDED):
        completed = state == State.COMPLETED
        ground = "plan_completed" if completed else "mentor_initiative"
        actions.end_pair(match=match, ground=ground, closed_on=today(), completed=completed, acting=actor)
    return _fresh(match)


def _begin_the_year(match: Match) -> None:
    """The annual programme is approved, where the regulation wants one before a pair begins."""
    view = current_or_none()
    if view is not None and view.value("programme.annual") and yearly.state_on(match.starts_on):
        approve_annual(match.starts_on)


def file_petition(match: Match) -> Petition:
    """The mentee asks for another mentor, by the first route of the regulation."""
    view = view_of(match)
    route = next(each for each in view.value("replacement.request_right") if each["from_role"] == "mentee")
    return actions.ask_for_replacement(
        match=match,
        author=match.current_mentees[0].card.person,
        mentor=match.current_mentors[0].card,
        to_role=route["to_role"],
        document=route.get("document", ""),
        condition=route.get("condition", ""),
        text="Не получается встречаться",
        acting=system_actor("tests"),
    )


def replace_mentor(match: Match, new: MentorCard | None = None, **terms: Any) -> Replacement:
    """The curator asks another mentor to take the pair over; the newest question."""
    ensure_appointed(card := new or make_mentor())
    defaults: dict[str, Any] = {"old_mentor": match.current_mentors[0].card, "ground": "reasoned_request"}
    everything = {**defaults, **terms, "new_mentor": card}
    actions.replace_mentor(match=match, **everything, acting=system_actor("tests"))
    return Replacement.objects.filter(match=match).latest("pk")


def order_replacement(change: Replacement) -> Order:
    """The new mentor agrees, the order is put before the head."""
    system = system_actor("tests")
    actions.answer_replacement(replacement=change, accepted=True, acting=system)
    actions.order_replacement(match=change.match, acting=system)
    return Order.objects.get(subject=reference(change))


def ask_longer(match: Match) -> Match:
    """The curator asks for a longer term, on the first ground of the regulation."""
    ground = view_of(match).codes("term.extension_grounds")[0]
    later = match.ends_on + datetime.timedelta(days=30)
    return actions.extend_pair(match=match, ground=ground, new_end=later, acting=system_actor("tests"))


def ask(*mentors: MentorCard, mentee: MenteeCard | None = None, acting: Actor | None = None) -> MentorRequest:
    """A request of a mentee for these mentors in order; adopts a regulation where the school has none."""
    if current_or_none() is None:
        adopted("gymnasium-35")
    card = mentee or make_mentee()
    for mentor in mentors:
        ensure_appointed(mentor)
    hold_preferences(card.person, *(mentor.person for mentor in mentors))
    return actions.ask_for_mentor(
        mentee=card, mentors=mentors, text="Хочу уверенно вести урок", acting=acting or system_actor("tests")
    )


def asked_now(request: MentorRequest) -> RequestChoice:
    """The question that waits for an answer."""
    return request.choices.select_related("card__person").get(state=RequestChoice.State.ASKED)


def pause(match: Match, *, begins: int = 0, days: int = 10) -> Match:
    """The mentor is on leave, from so many days after today."""
    first = today() + datetime.timedelta(days=begins)
    return actions.pause_pair(
        match=match,
        person=match.current_mentors[0].card.person,
        reason="leave",
        first_day=first,
        last_day=first + datetime.timedelta(days=days - 1),
        acting=system_actor("tests"),
    )


def _fresh(match: Match) -> Match:
    return Match.objects.get(pk=match.pk)


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    match = pause(ask_longer(make_pair()))
    return {
        "pair": match.pk,
        "petition": file_petition(match).pk,
        "mentee_card": make_mentee().pk,
        "replacement": replace_mentor(make_pair()).pk,
        "mentor_request": ask(make_mentor(), make_mentor()).pk,
    }
