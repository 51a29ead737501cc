"""Another mentor for a running pair: the new one is asked, the office goes on by the answer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from apps.school.pairs import replacement_queries
from apps.school.pairs.models import Replacement
from apps.school.people.models import Person

from .item import WaitingItem, short_day

ANSWER_DAYS = 7  # so long nobody is hurried
SHOWN = 20


def participant(speakers: Sequence[Person], day: datetime.date) -> list[WaitingItem]:
    """Pairs that these people (oneself, small wards) are asked to take over (two queries)."""
    if not speakers:
        return []
    return [_asked(change, day) for change in replacement_queries.asked_of(speakers)[:SHOWN]]


def _asked(change: Replacement, day: datetime.date) -> WaitingItem:
    deadline = localdate(change.created_at) + datetime.timedelta(days=ANSWER_DAYS)
    told = ", ".join(row.card.person.full_name for row in change.match.current_mentees)
    return WaitingItem(
        code="replacements.answer",
        title=_("You are asked to take a pair over: %(names)s") % {"names": told},
        detail=_("The work lasts until %(end)s. Read the terms, then agree or decline.")
        % {"end": short_day(change.ends_on)},
        deadline=deadline,
        overdue=deadline < day,
        url=reverse("pairs:replace_answer", kwargs={"replacement": change.pk}),
        action_label=_("Answer"),
        icon="arrow-left-right",
        kind="accent",
    )


def office() -> list[WaitingItem]:
    """Answers of new mentors by which the curator goes on (two queries)."""
    return [
        _agreed(change) if change.state == Replacement.State.AGREED else _declined(change)
        for change in replacement_queries.for_office()[:SHOWN]
    ]


def _agreed(change: Replacement) -> WaitingItem:
    return WaitingItem(
        code="replacements.order",
        title=_("%(name)s agrees to take the pair over, there is no order")
        % {"name": change.new_mentor.person.short_name},
        detail=_("Instead of %(name)s.") % {"name": change.old_mentor.person.short_name},
        url=reverse("pairs:replace_order", kwargs={"pair": change.match_id}),
        action_label=_("Prepare the order"),
        icon="file-earmark-text",
        kind="accent",
    )


def _declined(change: Replacement) -> WaitingItem:
    return WaitingItem(
        code="replacements.declined",
        title=_("%(name)s does not take the pair over") % {"name": change.new_mentor.person.short_name},
        detail=change.answer_note,
        url=reverse("pairs:replace", kwargs={"pair": change.match_id}),
        action_label=_("Ask another mentor"),
        icon="arrow-left-right",
        kind="warning",
    )
