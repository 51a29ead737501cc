"""How well an offered mentor suits a published need: points with their reasons in words. Pure, but for the dictionary.

The parts are those by which a school forms pairs at home, as far as two schools tell each other of them: subject,
words of the need among what the mentor can help with, common hours on both clocks, place. A form that the mentor is not
offered for bars the two.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.region.exchange.weekly import Weekly, common_words, hours_of
from kernel.words import lemmas

SUBJECT, COMPETENCE, SCHEDULE, PLACE = 35, 40, 15, 10
FULL = SUBJECT + COMPETENCE + SCHEDULE + PLACE
ENOUGH_COMMON_WORDS = 3


@dataclass(frozen=True, slots=True)
class Offered:
    """What is known of an offered mentor. ``forms``: codes; ``municipality``: its title; ``zone``: of the school."""

    subjects: tuple[str, ...]
    topics: str
    position: str
    forms: frozenset[str]
    times: Weekly | None
    zone: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Needed:
    """What is known of a need: as of an offer; ``text`` is written without names."""

    subjects: tuple[str, ...]
    text: str
    forms: frozenset[str]
    times: Weekly | None
    zone: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the points, in words."""

    text: str
    points: int
    most: int

    @property
    def is_strong(self) -> bool:
        """True when it speaks for the two."""
        return self.points * 2 >= self.most


@dataclass(frozen=True, slots=True)
class Fit:
    """Points of ``FULL`` and what they are made of, the weightiest first; ``form``: the first form common to both."""

    points: int
    reasons: tuple[Reason, ...]
    form: str


def fit(offered: Offered, needed: Needed, at: datetime.datetime) -> Fit | None:
    """The fit of the two at a moment (clocks of zones shift).

    None where no form is common to both, or nothing at all speaks for them: who only fills a line is no help.
    """
    common = sorted(offered.forms & needed.forms)
    if not common:
        return None
    parts = [
        _subject(offered, needed),
        _competence(offered, needed),
        _schedule(offered, needed, at),
        _place(offered, needed),
    ]
    if not any(part.points for part in parts):
        return None
    reasons = sorted((part for part in parts if part.text), key=lambda part: -part.points)
    return Fit(sum(part.points for part in parts), tuple(reasons), common[0])


def _folded(words: Iterable[str]) -> set[str]:
    return {word.strip().casefold() for word in words}


def _subject(offered: Offered, needed: Needed) -> Reason:
    common = _folded(offered.subjects) & _folded(needed.subjects)
    if common:
        names = ", ".join(name for name in offered.subjects if name.strip().casefold() in common)
        return Reason(_("The same subject: %(names)s.") % {"names": names}, SUBJECT, SUBJECT)
    if lemmas([*offered.subjects, offered.position]) & lemmas(needed.subjects):
        return Reason(_("A related subject."), SUBJECT * 2 // 3, SUBJECT)
    return Reason(_("Another subject.") if offered.subjects and needed.subjects else "", 0, SUBJECT)


def _competence(offered: Offered, needed: Needed) -> Reason:
    common = lemmas([offered.topics]) & lemmas([needed.text])
    if not common:
        return Reason(_("What the mentor can help with does not name the need."), 0, COMPETENCE)
    points = COMPETENCE * min(len(common), ENOUGH_COMMON_WORDS) // ENOUGH_COMMON_WORDS
    words = ", ".join(sorted(common)[:5])
    return Reason(_("Can help with what is asked for: %(words)s.") % {"words": words}, points, COMPETENCE)


def _schedule(offered: Offered, needed: Needed, at: datetime.datetime) -> Reason:
    if offered.times is None or needed.times is None:
        return Reason("", 0, SCHEDULE)
    common = hours_of(offered.times, offered.zone, at) & hours_of(needed.times, needed.zone, at)
    if not common:
        return Reason(_("No common hours, on the clocks of both schools."), 0, SCHEDULE)
    words = common_words(common, needed.zone, at)
    return Reason(
        _("Both are free, by the clock of the mentee's school: %(times)s.") % {"times": words}, SCHEDULE, SCHEDULE
    )


def _place(offered: Offered, needed: Needed) -> Reason:
    if offered.municipality == needed.municipality:
        text = _("Both schools are in one municipality: %(place)s.") % {"place": needed.municipality}
        return Reason(text, PLACE, PLACE)
    return Reason("", 0, PLACE)
