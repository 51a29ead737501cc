"""A mentee asks for a mentor; the mentor accepts or declines; the request is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation.queries import current
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today
from kernel.errors import Conflict, InputError, NotAllowed, refuse_if

from .. import agreeing, permissions, queries, request_queries, seats
from ..choosing import Terms, candidates
from ..machine import AUTHOR, MENTOR
from ..models import Match, MentorRequest, RequestChoice, RequestTerms
from ..trial import on_trial, usual_terms
from .advancing import Choice, State, advance, ask, close_choices, let_lapse, locked_requests, settle_rivals
from .forming import check_bank, check_joint, lock_mentees, propose
from .stepping import ITSELF, check, step

Mode = MentorRequest.Mode


@action("mentor_request.ask")
def ask_for_mentor(
    *, mentee: MenteeCard, acting: Actor, mentors: Sequence[MentorCard] = (), text: str = ""
) -> MentorRequest:
    """Ask the mentors in this order, each when the one before has not agreed; without mentors whoever fits best.

    Asked by the mentee (a guardian for a child under fourteen), or entered by the office from paper. What would refuse
    the pair already refuses the request, with the clauses of every mentor together.
    """
    if not (agreeing.speaks_for(acting, mentee.person) or permissions.may_manage(acting)):
        raise NotAllowed(_("Everybody asks for themselves."))
    terms = request_queries.request_terms()
    chosen = _chosen(mentee, mentors, terms)
    cards = {card.pk: card for card in seats.lock_mentors(chosen)}
    ordered = [cards[card.pk] for card in chosen]
    let_lapse(mentee, acting=acting)
    [card] = lock_mentees([mentee])
    check_bank([*ordered, card])
    if request_queries.open_request_of(card) is not None:
        raise Conflict(
            _("A request of %(name)s waits for an answer already.") % {"name": card.person.short_name},
            next_step=_("Wait for the answer, or take that request back first."),
        )
    _refuse_impossible(ordered, card)
    request = MentorRequest.objects.create(
        card=card,
        mode=Mode.IN_ORDER if mentors else Mode.ANY,
        text=text.strip(),
        answer_days=terms.answer_days,
        asked_by=acting.account_id,
        on_paper=not agreeing.speaks_for(acting, card.person),
    )
    rows = RequestChoice.objects.bulk_create(
        RequestChoice(request=request, number=number, card=each) for number, each in enumerate(ordered, start=1)
    )
    for choice in rows if request.mode == Mode.ANY else rows[:1]:
        ask(choice, request)
    return request


def _chosen(mentee: MenteeCard, mentors: Sequence[MentorCard], terms: RequestTerms) -> list[MentorCard]:
    """The mentors named, each once; of «whoever fits» the best, so many as the school lets be asked."""
    named = list(dict.fromkeys(mentors))
    if len(named) > terms.most_choices:
        message = ngettext(
            "A request names %(count)s mentor at most.",
            "A request names %(count)s mentors at most.",
            terms.most_choices,
        ) % {"count": terms.most_choices}
        raise InputError(message, problems=[{"place": "mentors", "message": message}])
    if any(card.person_id == mentee.person_id for card in named):
        message = _("Nobody can be their own mentor.")
        raise InputError(message, problems=[{"place": "mentors", "message": message}])
    if named:
        return named
    view = current()
    usual = usual_terms(view, mentee, today())
    tried = Terms(usual.form, usual.type_, usual.starts_on, usual.ends_on)
    found = candidates(view, [mentee], tried, today())
    possible = [each.card for each in found if each.is_possible]
    if not possible:
        excluded = [
            replace(rule, message=f"{each.card.person.short_name}: {rule.message}")
            for each in found
            for rule in each.broken
        ]
        refuse_if(excluded, next_step=_("Speak with the curator: a mentor is sought in another school or later."))
        raise Conflict(
            _("There is no mentor in the bank whom the request could ask."),
            next_step=_("Speak with the curator: a mentor is sought in another school or later."),
        )
    return possible[: terms.most_choices]


def _refuse_impossible(mentors: Sequence[MentorCard], mentee: MenteeCard) -> None:
    view, day = current(), today()
    check_joint(mentors, [mentee])
    terms, loads = usual_terms(view, mentee, day), queries.loads_of(card.pk for card in mentors)
    broken = {
        (rule.code, rule.message): rule
        for card in mentors
        for rule in on_trial(view, [card], [mentee], terms, day, loads)[1]
    }
    refuse_if(list(broken.values()), next_step=_("Name other mentors, or ask whoever fits."))


Turn = tuple[MentorCard, MentorRequest, RequestChoice, list[MentorRequest]]


def _turn(choice: RequestChoice, *, with_rivals: bool) -> Turn:
    """The mentor, the request and the choice as they are now, locked; the rivals at this mentor, locked too."""
    mentor = choice.card
    wanted = Q(pk=choice.request_id)
    if with_rivals:
        [mentor] = seats.lock_mentors([choice.card])
        wanted |= Q(state=State.OPEN, choices__card=mentor, choices__state=Choice.ASKED)
    found = locked_requests(MentorRequest.objects.filter(wanted))
    request = next(each for each in found if each.pk == choice.request_id)
    fresh = next(each for each in request.choices.all() if each.pk == choice.pk)
    return mentor, request, fresh, [each for each in found if each is not request]


def _who(choice: RequestChoice, acting: Actor) -> frozenset[str]:
    """What the actor is with regard to a question put to a mentor."""
    own = agreeing.speaks_for(acting, choice.card.person)
    return agreeing.offices(acting) | ({MENTOR} if own else frozenset())


def _answered(choice: RequestChoice, acting: Actor, note: str = "") -> dict[str, object]:
    return {
        "answered_at": now(),
        "answered_by": acting.account_id,
        "on_paper": not agreeing.speaks_for(acting, choice.card.person),
        "note": note.strip()[:500],
    }


@action("mentor_request.accept")
def accept_request(*, choice: RequestChoice, acting: Actor) -> Match:
    """The mentor agrees: the pair is formed and agreed by both, rivals are cancelled.

    Every rule is asked again, under the regulation in force now. The lock of the mentor's card and the unique keys of
    the places let one of many who come at once have the last place.
    """
    mentor, request, turn, rivals = _turn(choice, with_rivals=True)
    who = _who(turn, acting)
    check(turn, "accept", who)
    if turn.answer_by is not None and turn.answer_by < today():
        raise Conflict(
            _("The term of the answer is over: %(day)s.") % {"day": f"{turn.answer_by:%d.%m.%Y}"},
            next_step=_("The next mentor is asked. Tell the curator that you would take part."),
        )
    match = _pair_by_request(mentor=mentor, mentee=request.card, text=request.text, acting=acting)
    step(turn, "accept", who, **_answered(turn, acting))
    step(request, "match", who, match=match, closed_on=today())
    close_choices(request, _("Another mentor has agreed."))
    settle_rivals(current(), mentor, rivals)
    return match


@action("pair.form_by_request")
def _pair_by_request(*, mentor: MentorCard, mentee: MenteeCard, text: str, acting: Actor) -> Match:
    """The pair that was asked for and accepted: both sides have given their word."""
    match = propose([mentor], [mentee], usual_terms(current(), mentee, today(), goal=text), acting)
    moment = now()
    for rows in (match.mentors, match.mentees):
        rows.update(accepted=True, answered_at=moment)
    return step(match, "agree", ITSELF)


@action("mentor_request.decline")
def decline_request(*, choice: RequestChoice, acting: Actor, note: str) -> MentorRequest:
    """The mentor declines with a reason; the next choice is asked."""
    _mentor, request, turn, _rivals = _turn(choice, with_rivals=False)
    who = _who(turn, acting)
    check(turn, "decline", who)
    if not note.strip():
        message = _("Say why: the curator looks for another pair by this.")
        raise InputError(message, problems=[{"place": "note", "message": message}])
    step(turn, "decline", who, **_answered(turn, acting, note))
    if request.is_open:
        advance(request)
    return request


@action("mentor_request.withdraw")
def withdraw_request(*, request: MentorRequest, acting: Actor) -> MentorRequest:
    """The mentee thinks better of it (the office: as told on paper)."""
    [found] = locked_requests(MentorRequest.objects.filter(pk=request.pk))
    author = agreeing.speaks_for(acting, found.card.person)
    who = agreeing.offices(acting) | ({AUTHOR} if author else frozenset())
    check(found, "withdraw", who)
    close_choices(found)
    return step(found, "withdraw", who, closed_on=today())


@action("mentor_request.set_terms")
def set_request_terms(*, answer_days: int, most_choices: int, acting: Actor) -> RequestTerms:
    """Set how the school asks: 1-60 days for an answer, 1-10 mentors. Requests made before keep their term."""
    permissions.require_office(acting)
    for place, value, most in (("answer_days", answer_days, 60), ("most_choices", most_choices, 10)):
        if not 1 <= value <= most:
            message = _("From 1 to %(most)s.") % {"most": most}
            raise InputError(message, problems=[{"place": place, "message": message}])
    return RequestTerms.objects.create(answer_days=answer_days, most_choices=most_choices, set_by=acting.account_id)
