"""Needs published without a name, and answers to those of other schools."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.region.exchange import intake, outlook
from apps.school.liaison import measuring, queries, rules
from apps.school.pairs.facts import mentee_facts
from apps.school.people.models import MenteeCard
from apps.school.regulation.queries import current
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import InputError, Violation, refuse_if
from tenants.isolation.context import require_school


@action("need.publish")
def publish_need(
    *,
    mentee: MenteeCard,
    text: str,
    subjects: Sequence[str],
    forms: Sequence[str],
    starts_on: datetime.date,
    ends_on: datetime.date,
    times: Mapping[str, Any] | None = None,
    acting: Actor,
) -> UUID:
    """Publish what an own mentee needs to all schools of the region. Nobody is named; the own regulation is asked."""
    _refuse_names(mentee, text)
    view, who = current(), mentee_facts(mentee, agrees=True)
    broken: list[Violation] = []
    for form in forms:
        broken += rules.broken(view, rules.RemoteFacts(form, today(), starts_on, ends_on, mentee=who))
    refuse_if(
        [*measuring.own_data(mentee), *rules.said_by(require_school().short_name, dict.fromkeys(broken))],
        next_step=_("Change the forms or the term."),
    )
    with override(rules.LANGUAGE):
        titles = tuple(intake.FormTitle(code, view.local_name("mentoring_form", code)) for code in forms)
        about = view.local_name("mentee_category", mentee.category)
    return intake.post_need(
        intake.NeedPosted(
            school_id=queries.own_id(),
            mentee_card=mentee.pk,
            mentee_account=mentee.person.account_id,
            about=about,
            text=text,
            subjects=tuple(subjects),
            forms=titles,
            times=dict(times or {}),
            starts_on=starts_on,
            ends_on=ends_on,
        )
    )


def _refuse_names(mentee: MenteeCard, text: str) -> None:
    """The need is read by everybody in the region: the mentee's surname must not stand in it."""
    if mentee.person.last_name.casefold() in text.casefold():
        message = _("Write without names: the need names %(name)s.") % {"name": mentee.person.last_name}
        raise InputError(message, problems=[{"place": "text", "message": message}])


@action("need.withdraw")
def withdraw_need(*, need: UUID, acting: Actor) -> None:
    """Take the need back; answers that wait are declined."""
    intake.withdraw_need(school_id=queries.own_id(), need=need)


@action("need.answer")
def answer_need(*, need: UUID, offer: UUID, form: str, acting: Actor) -> UUID:
    """Answer another school's need with an own offered mentor. Measured by both acts as far as they are known."""
    line, own = outlook.open_need(queries.own_id(), need), outlook.own_offer(queries.own_id(), offer)
    if own.mentor_card is None:
        raise LookupError("an own offer knows its mentor's card")
    card = queries.mentor_card(own.mentor_card)
    refuse_if(
        measuring.refusals_of_mentor(card, line.school_id, line.school, form, line.starts_on, line.ends_on),
        next_step=_("Choose another form or another mentor."),
    )
    title = next((each.title for each in line.forms if each.code == form), "")
    if not title:
        message = _("The mentee does not ask for this form.")
        raise InputError(message, problems=[{"place": "form", "message": message}])
    return intake.answer_need(school_id=queries.own_id(), need=need, offer=offer, form=form, form_title=title)
