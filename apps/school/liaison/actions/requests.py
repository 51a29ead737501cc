"""Requests and the four answers to them: both people and both curators, the mentor's curator last."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.region.exchange import intake, outlook
from apps.school.liaison import measuring, queries, rules
from apps.school.liaison.consenting import require_transfer
from apps.school.pairs.actions import take_remote_seat
from apps.school.people.models import MenteeCard
from apps.school.regulation.queries import current
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import InputError, NotAllowed, refuse_if


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
    """Ask another school for a mentor. What the curator asks is approved on this side; a mentee's own request waits.

    Either way both say yes: the curator answers the mentee's request, the mentee the curator's. A mentee without an
    account has told the curator on paper.
    """
    by_curator = acting.has("curator", "system")
    by_mentee = mentee.person.account_id is not None and mentee.person.account_id == acting.account_id
    if not by_curator and not by_mentee:
        raise NotAllowed()
    line = outlook.open_offer(queries.own_id(), offer)
    _require_asking(mentee, line.school_id, line.school, form, starts_on, ends_on)
    require_transfer(mentee.person, acting)
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
            by_mentee=by_mentee or mentee.person.account_id is None,
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
    refuse_if(
        measuring.refusals_of_mentee(mentee, mentor_school_id, mentor_school, form, starts_on, ends_on),
        next_step=_("Change the form or the term, or choose another mentor."),
    )


@action("request.approve_own")
def approve_own_request(*, request: UUID, acting: Actor) -> None:
    """The curator approves an own mentee's request, or a school's answer to an own need: now the name may leave."""
    line = outlook.request(queries.own_id(), request)
    if line.mentee_card is None:
        raise NotAllowed()
    mentee = queries.mentee_card(line.mentee_card)
    _require_asking(mentee, line.mentor_school_id, line.mentor_school, line.form, line.starts_on, line.ends_on)
    require_transfer(mentee.person, acting)
    intake.approve_own(
        school_id=queries.own_id(),
        request=request,
        mentee_name=mentee.person.full_name,
        by_mentee=mentee.person.account_id is None,
    )


@action("request.answer")
def answer_as_mentee(*, request: UUID, agreed: bool, reason: str = "", acting: Actor) -> None:
    """The mentee's own yes or no; a no says why."""
    _require_reason(agreed, reason)
    if acting.account_id is None:
        raise NotAllowed()
    if agreed:
        require_transfer(queries.own_person(acting), acting)
    intake.answer_mentee(
        school_id=queries.own_id(), request=request, account=acting.account_id, agreed=agreed, reason=reason
    )


@action("request.answer_as_mentor")
def answer_as_mentor(*, request: UUID, agreed: bool, reason: str = "", acting: Actor) -> None:
    """The mentor's own yes or no to this very request; a no says why."""
    _require_reason(agreed, reason)
    if acting.account_id is None:
        raise NotAllowed()
    if agreed:
        require_transfer(queries.own_person(acting), acting)
    intake.answer_mentor(
        school_id=queries.own_id(), request=request, account=acting.account_id, agreed=agreed, reason=reason
    )


def _require_reason(agreed: bool, reason: str) -> None:
    if not agreed and not reason.strip():
        message = _("Say why: the other side reads it.")
        raise InputError(message, problems=[{"place": "reason", "message": message}])


@action("request.approve")
def approve_incoming_request(*, request: UUID, acting: Actor) -> UUID:
    """Give another school's mentee a place at an own mentor: the remote pair comes into being. Returns its key.

    Measured by both acts; the limit of mentees over all schools where the person mentors.
    """
    line = outlook.request(queries.own_id(), request)
    if line.mentor_card is None:
        raise NotAllowed()
    card = queries.mentor_card(line.mentor_card)
    require_transfer(card.person, acting)
    broken = measuring.refusals_of_mentor(card, line.school_id, line.school, line.form, line.starts_on, line.ends_on)
    broken += measuring.refusals_of_load(card, line.offer, line.school_id, line.school)
    refuse_if(broken, next_step=_("Decline the request with a reason: the other school can ask anew."))
    made = intake.make_pair(school_id=queries.own_id(), request=request)
    take_remote_seat(mentor_card=card, remote_request=made.request, acting=acting)
    return made.pair


@action("request.decline")
def decline_request(*, request: UUID, reason: str, acting: Actor) -> None:
    """Say no with a reason: to an own mentee's request, or to another school's."""
    intake.decline_request(school_id=queries.own_id(), request=request, reason=reason)


@action("remote_request.withdraw")
def withdraw_request(*, request: UUID, acting: Actor) -> None:
    """Take an own request back, or the own answer to another school's need."""
    intake.withdraw_request(school_id=queries.own_id(), request=request)
