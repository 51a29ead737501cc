"""What a signature changes, in words for the head, in the language of the page."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .kinds import (
    ANNUAL_PROGRAMME,
    INCENTIVE,
    MENTOR_REPLACEMENT,
    PAIR_END,
    PAIR_FORMATION,
    PAIR_TERM_CHANGE,
    PAIRS_FORMATION,
    REGULATION_APPROVAL,
)
from .models import Order
from .regulation_act.facts import approval_changes

Facts = Mapping[str, Any]


def changes_of(order: Order) -> list[str]:
    """Sentences, the most important first."""
    return [*WRITERS[order.kind](order.facts), _("The documents are made and the participants can read them.")]


def names_of(people: Sequence[Facts]) -> str:
    return ", ".join(" ".join(filter(None, (p["last_name"], p["first_name"], p["patronymic"]))) for p in people)


def _day(value: str) -> str:
    return date_format(datetime.date.fromisoformat(value), "DATE_FORMAT")


def _formation(facts: Facts) -> list[str]:
    return [
        _("The pair begins its work. Mentor: %(mentors)s. Mentee: %(mentees)s.")
        % {"mentors": names_of(facts["mentors"]), "mentees": names_of(facts["mentees"])},
        _("Form: %(form)s; type: %(type)s.") % {"form": facts["form"], "type": facts["type"]},
        _("Term: %(start)s – %(end)s") % {"start": _day(facts["starts_on"]), "end": _day(facts["ends_on"])},
        _("A personalised programme is opened for the pair."),
    ]


def _many(facts: Facts) -> list[str]:
    count = len(facts["pairs"])
    begun = ngettext("%(count)s pair begins its work:", "%(count)s pairs begin their work:", count) % {"count": count}
    pairs = [
        _("%(mentors)s – %(mentees)s, %(start)s – %(end)s.")
        % {
            "mentors": names_of(pair["mentors"]),
            "mentees": names_of(pair["mentees"]),
            "start": _day(pair["starts_on"]),
            "end": _day(pair["ends_on"]),
        }
        for pair in facts["pairs"]
    ]
    return [begun, *pairs, _("A personalised programme is opened for each pair.")]


def _end(facts: Facts) -> list[str]:
    return [
        _("The pair ends on %(day)s. Mentor: %(mentors)s. Mentee: %(mentees)s.")
        % {
            "day": _day(facts["closed_on"]),
            "mentors": names_of(facts["mentors"]),
            "mentees": names_of(facts["mentees"]),
        },
        _("The mentor's place is free again."),
    ]


def _replacement(facts: Facts) -> list[str]:
    kept = _("The term does not change: until %(day)s") if facts["keeps_period"] else _("The new end: %(day)s")
    return [
        _("%(new)s becomes the mentor instead of %(old)s.")
        % {"new": names_of(facts["mentors"]), "old": names_of([facts["old_mentor"]])},
        _("Mentee: %(mentees)s.") % {"mentees": names_of(facts["mentees"])},
        kept % {"day": _day(facts["ends_on"])},
    ]


def _term_change(facts: Facts) -> list[str]:
    return [
        _("Mentor: %(mentors)s. Mentee: %(mentees)s.")
        % {"mentors": names_of(facts["mentors"]), "mentees": names_of(facts["mentees"])},
        _("The pair ends on %(new)s instead of %(old)s.")
        % {"new": _day(facts["ends_on"]), "old": _day(facts["old_end"])},
    ]


def _annual(facts: Facts) -> list[str]:
    return [
        _("The annual programme of %(year)s is approved.") % {"year": facts["year"]},
        _("Pairs of this school year may begin their work."),
    ]


def _incentive(facts: Facts) -> list[str]:
    return [
        _("%(reward)s: %(people)s.") % {"reward": reward["title"], "people": names_of(reward["people"])}
        for reward in facts["rewards"]
    ]


Writer = Callable[[Facts], list[str]]

WRITERS: dict[str, Writer] = {
    PAIR_FORMATION: _formation,
    PAIRS_FORMATION: _many,
    PAIR_END: _end,
    MENTOR_REPLACEMENT: _replacement,
    INCENTIVE: _incentive,
    PAIR_TERM_CHANGE: _term_change,
    ANNUAL_PROGRAMME: _annual,
    REGULATION_APPROVAL: approval_changes,
}


def tells(kind: str) -> Callable[[Writer], Writer]:
    """``@tells(COMMISSION)``: what the signature of another module's kind of act changes."""

    def register(writer: Writer) -> Writer:
        WRITERS[kind] = writer
        return writer

    return register
