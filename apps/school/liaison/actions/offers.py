"""Offers: the curator offers a mentor, the mentor confirms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from apps.region.exchange import intake
from apps.school.liaison import queries, rules
from apps.school.liaison.consenting import require_transfer
from apps.school.pairs import queries as pairs
from apps.school.pairs.facts import mentor_facts
from apps.school.pairs.seats import lock_mentors, own_wish
from apps.school.people.models import MentorCard
from apps.school.regulation.queries import current
from apps.school.regulation.rules.breach import breach
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, NotAllowed, Violation, refuse_if


@action("offer.post")
def offer_mentor(
    *,
    mentor: MentorCard,
    topics: str,
    forms: Sequence[str],
    places: int,
    times: Mapping[str, Any] | None = None,
    agreement: bool = False,
    acting: Actor,
) -> UUID:
    """Offer a mentor to other schools. The offer opens when the mentor confirms it on the own page.

    ``times``: hours of the week in which the mentor can meet, in the shape of the exchange's ``weekly``; ``agreement``:
    the school wants an agreement between the organisations before the first meeting.
    """
    [card] = lock_mentors([mentor])
    account = card.person.account_id
    if account is None:
        raise Conflict(
            _("%(name)s has no account and cannot confirm the offer.") % {"name": card.person.short_name},
            next_step=_("Invite the mentor on the person's card, then offer again."),
        )
    require_transfer(card.person, acting)
    view = current()
    room = queries.room_of(card)
    refuse_if(
        _offer_refusals(view, card, forms, room.taken, places),
        next_step=ngettext(
            "At most %(count)s place can be offered.", "At most %(count)s places can be offered.", room.left
        )
        % {"count": room.left},
    )
    with override(rules.LANGUAGE):
        titles = tuple(intake.FormTitle(code, view.local_name("mentoring_form", code)) for code in forms)
    return intake.post_offer(
        intake.OfferPosted(
            school_id=queries.own_id(),
            mentor_card=card.pk,
            mentor_account=account,
            mentor_name=card.person.full_name,
            mentor_position=card.person.position,
            subjects=tuple(card.subjects),
            topics=topics,
            forms=titles,
            places=places,
            times=dict(times or {}),
            agreement=agreement,
        )
    )


def _offer_refusals(
    view: RegulationView, card: MentorCard, forms: Sequence[str], taken: int, places: int
) -> list[Violation]:
    day = today()
    found: list[Violation] = []
    # The term is the request's business: any term within the bounds will do here.
    first, last = day, rules.longest_term(view, day)
    for form in forms:
        facts = rules.RemoteFacts(form, day, first, last, mentor=mentor_facts(card, pairs.Load(), agrees=True))
        found += rules.broken(view, facts)
    limit = view.value("pairing.max_mentees")["individual"]
    if limit is not None and taken + places > limit:
        found.append(breach(view, "pairing.max_mentees", actual=str(taken + places)))
    else:
        found += own_wish(card, taken, places)
    return list(dict.fromkeys(found))


@action("offer.answer")
def answer_offer(*, offer: UUID, agreed: bool, acting: Actor) -> None:
    """The mentor's own answer: with consent the offer opens, without it is withdrawn."""
    if acting.account_id is None:
        raise NotAllowed()
    if agreed:
        require_transfer(queries.own_person(acting), acting)
    intake.answer_offer(school_id=queries.own_id(), offer=offer, account=acting.account_id, agreed=agreed)


@action("offer.withdraw")
def withdraw_offer(*, offer: UUID, acting: Actor) -> None:
    """Nobody can ask for the mentor any more; requests that wait are declined; running pairs go on."""
    intake.withdraw_offer(school_id=queries.own_id(), offer=offer)
