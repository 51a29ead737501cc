"""What a signature changes, in words for the head, in the language of the page."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .kinds import MENTOR_REPLACEMENT, PAIR_FORMATION, REGULATION_APPROVAL
from .models import Order
from .regulation_act.facts import approval_changes

Facts = Mapping[str, Any]


def changes_of(order: Order) -> list[str]:
    """Sentences, the most important first."""
    return [*WRITERS[order.kind](order.facts), _("The documents are made and the participants can read them.")]


def _names(people: Sequence[Facts]) -> str:
    return ", ".join(" ".join(filter(None, (p["last_name"], p["first_name"], p["patronymic"]))) for p in people)


def _day(value: str) -> str:
    return date_format(datetime.date.fromisoformat(value), "DATE_FORMAT")


def _formation(facts: Facts) -> list[str]:
    return [
        _("The pair begins its work. Mentor: %(mentors)s. Mentee: %(mentees)s.")
        % {"mentors": _names(facts["mentors"]), "mentees": _names(facts["mentees"])},
        _("Form: %(form)s; type: %(type)s.") % {"form": facts["form"], "type": facts["type"]},
        _("Term: %(start)s – %(end)s") % {"start": _day(facts["starts_on"]), "end": _day(facts["ends_on"])},
        _("A personalised programme is opened for the pair."),
    ]


def _replacement(facts: Facts) -> list[str]:
    kept = _("The term does not change: until %(day)s") if facts["keeps_period"] else _("The new end: %(day)s")
    return [
        _("%(new)s becomes the mentor instead of %(old)s.")
        % {"new": _names(facts["mentors"]), "old": _names([facts["old_mentor"]])},
        _("Mentee: %(mentees)s.") % {"mentees": _names(facts["mentees"])},
        kept % {"day": _day(facts["ends_on"])},
    ]


WRITERS: Mapping[str, Callable[[Facts], list[str]]] = {
    PAIR_FORMATION: _formation,
    MENTOR_REPLACEMENT: _replacement,
    REGULATION_APPROVAL: approval_changes,
}
