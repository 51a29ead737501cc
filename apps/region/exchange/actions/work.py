"""Writes in a remote pair: plan, meetings, completion. Both people and both curators work here."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.region.exchange import permissions, rules
from apps.region.exchange.models import RemoteAgreement, RemoteMeeting, RemotePair, RemotePlanItem
from apps.region.exchange.queries import locked_pair
from apps.region.exchange.seats import free_seat_later
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today
from kernel.errors import Conflict, InputError, NotAllowed, NotFound, refuse_if
from tenants.journal.marks import mark_school


def _at_work(pair: RemotePair) -> RemotePair:
    """The pair, locked; refuses when its work is over."""
    row = locked_pair(pair.pk)
    if row.state != RemotePair.State.ACTIVE:
        raise Conflict(_("The work of this pair is over: %(state)s.") % {"state": row.get_state_display()})
    return row


def _bad(place: str, message: str) -> InputError:
    return InputError(message, problems=[{"place": place, "message": message}])


@action("remote_pair.add_item")
def add_item(*, pair: RemotePair, title: str, due_on: datetime.date | None, acting: Actor) -> RemotePlanItem:
    """A new activity of the plan."""
    permissions.require_work(pair, acting)
    return RemotePlanItem.objects.create(pair=_at_work(pair), title=title, due_on=due_on)


def _item(pair: RemotePair, item: int) -> RemotePlanItem:
    found = RemotePlanItem.objects.select_for_update().filter(pair=pair, pk=item).first()
    if found is None:
        raise NotFound()
    return found


@action("remote_pair.mark_item")
def mark_item(*, pair: RemotePair, item: int, done: bool, acting: Actor) -> RemotePlanItem:
    """Mark an activity as done today, or take the mark back."""
    permissions.require_work(pair, acting)
    row = _item(_at_work(pair), item)
    row.done_on = (row.done_on or today()) if done else None
    row.save(update_fields=["done_on", "updated_at"])
    return row


@action("remote_pair.remove_item")
def remove_item(*, pair: RemotePair, item: int, acting: Actor) -> None:
    """Remove an activity that is not done yet."""
    permissions.require_work(pair, acting)
    row = _item(_at_work(pair), item)
    if row.done_on is not None:
        raise Conflict(_("An activity that is done stays in the plan."), next_step=_("Take the mark back first."))
    row.delete()


def _check_meeting(link: str) -> None:
    if not rules.is_secure_link(link):
        raise _bad("link", _("Give a secure address: it begins with https://."))


def _require_agreement(pair: RemotePair) -> None:
    """Where a school wants an agreement between the organisations, both heads agree before the first meeting."""
    if RemoteAgreement.objects.filter(pair=pair, agreed_at=None).exists():
        raise Conflict(
            _("The agreement between the two schools is not agreed yet."),
            next_step=_("Both heads agree on the page of the agreement; then plan the meeting."),
        )


@action("remote_pair.plan_meeting")
def plan_meeting(
    *, pair: RemotePair, starts_at: datetime.datetime, minutes: int, link: str, topic: str, acting: Actor
) -> RemoteMeeting:
    """A meeting with the link to join it."""
    permissions.require_work(pair, acting)
    _check_meeting(link)
    row = _at_work(pair)
    _require_agreement(row)
    try:
        with transaction.atomic():
            return RemoteMeeting.objects.create(pair=row, starts_at=starts_at, minutes=minutes, link=link, topic=topic)
    except IntegrityError as error:
        raise _bad("starts_at", _("The pair has a meeting at this time already.")) from error


def _meeting(pair: RemotePair, meeting: int) -> RemoteMeeting:
    found = RemoteMeeting.objects.select_for_update().filter(pair=pair, pk=meeting).first()
    if found is None:
        raise NotFound()
    return found


@action("remote_pair.move_meeting")
def move_meeting(
    *,
    pair: RemotePair,
    meeting: int,
    starts_at: datetime.datetime,
    minutes: int,
    link: str,
    topic: str,
    acting: Actor,
) -> RemoteMeeting:
    """Another time or another link for a planned meeting."""
    permissions.require_work(pair, acting)
    _check_meeting(link)
    row = _meeting(_at_work(pair), meeting)
    if row.state != RemoteMeeting.State.PLANNED:
        raise Conflict(_("This meeting is over: %(state)s.") % {"state": row.get_state_display()})
    row.starts_at, row.minutes, row.link, row.topic = starts_at, minutes, link, topic
    try:
        with transaction.atomic():
            row.save(update_fields=["starts_at", "minutes", "link", "topic", "updated_at"])
    except IntegrityError as error:
        raise _bad("starts_at", _("The pair has a meeting at this time already.")) from error
    return row


@action("remote_pair.record_meeting")
def record_meeting(
    *, pair: RemotePair, meeting: int, held: bool, missed_reason: str = "", note: str = "", acting: Actor
) -> RemoteMeeting:
    """What became of a meeting. ``note``: of the actor's own side."""
    permissions.require_work(pair, acting)
    row = _meeting(_at_work(pair), meeting)
    if held and row.starts_at > now():
        raise Conflict(_("This meeting has not begun yet."))
    if not held and not missed_reason:
        raise _bad("missed_reason", _("Say why the meeting did not take place."))
    row.state = RemoteMeeting.State.HELD if held else RemoteMeeting.State.MISSED
    row.missed_reason = "" if held else missed_reason
    if note:
        _write_note(pair, row, note, acting)
    row.save(update_fields=["state", "missed_reason", "mentor_note", "mentee_note", "updated_at"])
    return row


@action("remote_pair.write_note")
def write_note(*, pair: RemotePair, meeting: int, note: str, acting: Actor) -> RemoteMeeting:
    """The note of the actor's own side on a meeting; an empty text removes it."""
    row = _meeting(_at_work(pair), meeting)
    _write_note(pair, row, note, acting)
    row.save(update_fields=["mentor_note", "mentee_note", "updated_at"])
    return row


def _write_note(pair: RemotePair, row: RemoteMeeting, note: str, acting: Actor) -> None:
    side = permissions.side_of(pair, acting)
    if side is None:
        raise NotAllowed(_("Notes are written by the two people themselves."))
    setattr(row, f"{side}_note", note)


@action("remote_pair.close")
def close_pair(*, pair: RemotePair, ground: str, results: str, closed_on: datetime.date, acting: Actor) -> RemotePair:
    """The work of the pair is over, on a ground that both regulations have.

    Both schools are marked as changed; after commit the mentor's school gives the place back.
    """
    permissions.require_close(pair, acting)
    row = _at_work(pair)
    schools: dict[rules.Side, str] = {
        "mentor": row.mentor_school.short_name,
        "mentee": row.mentee_school.short_name,
    }
    refuse_if(
        rules.closing(row.conditions, schools, ground),
        next_step=_("Choose a ground that stands in the regulations of both schools."),
    )
    if not row.starts_on <= closed_on <= today():
        raise _bad("closed_on", _("The day must lie between the beginning of the pair's work and today."))
    completed = ground in rules.COMPLETING
    if completed and not results:
        raise _bad("results", _("Say what the pair has achieved."))
    row.state = RemotePair.State.COMPLETED if completed else RemotePair.State.ENDED
    row.closing_ground, row.closed_on, row.results = ground, closed_on, results
    row.closing_ground_title = rules.closing_grounds(row.conditions)[ground][:300]
    row.save(update_fields=["state", "closing_ground", "closing_ground_title", "closed_on", "results", "updated_at"])
    for school in (row.mentor_school, row.mentee_school):
        mark_school(school, "remote_pair.close")
    free_seat_later(row)
    return row
