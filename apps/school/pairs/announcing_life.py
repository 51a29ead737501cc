"""Whom the life of a running pair tells what: absences, changes of the term, the end.

Imported by ``PairsConfig.ready``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.days import every_day
from apps.school.notices.reactions import key_of, on
from apps.school.notices.recipients import holding
from apps.school.notices.sending import Happening, notify, notify_all
from apps.school.people.announcing import accounts_by_person, accounts_of
from kernel.actions import ActionRecord

from . import queries
from .models import Agreement, Match, Pause

PAUSE_DAYS = 3
"""So many days before its last one a pause is told of."""
ENDING_DAYS = (30, 7)
"""So many days before the end of a pair it is told of."""

kinds.register(
    "pair.paused",
    group="pairs",
    title=_("A pair pauses its work"),
    text=_("%(pair)s: %(who)s is away from %(first)s to %(last)s."),
)
kinds.register(
    "pair.pause_moved",
    group="pairs",
    title=_("The end of a pause has changed"),
    text=_("%(pair)s: the last day of the pause is %(last)s now."),
)
kinds.register(
    "pair.pause_ending",
    group="pairs",
    title=_("A pause ends soon"),
    text=_("%(pair)s: the last day of the pause is %(last)s. Agree on the next meeting."),
    asks=True,
)
kinds.register(
    "pair.resumed",
    group="pairs",
    title=_("A pair goes on with its work"),
    text=_("%(pair)s: the pause is over."),
)
kinds.register(
    "pair.term_asked",
    group="pairs",
    title=_("You are asked to agree to another term of a pair"),
    text=_("%(pair)s: until %(until)s instead of %(was)s."),
    asks=True,
)
kinds.register(
    "pair.term_agreed",
    group="pairs",
    title=_("Another term of a pair is agreed"),
    text=_("%(pair)s: until %(until)s; the order can be prepared."),
    asks=True,
)
kinds.register(
    "pair.term_declined",
    group="pairs",
    title=_("Another term of a pair is declined"),
    text=_("%(pair)s: the term stays until %(was)s. Reason: %(reason)s"),
)
kinds.register(
    "pair.ended",
    group="pairs",
    title=_("Your pair has ended its work"),
    text=_("%(pair)s: the last day is %(closed)s."),
)
kinds.register(
    "pair.ending",
    group="pairs",
    title=_("The term of a pair ends soon"),
    text=_("%(pair)s: the last day is %(until)s. Sum up, or ask for a longer term."),
    asks=True,
)


def people_of_pairs(matches: Sequence[Match], *, office: bool = False) -> dict[int, list[UUID]]:
    """Pair -> accounts of its people now, the curators' behind them where the ``office`` is told too (two queries)."""
    accounts = accounts_by_person(row.card.person for match in matches for row in match.current_people)
    curators = holding("curator") if office else []
    return {
        match.pk: [*(one for row in match.current_people for one in accounts[row.card.person_id]), *curators]
        for match in matches
    }


def _tell(kind: str, match: Match, key: str, record: ActionRecord, *, office: bool = False, **facts: object) -> None:
    """Tell everybody of the pair but the one who did it."""
    to = people_of_pairs([match], office=office)[match.pk]
    told = Happening(to=to, key=key, url=match.get_absolute_url(), facts={"pair": match.title, **facts})
    notify_all(kind, [told], besides=record.acting)


def _match(reference: object) -> Match:
    return queries.with_people(Match.objects.filter(pk=key_of(reference))).get()


# ---- absences


@on("pair.pause", "pair.move_pause")
def tell_of_pause(record: ActionRecord) -> None:
    """From when to when somebody is away; why is on the page of the pair only."""
    match = _match(record.subject)
    pause = match.pauses.select_related("person").get(state=Pause.State.SET)
    is_new = record.code == "pair.pause"
    _tell(
        "pair.paused" if is_new else "pair.pause_moved",
        match,
        f"{pause.pk}" if is_new else f"{pause.pk}:{pause.updated_at.isoformat()}",
        record,
        office=True,
        who=pause.person.short_name,
        first=pause.first_day,
        last=pause.last_day,
    )


