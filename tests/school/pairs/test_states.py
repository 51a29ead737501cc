"""Every life against its table: each step from each state, through the real actions."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import transaction

from apps.school.orders import actions as orders
from apps.school.orders.models import Order
from apps.school.pairs import actions, queries
from apps.school.pairs.actions import advancing, settling
from apps.school.pairs.actions.stepping import ITSELF, MACHINE_OF, Living, step
from apps.school.pairs.models import Match, MentorRequest, Pause, Petition, Replacement, RequestChoice, TermChange
from kernel.acting import Actor, system_actor
from kernel.actions import reference
from kernel.clock import at, now, today
from kernel.errors import Conflict, DomainError, NotAllowed
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.pairs import (
    ask,
    ask_longer,
    asked_now,
    file_petition,
    make_pair,
    order_replacement,
    pause,
    replace_mentor,
)
from tests.support.people import make_mentor

SYSTEM = system_actor("tests")
DAY = datetime.timedelta(days=1)

Step = Callable[[Any], object]


# ---- the actions, walked state by state


def walk(thing: Living, steps: Mapping[str, Step]) -> None:
    """Try every step on the thing as it is; each must do what the table says, or be refused and change nothing."""
    machine, state = MACHINE_OF[type(thing)], thing.state
    assert set(steps) == set(machine.steps)
    for name, take in steps.items():
        way = next((way for way in machine.table if (way.source, way.step) == (state, name)), None)
        with transaction.atomic():
            copied = copy.copy(thing)
            if way is None:
                with pytest.raises(DomainError):
                    take(copied)
            else:
                take(copied)
            after = type(thing)._default_manager.get(pk=thing.pk).state
            assert after == (way.target if way else state), f"{machine.code}: {name} from {state}"
            transaction.set_rollback(True)


def loaded(match: Match) -> Match:
    return queries.with_people(Match.objects.all()).get(pk=match.pk)


def signed(match: Match) -> Order:
    order = Order.objects.filter(subject=reference(match)).last()
    return order if order is not None else Order(kind="pair_formation", dated=today(), act_kind="order")


def amended(match: Match) -> Match:
    return actions.amend_pair(
        match=match,
        form=match.form,
        type_=match.type,
        role_model=match.role_model,
        starts_on=match.starts_on,
        ends_on=match.ends_on - DAY,
        acting=SYSTEM,
    )


def answered(match: Match, person: int, *, accepted: bool) -> Match:
    row = loaded(match).current_people[person]
    return actions.answer(match=match, person=row.card.person, accepted=accepted, note="Причина", acting=SYSTEM)


def ended(match: Match, ground: str) -> Match:
    completed = ground == "plan_completed"
    return actions.end_pair(match=match, ground=ground, closed_on=today(), completed=completed, acting=SYSTEM)


def replaced(match: Match) -> Replacement:
    return replace_mentor(loaded(match))


def agreed(match: Match) -> Match:
    """Everybody who has not answered agrees: the pair is agreed by itself."""
    silent = [number for number, row in enumerate(loaded(match).current_people) if row.accepted is None]
    if not silent:
        raise Conflict("everybody has answered")
    for number in silent:
        answered(match, number, accepted=True)
    return match


PAIR_STEPS: Mapping[str, Step] = {
    "answer": lambda match: answered(match, 0, accepted=True),
    "agree": agreed,
    "decline": lambda match: answered(match, 0, accepted=False),
    "amend": amended,
    "prepare_order": lambda match: actions.prepare_order(match=match, acting=SYSTEM),
    "take_order_back": lambda match: actions.take_order_back(match=match, order=signed(match), acting=SYSTEM),
    "activate": lambda match: actions.activate_pair(match=match, order=signed(match), acting=SYSTEM),
    "annul": lambda match: actions.annul_pair(match=match, order=signed(match), acting=SYSTEM),
    "cancel": lambda match: actions.cancel_pair(match=match, acting=SYSTEM),
    "replace": replaced,
    "change_term": lambda match: ask_longer(match),
    "change_form": lambda match: actions.change_form(
        match=match, form=match.form, role_model=match.role_model, acting=SYSTEM
    ),
    "petition": lambda match: file_petition(loaded(match)),
    "pause": lambda match: pause(loaded(match)),
    "complete": lambda match: ended(match, "plan_completed"),
    "end": lambda match: ended(match, "mentor_initiative"),
}


@pytest.mark.parametrize("state", Match.State.values)
def test_pair_in_every_state_takes_the_steps_of_the_table_and_no_others(state: str, in_alpha: School) -> None:
    walk(make_pair(state), PAIR_STEPS)


def request_in(state: str) -> MentorRequest:
    request = ask(make_mentor(), make_mentor())
    if state == MentorRequest.State.MATCHED:
        actions.accept_request(choice=asked_now(request), acting=SYSTEM)
    elif state == MentorRequest.State.EXHAUSTED:
        for _number in range(2):
            actions.decline_request(choice=asked_now(request), note="Нет", acting=SYSTEM)
    elif state == MentorRequest.State.WITHDRAWN:
        actions.withdraw_request(request=request, acting=SYSTEM)
    elif state == MentorRequest.State.DROPPED:
        advancing.drop_requests([request.card])
    return MentorRequest.objects.select_related("card__person").get(pk=request.pk)


def exhausted(request: MentorRequest) -> None:
    for _number in range(2):
        rows = request.choices.select_related("card__person").order_by("number")
        choice = rows.exclude(state="declined").first() or rows[0]
        actions.decline_request(choice=choice, note="Нет", acting=SYSTEM)


def dropped(request: MentorRequest) -> None:
    if not MentorRequest.objects.filter(pk=request.pk, state="open").exists():
        raise Conflict("nothing is open")
    advancing.drop_requests([request.card])


def first_choice(request: MentorRequest) -> RequestChoice:
    return request.choices.select_related("card__person").earliest("number")


REQUEST_STEPS: Mapping[str, Step] = {
    "match": lambda request: actions.accept_request(choice=first_choice(request), acting=SYSTEM),
    "exhaust": exhausted,
    "withdraw": lambda request: actions.withdraw_request(request=request, acting=SYSTEM),
    "drop": dropped,
}


@pytest.mark.parametrize("state", MentorRequest.State.values)
def test_request_in_every_state(state: str, in_alpha: School) -> None:
    walk(request_in(state), REQUEST_STEPS)


def choice_in(state: str) -> RequestChoice:
    request = ask(make_mentor(), make_mentor(capacity=1))
    if state == RequestChoice.State.QUEUED:
        return request.choices.select_related("request__card__person", "card__person").get(number=2)
    if state == RequestChoice.State.ACCEPTED:
        actions.accept_request(choice=asked_now(request), acting=SYSTEM)
    elif state == RequestChoice.State.DECLINED:
        actions.decline_request(choice=asked_now(request), note="Нет", acting=SYSTEM)
    elif state == RequestChoice.State.LAPSED:
        with at(now() + 9 * DAY):
            actions.advance_stalled(acting=SYSTEM)
    elif state == RequestChoice.State.SKIPPED:
        first = asked_now(request)
        type(first.card).objects.filter(pk=first.card_id).update(state="left", left_on=today())
        actions.advance_stalled(acting=SYSTEM)
    elif state == RequestChoice.State.CANCELLED:
        actions.withdraw_request(request=request, acting=SYSTEM)
    return RequestChoice.objects.select_related("request__card__person", "card__person").get(request=request, number=1)


def by_itself(name: str) -> Step:
    """A step that the product takes: there is no verb for it, the row is asked straight."""
    return lambda row: step(row, name, ITSELF)


CHOICE_STEPS: Mapping[str, Step] = {
    "ask": lambda choice: advancing.ask(choice, choice.request),
    "skip": lambda choice: step(choice, "skip", ITSELF, note="Мест нет"),
    "accept": lambda choice: actions.accept_request(choice=choice, acting=SYSTEM),
    "decline": lambda choice: actions.decline_request(choice=choice, note="Нет", acting=SYSTEM),
    "lapse": by_itself("lapse"),
    "cancel": by_itself("cancel"),
}


@pytest.mark.parametrize("state", RequestChoice.State.values)
def test_mentor_asked_in_every_state(state: str, in_alpha: School) -> None:
    walk(choice_in(state), CHOICE_STEPS)


def term_in(state: str) -> TermChange:
    match = loaded(ask_longer(make_pair()))
    if state in (TermChange.State.ORDERED, TermChange.State.IN_FORCE):
        term_agreed(match)
        actions.order_term_change(match=match, acting=SYSTEM)
    if state == TermChange.State.IN_FORCE:
        orders.sign_order(order=Order.objects.get(subject=reference(TermChange.objects.get())), acting=SYSTEM)
    elif state == TermChange.State.DECLINED:
        row = TermChange.objects.get().agreements.filter(accepted__isnull=True).earliest("pk")
        actions.answer_term_change(match=match, agreement=row, accepted=False, note="Нет", acting=SYSTEM)
    elif state == TermChange.State.WITHDRAWN:
        actions.withdraw_term_change(match=match, acting=SYSTEM)
    return TermChange.objects.select_related("match").get()


def term_agreed(match: Match) -> None:
    for row in TermChange.objects.get().agreements.filter(accepted__isnull=True):
        actions.answer_term_change(match=match, agreement=row, accepted=True, acting=SYSTEM)


def word(change: TermChange, *, accepted: bool) -> None:
    row = change.agreements.order_by("accepted", "pk").last()
    assert row is not None
    actions.answer_term_change(match=change.match, agreement=row, accepted=accepted, note="Нет", acting=SYSTEM)


def term_ordered(change: TermChange) -> None:
    for row in change.agreements.filter(accepted__isnull=True):
        actions.answer_term_change(match=change.match, agreement=row, accepted=True, acting=SYSTEM)
    actions.order_term_change(match=change.match, acting=SYSTEM)


def paper() -> Order:
    return Order(kind="pair_term_change", dated=today(), act_kind="order")


TERM_STEPS: Mapping[str, Step] = {
    "answer": lambda change: word(change, accepted=True),
    "decline": lambda change: word(change, accepted=False),
    "prepare_order": term_ordered,
    "take_order_back": lambda change: actions.keep_term(change=change, order=paper(), acting=SYSTEM),
    "carry_out": lambda change: actions.carry_out_term_change(change=change, order=paper(), acting=SYSTEM),
    "annul": lambda change: actions.annul_term_change(change=change, order=paper(), acting=SYSTEM),
    "withdraw": lambda change: actions.withdraw_term_change(match=change.match, acting=SYSTEM),
}


@pytest.mark.parametrize("state", TermChange.State.values)
def test_change_of_the_term_in_every_state(state: str, in_alpha: School) -> None:
    walk(term_in(state), TERM_STEPS)


def replacement_in(state: str) -> Replacement:
    change = replaced(make_pair())
    if state in (Replacement.State.AGREED, Replacement.State.DECLINED):
        took_over(change, accepted=state == Replacement.State.AGREED)
    elif state == Replacement.State.DROPPED:
        actions.give_up_replacement(match=change.match, acting=SYSTEM)
    elif state != Replacement.State.ASKED:
        order = order_replacement(change)
        if state == Replacement.State.CARRIED_OUT:
            orders.sign_order(order=order, acting=SYSTEM)
    return Replacement.objects.select_related("match").get()


def took_over(change: Replacement, *, accepted: bool) -> None:
    actions.answer_replacement(replacement=change, accepted=accepted, note="Причина", acting=SYSTEM)


REPLACEMENT_STEPS: Mapping[str, Step] = {
    "accept": lambda row: took_over(row, accepted=True),
    "decline": lambda row: took_over(row, accepted=False),
    "prepare_order": lambda row: actions.order_replacement(match=row.match, acting=SYSTEM),
    "give_up": lambda row: actions.give_up_replacement(match=row.match, acting=SYSTEM),
    "carry_out": lambda row: actions.carry_out_replacement(replacement=row, order=paper(), acting=SYSTEM),
    "drop": lambda row: actions.drop_replacement(replacement=row, order=paper(), acting=SYSTEM),
}


@pytest.mark.parametrize("state", Replacement.State.values)
def test_replacement_in_every_state(state: str, in_alpha: School) -> None:
    walk(replacement_in(state), REPLACEMENT_STEPS)


def petition_in(state: str) -> Petition:
    match = loaded(make_pair())
    petition = file_petition(match)
    if state in (Petition.State.GRANTED, Petition.State.REFUSED):
        granted = state == Petition.State.GRANTED
        actions.decide_petition(petition=petition, granted=granted, answer="Так решено", acting=SYSTEM)
    elif state == Petition.State.WITHDRAWN:
        actions.withdraw_petition(petition=petition, acting=SYSTEM)
    elif state == Petition.State.DONE:
        settling.finish_petitions(match)
    return Petition.objects.select_related("match", "author").get()


PETITION_STEPS: Mapping[str, Step] = {
    "grant": lambda row: actions.decide_petition(petition=row, granted=True, acting=SYSTEM),
    "refuse": lambda row: actions.decide_petition(petition=row, granted=False, answer="Нет", acting=SYSTEM),
    "withdraw": lambda row: actions.withdraw_petition(petition=row, acting=SYSTEM),
    "finish": by_itself("finish"),
}


@pytest.mark.parametrize("state", Petition.State.values)
def test_petition_in_every_state(state: str, in_alpha: School) -> None:
    walk(petition_in(state), PETITION_STEPS)


def pause_in(state: str) -> Pause:
    match = loaded(make_pair())
    pause(match, begins=3 if state == Pause.State.CALLED_OFF else 0)
    if state == Pause.State.CALLED_OFF:
        actions.resume_pair(match=match, acting=SYSTEM)
    elif state == Pause.State.OVER:
        with at(now() + 20 * DAY):
            actions.end_pauses(acting=SYSTEM)
    return Pause.objects.select_related("match").get()


def ran_out(row: Pause) -> None:
    with at(now() + 20 * DAY):
        if not actions.end_pauses(acting=SYSTEM):
            raise Conflict("no pause has run out")


def resumed(row: Pause) -> None:
    with at(now() + 2 * DAY):
        actions.resume_pair(match=row.match, acting=SYSTEM)


PAUSE_STEPS: Mapping[str, Step] = {
    "move": lambda row: actions.move_pause(match=row.match, last_day=today() + 5 * DAY, acting=SYSTEM),
    "resume": resumed,
    "run_out": ran_out,
    "call_off": lambda row: actions.resume_pair(match=row.match, acting=SYSTEM),
}


@pytest.mark.parametrize("state", Pause.State.values)
def test_pause_in_every_state(state: str, in_alpha: School) -> None:
    walk(pause_in(state), PAUSE_STEPS)


# ---- who may


@pytest.mark.parametrize(
    ("role", "name"),
    [("mentor", "cancel"), ("mentee", "end"), ("guardian", "amend"), ("methodical_association", "end")],
)
def test_step_that_is_not_ones_own_is_not_allowed(role: str, name: str, in_alpha: School) -> None:
    actor: Actor = acting_as(role, in_alpha)
    match = make_pair(Match.State.AGREED if name in ("cancel", "amend") else Match.State.ACTIVE)
    verbs: Mapping[str, Step] = {
        "cancel": lambda pair: actions.cancel_pair(match=pair, acting=actor),
        "amend": lambda pair: actions.amend_pair(
            match=pair, form="x", type_="y", starts_on=today(), ends_on=today(), acting=actor
        ),
        "end": lambda pair: actions.end_pair(
            match=pair, ground="plan_completed", closed_on=today(), completed=True, acting=actor
        ),
    }
    with pytest.raises(NotAllowed):
        verbs[name](match)
    assert Match.objects.get(pk=match.pk).state == match.state
