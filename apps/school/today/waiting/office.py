"""What waits for the curator: people without a pair, pairs on their way, consents, lists."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Window
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.consents import queries as consents
from apps.school.consents import rules as consent_rules
from apps.school.liaison import waiting as liaison
from apps.school.pairs.models import OPEN_STATES, Match, MatchMentee
from apps.school.pairs.steps import awaited
from apps.school.people import queries as people
from apps.school.people.models import Card, MenteeCard, Person, StaffImport
from apps.school.regulation.view import RegulationView

from .item import NAMED, WaitingItem, few_or_all, names

ANSWER_DAYS = 5
SHOWN_IMPORTS = 3


@dataclass(frozen=True, slots=True)
class Lacks:
    """Who in the banks lacks consents: person id -> types. ``anybody``: whether the banks hold anybody at all."""

    lacked: Mapping[int, tuple[str, ...]]
    persons: Mapping[int, Person]
    anybody: bool


def lacks(view: RegulationView | None, day: datetime.date) -> Lacks:
    """Consents that people of the banks lack under the regulation (two queries however large the banks)."""
    everybody = {person.pk: person for person in consents.in_banks()}
    given = consents.in_force(everybody, day)
    found: dict[int, tuple[str, ...]] = {}
    for person in everybody.values():
        subject = consents.subject_of(person)
        needed = [code for role in roles_of(person) for code in consent_rules.needed(view, role, subject, day)]
        missing = consent_rules.lacking(tuple(dict.fromkeys(needed)), given[person.pk])
        if missing:
            found[person.pk] = missing
    return Lacks(found, everybody, bool(everybody))


def roles_of(person: Person) -> tuple[people.Bank, ...]:
    """The banks in which a person (read with both cards) stands now."""
    banks: tuple[people.Bank, ...] = ("mentor", "mentee")
    cards = {bank: people.card_of(person, bank) for bank in banks}
    return tuple(bank for bank, card in cards.items() if card is not None and card.state == Card.State.ACTIVE)


# ---- people


def mentees(view: RegulationView | None, remote_cards: Collection[int]) -> list[WaitingItem]:
    """Mentees of the bank without a pair, pairs with other schools counted as pairs (one query)."""
    paired = MatchMentee.objects.filter(card=OuterRef("pk"), until__isnull=True, match__state__in=OPEN_STATES)
    rows = people.mentees().filter(~Exists(paired)).exclude(pk__in=list(remote_cards))
    found = list(rows.order_by("person__sort_key", "pk").annotate(total=Window(Count("pk")))[: NAMED + 2])
    if not found:
        return []
    total: int = getattr(found[0], "total", len(found))
    if total <= NAMED:
        return [_lonely(card, view) for card in found]
    title = ngettext("%(count)s mentee has no pair", "%(count)s mentees have no pair", total) % {"count": total}
    return [
        WaitingItem(
            code="mentees.unpaired",
            title=title,
            detail=names([card.person.short_name for card in found], total),
            url=reverse("pairs:choose"),
            action_label=_("Choose mentors"),
            icon="person-raised-hand",
            kind="accent",
            count=total,
        )
    ]


def _lonely(card: MenteeCard, view: RegulationView | None) -> WaitingItem:
    chosen = f"{reverse('pairs:new')}?mentee={card.pk}"
    return WaitingItem(
        code="mentees.unpaired",
        title=_("%(name)s has no mentor") % {"name": card.person.full_name},
        detail=card.request,
        url=chosen if view is not None else reverse("pairs:choose"),
        action_label=_("Choose a mentor"),
        icon="person-raised-hand",
        kind="accent",
    )


def bank_lines(state: Lacks) -> list[WaitingItem]:
    """Consents that are missing; the first step of a school where nobody is in the banks."""
    if not state.anybody:
        return [_empty_banks()]
    if not state.lacked:
        return []
    total = len(state.lacked)
    title = ngettext(
        "%(count)s person in the banks lacks a consent", "%(count)s people in the banks lack consents", total
    )
    return [
        WaitingItem(
            code="consents.missing",
            title=title % {"count": total},
            detail=names([state.persons[key].short_name for key in state.lacked]),
            url=f"{reverse('consents:matrix')}?lacks=any",
            action_label=_("Collect consents"),
            icon="file-check",
            kind="warning",
            count=total,
        )
    ]


def _empty_banks() -> WaitingItem:
    return WaitingItem(
        code="people.absent",
        title=_("Nobody is in the banks yet"),
        detail=_("Load the staff list, then enter mentors and mentees into the banks."),
        url=reverse("people:import_new"),
        action_label=_("Load a list"),
        icon="cloud-upload",
        kind="accent",
    )


def imports() -> list[WaitingItem]:
    """Lists that were loaded and wait for the curator (one query)."""
    states = (StaffImport.State.UPLOADED, StaffImport.State.CHECKED)
    found = []
    for row in people.imports().filter(state__in=states)[:SHOWN_IMPORTS]:
        checked = row.state == StaffImport.State.CHECKED
        found.append(
            WaitingItem(
                code="imports.waiting",
                title=_("A loaded list waits for confirmation")
                if checked
                else _("A loaded list waits for its columns to be named"),
                detail=row.file_name,
                url=row.get_absolute_url(),
                action_label=_("Check and confirm") if checked else _("Name the columns"),
                icon="cloud-upload",
                kind="info",
            )
        )
    return found


# ---- pairs on their way


def is_slow(match: Match, day: datetime.date) -> bool:
    """True for a proposal without answers for longer than it should take."""
    return match.state == Match.State.PROPOSED and (day - localdate(match.created_at)).days > ANSWER_DAYS


def proposals(found: Sequence[Match]) -> list[WaitingItem]:
    """Proposed pairs that wait too long for an answer."""
    return few_or_all(found, _slow_pair, _slow_pairs)


def _answer_by(match: Match) -> datetime.date:
    return localdate(match.created_at) + datetime.timedelta(days=ANSWER_DAYS)


def _slow_pair(match: Match) -> WaitingItem:
    silent = ", ".join(person.short_name for person in awaited(match))
    return WaitingItem(
        code="pairs.unanswered",
        title=_("No answer to the proposal: %(pair)s") % {"pair": match.title},
        detail=_("Not answered yet: %(names)s") % {"names": silent},
        deadline=_answer_by(match),
        overdue=True,
        url=match.get_absolute_url(),
        action_label=_("Open the pair"),
        icon="chat-left-text",
        kind="warning",
    )


def _slow_pairs(found: Sequence[Match]) -> WaitingItem:
    title = ngettext(
        "%(count)s pair waits for an answer too long", "%(count)s pairs wait for an answer too long", len(found)
    )
    return WaitingItem(
        code="pairs.unanswered",
        title=title % {"count": len(found)},
        detail=names([match.title for match in found]),
        deadline=min(_answer_by(match) for match in found),
        overdue=True,
        url=f"{reverse('pairs:index')}?state=proposed",
        action_label=_("Open the pairs"),
        icon="chat-left-text",
        kind="warning",
        count=len(found),
    )


# ---- between schools


def between_schools() -> list[WaitingItem]:
    """Requests and returned cases (three queries)."""
    found = []
    asked = liaison.requests_waiting()
    if asked.incoming:
        title = ngettext(
            "%(count)s request of another school to our mentor",
            "%(count)s requests of other schools to our mentors",
            asked.incoming,
        )
        found.append(
            WaitingItem(
                code="remote.incoming",
                title=title % {"count": asked.incoming},
                url=reverse("liaison:incoming"),
                action_label=_("Answer"),
                icon="diagram-3",
                kind="info",
                count=asked.incoming,
            )
        )
    if asked.own:
        title = ngettext(
            "%(count)s of our mentees asks for a mentor of another school",
            "%(count)s of our mentees ask for mentors of other schools",
            asked.own,
        )
        found.append(
            WaitingItem(
                code="remote.own",
                title=title % {"count": asked.own},
                url=reverse("liaison:requests"),
                action_label=_("Look and decide"),
                icon="diagram-3",
                kind="info",
                count=asked.own,
            )
        )
    return found + _cases()


def _cases() -> list[WaitingItem]:
    return [
        WaitingItem(
            code="cases.returned",
            title=_("The institute has returned a case: %(title)s") % {"title": case.title},
            detail=case.comment,
            url=reverse("liaison:case", kwargs={"case": case.id}),
            action_label=_("Revise"),
            icon="collection",
            kind="warning",
        )
        for case in liaison.returned_cases()
    ]