@on("pair.resume", "pair.end_pause")
def tell_of_resumption(record: ActionRecord) -> None:
    """The work goes on, or the pause was called off before it began."""
    match = _match(record.subject)
    pause = match.pauses.exclude(state=Pause.State.SET).order_by("-updated_at").first()
    if pause is not None:
        _tell("pair.resumed", match, f"{pause.pk}", record, office=True)


@every_day
def tell_of_ending_pauses(day: datetime.date) -> None:
    """Each pause once, some days before the pair is to meet again."""
    last = day + datetime.timedelta(days=PAUSE_DAYS)
    rows = Pause.objects.filter(state=Pause.State.SET, first_day__lte=day, last_day__range=(day, last))
    ends = dict(rows.values_list("match_id", "last_day"))
    told = {match: _Told(f"{match}:{end}", {"last": end}) for match, end in ends.items()}
    _tell_each("pair.pause_ending", told)


@dataclass(frozen=True, slots=True)
class _Told:
    key: str
    facts: Mapping[str, object]


def _tell_each(kind: str, told: Mapping[int, _Told]) -> None:
    """Tell many pairs, by id, and the curators (a fixed number of queries)."""
    matches = list(queries.with_people(Match.objects.filter(pk__in=told)))
    to = people_of_pairs(matches, office=True)
    notify_all(
        kind,
        [
            Happening(
                to=to[match.pk],
                key=told[match.pk].key,
                url=match.get_absolute_url(),
                facts={"pair": match.title, **told[match.pk].facts},
            )
            for match in matches
        ],
    )


# ---- the term and the end


def awaited(rows: Iterable[Agreement]) -> list[UUID]:
    """Accounts of those whose word is missing: the persons named, everybody who holds the office named."""
    missing = [row for row in rows if row.accepted is None]
    offices = {row.role for row in missing if row.person is None}
    persons = accounts_of(row.person for row in missing if row.person is not None)
    return [*persons, *(holding(*offices) if offices else [])]


@on("pair.extend", "pair.shorten", "pair.answer_term_change")
def tell_of_term_change(record: ActionRecord) -> None:
    """Whoever is to agree; when all have agreed the curator; when somebody has not, everybody."""
    match = _match(record.subject)
    change = match.term_changes.order_by("-pk").prefetch_related("agreements__person").first()
    if change is None:
        return
    rows = list(change.agreements.all())
    refused = next((row for row in rows if row.accepted is False), None)
    if refused is not None:
        _tell("pair.term_declined", match, f"{change.pk}", record, office=True, reason=refused.note, was=change.old_end)
        return
    agreed = all(row.accepted for row in rows)
    notify(
        "pair.term_agreed" if agreed else "pair.term_asked",
        to=holding("curator") if agreed else awaited(rows),
        key=f"{change.pk}",
        besides=record.acting,
        url=match.get_absolute_url(),
        pair=match.title,
        until=change.new_end,
        was=change.old_end,
    )


@on("pair.end")
def tell_of_end(record: ActionRecord) -> None:
    """Those who were in the pair on its last day."""
    match = _match(record.subject)
    _tell("pair.ended", match, f"{match.pk}", record, office=True, closed=match.closed_on)


@every_day
def tell_of_ending_pairs(day: datetime.date) -> None:
    """Each running pair once for every term in ``ENDING_DAYS`` that its end has come into."""
    last = day + datetime.timedelta(days=max(ENDING_DAYS))
    rows = Match.objects.filter(state=Match.State.ACTIVE, ends_on__range=(day, last))
    told = {}
    for match, end in rows.values_list("pk", "ends_on"):
        term = min(days for days in ENDING_DAYS if (end - day).days <= days)
        told[match] = _Told(f"{match}:{end}:{term}", {"until": end})
    _tell_each("pair.ending", told)
