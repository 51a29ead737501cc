"""Needs published without a name, and schools' answers to them."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.region.exchange.models import Need, RemoteRequest
from kernel.errors import Conflict, NotFound

from .offers import FormTitle
from .requests import answer_by, open_offer
from .telling import decline, tell


@dataclass(frozen=True, slots=True)
class NeedPosted:
    """What a mentee of ``school_id`` needs. No name: the card and the account mean nothing outside the school."""

    school_id: int
    mentee_card: int
    mentee_account: UUID | None
    about: str
    text: str
    subjects: tuple[str, ...]
    forms: tuple[FormTitle, ...]
    times: dict[str, Any]
    starts_on: datetime.date
    ends_on: datetime.date


def post_need(posted: NeedPosted) -> UUID:
    """Publish a need. One open need per mentee."""
    own = Need.objects.of(posted.school_id).filter(mentee_card=posted.mentee_card)
    if own.filter(state=Need.State.OPEN).exists():
        raise Conflict(_("A need of this mentee is published already."), next_step=_("Withdraw the present one first."))
    return Need.objects.create(**asdict(posted)).pk


def withdraw_need(*, school_id: int, need: UUID) -> None:
    """Nobody can answer any more; answers that wait are declined."""
    row = Need.objects.of(school_id).select_for_update().filter(pk=need).first()
    if row is None:
        raise NotFound()
    if row.state != Need.State.OPEN:
        raise Conflict(_("This need is not open: %(state)s.") % {"state": row.get_state_display()})
    row.state = Need.State.WITHDRAWN
    row.save(update_fields=["state", "updated_at"])
    waiting = RemoteRequest.objects.of(school_id).filter(answers_to=row, state=RemoteRequest.State.ASKED)
    for answer in waiting.select_related("school", "mentor_school", "offer"):
        decline(answer, RemoteRequest.Party.MENTEE_CURATOR, _("The school has withdrawn the need."))


def answer_need(*, school_id: int, need: UUID, offer: UUID, form: str, form_title: str) -> UUID:
    """A school answers another one's need with its open offer; the mentee's curator is asked next.

    No name is known here, and none is kept, before that curator approves.
    """
    asked = Need.objects.of_all_schools().filter(pk=need, state=Need.State.OPEN).exclude(school=school_id).first()
    if asked is None:
        raise NotFound()
    row = open_offer(offer, asked.school_id, form)
    asked = Need.objects.of_all_schools().select_for_update().get(pk=asked.pk)
    if row.school_id != school_id:
        raise NotFound()
    if asked.state != Need.State.OPEN:
        raise Conflict(_("This need is not open: %(state)s.") % {"state": asked.get_state_display()})
    both = RemoteRequest.objects.of(school_id).filter(offer=row, school=asked.school_id, mentee_card=asked.mentee_card)
    if both.filter(state__in=[RemoteRequest.State.ASKED, RemoteRequest.State.APPROVED]).exists():
        raise Conflict(_("This mentor and this mentee are brought together already."))
    made = RemoteRequest.objects.create(
        offer=row,
        answers_to=asked,
        mentor_school_id=school_id,
        school_id=asked.school_id,
        mentee_card=asked.mentee_card,
        mentee_account=asked.mentee_account,
        mentee_name="",
        mentee_about=asked.about,
        need=asked.text,
        form=form,
        form_title=form_title,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        answer_by=answer_by(),
    )
    tell(made, "asked")
    return made.pk
