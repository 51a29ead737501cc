"""The history of a pair in words, from the school's journal."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.school.journal.models import SchoolAudit
from kernel.actions import reference

from . import queries
from .models import Match

TITLES: Mapping[str, str | Promise] = {
    "pair.form": _("The pair is proposed"),
    "pair.answer": _("An answer"),
    "pair.send_to_signature": _("The order is put before the head"),
    "pair.take_order_back": _("The order came back unsigned"),
    "pair.activate": _("The order is signed, the work begins"),
    "pair.annul": _("The order is cancelled, the pair waits for a new one"),
    "pair.annul_term_change": _("The order of the new term is cancelled, the former term holds"),
    "pair.cancel": _("The pair is cancelled"),
    "pair.transfer": _("The pair passes under another version of the regulation"),
    "pair.end": _("The work is over"),
    "pair.order_end": _("The order of the end is put before the head"),
    "pair.replace_mentor": _("Another mentor is asked to take the pair over"),
    "pair.answer_replacement": _("An answer of the new mentor"),
    "pair.order_replacement": _("The order of the replacement is put before the head"),
    "pair.give_up_replacement": _("The replacement is given up"),
    "pair.carry_out_replacement": _("The mentor is replaced"),
    "pair.drop_replacement": _("The replacement is dropped"),
    "pair.extend": _("A longer term is asked for"),
    "pair.shorten": _("A shorter term is asked for"),
    "pair.answer_term_change": _("An answer to the change of the term"),
    "pair.order_term_change": _("The order of the new term is put before the head"),
    "pair.carry_out_term_change": _("The term is changed"),
    "pair.keep_term": _("The order of the new term came back unsigned"),
    "pair.withdraw_term_change": _("The change of the term is given up"),
    "pair.change_form": _("The form is changed"),
    "pair.form_by_request": _("The pair is formed by a request of the mentee, the mentor has agreed"),
    "pair.amend": _("The terms are amended: both sides are asked anew"),
    "pair.pause": _("A pause is announced"),
    "pair.move_pause": _("The pause is moved"),
    "pair.resume": _("The work goes on"),
    "pair.end_pause": _("The pause is over"),
}
KINDS = {
    "pair.activate": "success",
    "pair.cancel": "neutral",
    "pair.end": "neutral",
    "pair.form": "info",
    "pair.form_by_request": "info",
}


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history."""

    at: datetime.datetime
    title: str | Promise
    who: str
    kind: str


def events_of(match: Match) -> list[Event]:
    """The newest first; acts that mean nothing to a reader are left out."""
    people = [row.card.person for row in match.mentors.all()] + [row.card.person for row in match.mentees.all()]
    names = {reference(person): person.short_name for person in people}
    rows = queries.history_of(match).filter(code__in=TITLES)
    return [_event(row, names) for row in rows]


def _event(row: SchoolAudit, names: Mapping[str, str]) -> Event:
    title, kind = TITLES[row.code], KINDS.get(row.code, "neutral")
    if row.code == "pair.answer":
        accepted = bool(row.facts.get("accepted"))
        template = _("%(name)s agrees") if accepted else _("%(name)s declines")
        title = template % {"name": names.get(str(row.facts.get("person")), "")}
        kind = "success" if accepted else "warning"
    if row.code == "pair.answer_replacement":
        accepted = bool(row.facts.get("accepted"))
        title = _("The new mentor agrees") if accepted else _("The new mentor declines")
        kind = "success" if accepted else "warning"
    if row.code == "pair.transfer":
        act = _("order No. %(number)s") % {"number": row.facts.get("order_no", "")}
        title = f"{title} ({act})"
    return Event(row.at, title, row.actor_name, kind)
