"""A school's share in remote pairs, for its indicators and its places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from apps.region.exchange.models import RemotePair


@dataclass(frozen=True, slots=True)
class RemoteFacts:
    """Running remote pairs of a school, for its indicators: cards of its own people, (form code, pairs).

    ``led_elsewhere``: pairs whose mentor works in the other school.
    """

    mentor_cards: frozenset[int]
    mentee_cards: frozenset[int]
    pairs_by_form: tuple[tuple[str, int], ...]
    led_elsewhere: int


def remote_facts(school_id: int) -> RemoteFacts:
    """Running remote pairs of the school (one query)."""
    rows = RemotePair.objects.of(school_id).filter(state=RemotePair.State.ACTIVE)
    mentors: set[int] = set()
    mentees: set[int] = set()
    forms: dict[str, int] = {}
    led_elsewhere = 0
    for own, card, mentee, form in rows.values_list(
        "mentor_school", "offer__mentor_card", "request__mentee_card", "form"
    ):
        if own == school_id:
            mentors.add(card)
        else:
            mentees.add(mentee)
            led_elsewhere += 1
        forms[form] = forms.get(form, 0) + 1
    return RemoteFacts(frozenset(mentors), frozenset(mentees), tuple(sorted(forms.items())), led_elsewhere)


def live_requests(school_id: int, requests: Collection[UUID]) -> frozenset[UUID]:
    """Which of the requests still need their place at the own mentor: a running pair came out of them."""
    rows = RemotePair.objects.of(school_id).filter(
        mentor_school=school_id, state=RemotePair.State.ACTIVE, request__in=list(requests)
    )
    return frozenset(rows.values_list("request", flat=True))


@dataclass(frozen=True, slots=True)
class PairNews:
    """A remote pair as one of its schools tells its own people of it. ``own_account``: of this school's person."""

    other_school: str
    side: str
    own_account: UUID | None
    request: UUID


def pair_news(school_id: int, pair: UUID) -> PairNews | None:
    """None where the school is no side of the pair."""
    row = RemotePair.objects.of(school_id).select_related("mentor_school", "mentee_school").filter(pk=pair).first()
    if row is None:
        return None
    if row.mentor_school_id == school_id:
        return PairNews(row.mentee_school.short_name, "mentor", row.mentor_account, row.request_id)
    return PairNews(row.mentor_school.short_name, "mentee", row.mentee_account, row.request_id)
