"""Writes of the liaison: offers, requests and their answers. Each asks this school's regulation and, where another
school is concerned, the terms which that school has declared; then hands frozen data to the exchange.

All runs in one transaction: the place at the mentor and the remote pair come together or not at all.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from apps.region.exchange import intake, outlook
from apps.school.consents import queries as consents
from apps.school.liaison import queries, rules
from apps.school.pairs import queries as pairs
from apps.school.pairs.actions import free_remote_seat, take_remote_seat
from apps.school.pairs.facts import mentee_facts, mentor_facts
from apps.school.pairs.seats import lock_mentors, own_wish
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation.queries import current
from apps.school.regulation.rules import BankEntryFacts, MentorFacts, personal_data
from apps.school.regulation.rules.breach import breach
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, NotAllowed, Violation, refuse_if
from tenants.isolation.context import require_school


@action("offer.post")
def offer_mentor(*, mentor: MentorCard, topics: str, forms: Sequence[str], places: int, acting: Actor) -> UUID:
    """Offer a mentor to other schools. The offer opens when the mentor confirms it on the own page."""
    [card] = lock_mentors([mentor])
    account = card.person.account_id
    if account is None:
        raise Conflict(
            _("%(name)s has no account and cannot confirm the offer.") % {"name": card.person.short_name},
            next_step=_("Invite the mentor on the person's card, then offer again."),
        )
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
    intake.answer_offer(school_id=queries.own_id(), offer=offer, account=acting.account_id, agreed=agreed)


@action("offer.withdraw")
def withdraw_offer(*, offer: UUID, acting: Actor) -> None:
    """Nobody can ask for the mentor any more; requests that wait are declined; running pairs go on."""
    intake.withdraw_offer(school_id=queries.own_id(), offer=offer)


@action("request.post")
def ask_for_mentor(
    *,
    offer: UUID,
    mentee: MenteeCard,
    need: str,
    form: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    acting: Actor,
) -> UUID:
    """Ask another school for a mentor. What the curator asks is approved on this side; a mentee's own request waits."""
    by_curator = acting.has("curator", "system")
    if not by_curator and mentee.person.account_id != acting.account_id:
        raise NotAllowed()
    line = outlook.open_offer(queries.own_id(), offer)
    _require_asking(mentee, line.school_id, line.school, form, starts_on, ends_on)
    view = current()
    with override(rules.LANGUAGE):
        form_title = view.local_name("mentoring_form", form)
        about = view.local_name("mentee_category", mentee.category)
    return intake.post_request(
        intake.RequestPosted(
            school_id=queries.own_id(),
            offer=offer,
            mentee_card=mentee.pk,
            mentee_account=mentee.person.account_id,
            mentee_name=mentee.person.full_name,
            mentee_about=about,
            need=need,
            form=form,
            form_title=form_title,
            starts_on=starts_on,
            ends_on=ends_on,
            by_curator=by_curator,
        )
    )


def _require_asking(
    mentee: MenteeCard,
    mentor_school_id: int,
    mentor_school: str,
    form: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
) -> None:
    """Refuse what either regulation forbids: the stricter wins, and each refusal says whose it is."""
    view, day, person = current(), today(), mentee.person
    who = mentee_facts(mentee, agrees=True)
    facts = rules.RemoteFacts(form, day, starts_on, ends_on, mentee=who)
    standing = consents.standings([person])[person.pk]
    entry = BankEntryFacts(
        bank="mentee",
        name=person.short_name,
        categories=who.categories,
        on=day,
        pd_consent=standing.personal_data,
        birth_date=person.birth_date,
        minor=standing.minor,
        guardian_pd_consent=standing.guardian_personal_data,
    )
    own = rules.said_by(require_school().short_name, [*rules.broken(view, facts), *personal_data(view, entry)])
    other = rules.said_by(mentor_school, rules.broken_elsewhere(queries.terms_of(mentor_school_id), facts))
    refuse_if([*own, *other], next_step=_("Change the form or the term, or choose another mentor."))


@action("request.approve_own")
def approve_own_request(*, request: UUID, acting: Actor) -> None:
    """The curator approves what an own mentee has asked; then the mentor's school answers."""
    line = outlook.request(queries.own_id(), request)
    if line.mentee_card is None:
        raise NotAllowed()
    mentee = queries.mentee_card(line.mentee_card)
    _require_asking(mentee, line.mentor_school_id, line.mentor_school, line.form, line.starts_on, line.ends_on)
    intake.approve_own(school_id=queries.own_id(), request=request)


@action("request.approve")
def approve_incoming_request(*, request: UUID, acting: Actor) -> UUID:
    """Give another school's mentee a place at an own mentor: the remote pair comes into being. Returns its key."""
    line = outlook.request(queries.own_id(), request)
    if line.mentor_card is None:
        raise NotAllowed()
    card = queries.mentor_card(line.mentor_card)
    view = current()
    who = MentorFacts(card.person.short_name, frozenset({card.category}))
    facts = rules.RemoteFacts(line.form, today(), line.starts_on, line.ends_on, mentor=who)
    refuse_if(
        rules.said_by(require_school().short_name, rules.broken(view, facts)),
        next_step=_("Decline the request with a reason: the other school can ask anew."),
    )
    made = intake.make_pair(school_id=queries.own_id(), request=request)
    take_remote_seat(mentor_card=card, remote_request=made.request, acting=acting)
    return made.pair


@action("request.decline")
def decline_request(*, request: UUID, reason: str, acting: Actor) -> None:
    """Say no with a reason: to an own mentee's request, or to another school's."""
    intake.decline_request(school_id=queries.own_id(), request=request, reason=reason)


@action("request.withdraw")
def withdraw_request(*, request: UUID, acting: Actor) -> None:
    """Take an own request back."""
    intake.withdraw_request(school_id=queries.own_id(), request=request)


def free_stale_seats(*, acting: Actor) -> int:
    """Give back places of remote pairs whose work is over. Repeatable; returns how many were given back."""
    stale = queries.stale_seats()
    return sum(free_remote_seat(remote_request=request, acting=acting) for request in stale)
