"""How well a mentor fits a mentee: a weighted score with its reasons in words. Pure, except for the dictionary.

100 points are shared by subject, competencies against the request and the deficits, experience, free places, training
as a mentor and grade, as the school weighs them (``weighing``). Who named each other in the survey of preferences gets
more, within the 100; mode, free time and place move the score where both have said something of them, and so does a
past of the two: a programme completed together, a proposal declined. The criteria of the regulation order the reasons.
Whether a pair is allowed at all is another rule's business.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.people.models import MenteeCard, MentorCard
from apps.school.questionnaires import queries as questionnaires
from apps.school.regulation.catalogue import catalogue
from kernel.clock import today
from kernel.words import lemmas

from .queries import Load
from .weighing import BASE, NOTHING_SAID, Conditions, Weights, conditions_of, weights_in_force

PROFILE, MUTUAL = "profile_matches_request", "mutual_interest"
CRITERIA = (PROFILE, MUTUAL)
WORKED, DECLINED = "worked", "declined"
FULL = 100
WHOLE = 1000
ENOUGH_COMMON_WORDS = 3
ENOUGH_YEARS = 10


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the score: points got, points possible, and why. ``criterion``: code of ``matching_criterion``.

    ``part``: code of the weight; ``share``: how far it is met, in thousandths (negative: it speaks against the two).
    """

    text: str
    points: int
    most: int
    criterion: str = PROFILE
    part: str = ""
    share: int = 0

    @property
    def is_strong(self) -> bool:
        """True when it speaks for the mentor."""
        return self.share * 2 >= WHOLE


@dataclass(frozen=True, slots=True)
class Fit:
    """A score of 0-100, the same in thousandths, and what it is made of, the weightiest first.

    ``met``: parts that speak for the two at all.
    """

    score: int
    reasons: tuple[Reason, ...]
    thousandths: int = 0
    met: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Part:
    code: str
    share: int
    text: str
    criterion: str = PROFILE


# Person -> the persons whom he or she wants to work with, the most wanted first.
Wishes = Mapping[int, tuple[int, ...]]
NO_WISHES: Wishes = MappingProxyType({})
NO_CONDITIONS: Mapping[int, Conditions] = MappingProxyType({})


def fit(
    mentor: MentorCard,
    mentee: MenteeCard,
    load: Load,
    limit: int,
    on: datetime.date,
    wishes: Wishes = NO_WISHES,
    *,
    criteria: Sequence[str] = CRITERIA,
    past: str = "",
    weights: Weights | None = None,
    conditions: Mapping[int, Conditions] = NO_CONDITIONS,
) -> Fit:
    """The fit of two cards (with their persons). ``limit``: places that the mentor may give at all.

    ``criteria``: those of the regulation in its order, by which the reasons are told; ``past``: ``WORKED`` or
    ``DECLINED`` where the two have met before; ``conditions``: person -> what they said.
    """
    wished = _preference(mentor, mentee, wishes)
    said = [conditions.get(card.person_id, NOTHING_SAID) for card in (mentor, mentee)]
    parts = (
        _subject(mentor, mentee),
        _competence(mentor, mentee),
        _experience(mentor, on),
        _free_places(load, limit),
        _training(mentor),
        _grade(mentor),
        wished,
        _interest(past, asked=MUTUAL in criteria and not wished.text),
        _mode(said[0].modes & said[1].modes, known=bool(said[0].modes and said[1].modes)),
        _schedule(said[0].times & said[1].times, known=bool(said[0].times and said[1].times)),
        _place(said[0].place, said[1].place),
    )
    return _weighed(parts, weights or Weights(), criteria)


def _weighed(parts: Sequence[_Part], weights: Weights, criteria: Sequence[str]) -> Fit:
    """The parts of ``BASE`` share the whole, the others move the score."""
    whole = weights.base
    total = 0
    reasons = []
    for part in parts:
        weight = weights.of(part.code)
        if part.code in BASE:
            most = weight * WHOLE // whole if whole else 0
            got = weight * part.share // whole if whole else 0
        else:
            most, got = weight * WHOLE // FULL, weight * part.share // FULL
        total += got
        if part.text:
            points, possible = round(got * FULL / WHOLE), round(most * FULL / WHOLE)
            reasons.append(Reason(part.text, points, possible, part.criterion, part.code, part.share))
    total = max(0, min(WHOLE, total))
    rank = {code: number for number, code in enumerate(criteria)}
    reasons.sort(key=lambda reason: (rank.get(reason.criterion, len(rank)), -reason.points))
    met = frozenset(part.code for part in parts if part.share > 0)
    return Fit(total * FULL // WHOLE, tuple(reasons), total, met)


def mean_score(mentors: Sequence[MentorCard], mentees: Sequence[MenteeCard], loads: Mapping[int, Load]) -> int:
    """The rounded mean over all mentors and mentees of a pair or group."""
    day, wishes, weights = today(), wishes_of([*mentors, *mentees]), weights_in_force()
    said = conditions_of([card.person_id for card in mentors] + [card.person_id for card in mentees])
    scores = [
        fit(
            mentor,
            mentee,
            loads.get(mentor.pk, Load()),
            mentor.capacity,
            day,
            wishes,
            weights=weights,
            conditions=said,
        ).score
        for mentor in mentors
        for mentee in mentees
    ]
    return round(sum(scores) / len(scores))


def wishes_of(cards: Iterable[MentorCard | MenteeCard]) -> Wishes:
    """What the people of the cards said in the survey of preferences (one query)."""
    return questionnaires.preferences_of_all([card.person_id for card in cards])


def _subject(mentor: MentorCard, mentee: MenteeCard) -> _Part:
    common = _folded(mentor.subjects) & _folded(mentee.subjects)
    if common:
        names = [name for name in mentor.subjects if str(name).strip().casefold() in common]
        return _Part("subject", WHOLE, _("The same subject: %(names)s.") % {"names": ", ".join(names)})
    if lemmas(mentor.subjects) & lemmas([*mentee.subjects, mentee.person.position]):
        return _Part("subject", WHOLE * 2 // 3, _("A related subject."))
    return _Part("subject", 0, _("Another subject.") if mentor.subjects and mentee.subjects else "")


def _folded(words: Iterable[object]) -> set[str]:
    return {str(word).strip().casefold() for word in words}


def _competence(mentor: MentorCard, mentee: MenteeCard) -> _Part:
    needs = lemmas([mentee.request, *mentee.deficits])
    if not needs:
        return _Part("competence", 0, _("The request of the mentee is not written yet."))
    met = [item for item in mentor.competencies if lemmas([item]) & needs]
    common = lemmas(mentor.competencies) & needs
    if not met:
        return _Part("competence", 0, _("The competencies do not touch the request."))
    share = round(WHOLE * min(len(common), ENOUGH_COMMON_WORDS) / ENOUGH_COMMON_WORDS)
    return _Part("competence", share, _("Knows what is asked for: %(names)s.") % {"names": "; ".join(map(str, met))})


def _experience(mentor: MentorCard, on: datetime.date) -> _Part:
    years = mentor.person.experience_on(on)
    if years is None:
        return _Part("experience", 0, "")
    text = ngettext("%(count)s year of experience.", "%(count)s years of experience.", years) % {"count": years}
    return _Part("experience", WHOLE * min(max(years, 0), ENOUGH_YEARS) // ENOUGH_YEARS, text)


def _free_places(load: Load, limit: int) -> _Part:
    free = max(0, limit - load.counted)
    if not free:
        return _Part("free", 0, _("No free places."))
    text = ngettext("%(count)s free place.", "%(count)s free places.", free) % {"count": free}
    return _Part("free", WHOLE if not load.counted else WHOLE // 2, text)


def _training(mentor: MentorCard) -> _Part:
    if mentor.trained_on is None:
        return _Part("trained", 0, _("Not trained as a mentor yet."))
    return _Part("trained", WHOLE, _("Trained as a mentor."))


def _grade(mentor: MentorCard) -> _Part:
    """The higher the grade stands in the catalogue, the more."""
    grades = list(catalogue().dictionaries["mentor_grade"])
    if mentor.grade not in grades:
        return _Part("grade", 0, "")
    share = WHOLE * (grades.index(mentor.grade) + 1) // len(grades)
    return _Part("grade", share, catalogue().title("mentor_grade", mentor.grade).capitalize() + ".")


def _preference(mentor: MentorCard, mentee: MenteeCard, wishes: Wishes) -> _Part:
    """Named by the mentee six tenths (four when not first), by the mentor four."""
    wanted, wanting = wishes.get(mentee.person_id, ()), mentee.person_id in wishes.get(mentor.person_id, ())
    if mentor.person_id not in wanted:
        text = _("The mentor wants to work with this mentee.") if wanting else ""
        return _Part("wishes", 400 * wanting, text, MUTUAL)
    number = wanted.index(mentor.person_id) + 1
    share = 600 if number == 1 else 400
    if wanting:
        return _Part("wishes", share + 400, _("Both want to work with each other."), MUTUAL)
    text = _("The mentee wants to work with this mentor (choice %(number)s).") % {"number": number}
    return _Part("wishes", share, text, MUTUAL)


def _interest(past: str, *, asked: bool) -> _Part:
    """Mutual interest as the past of the two shows it; says so where the act wants it and nothing is known."""
    if past == WORKED:
        return _Part("past", WHOLE, _("They have completed a programme together."), MUTUAL)
    if past == DECLINED:
        return _Part("past", -WHOLE, _("One of them has declined the other before."), MUTUAL)
    unknown = _("Nothing is known of their mutual interest yet: ask both.")
    return _Part("past", 0, unknown if asked else "", MUTUAL)


def _mode(common: frozenset[str], *, known: bool) -> _Part:
    if not known:
        return _Part("mode", 0, "")
    if not common:
        return _Part("mode", -WHOLE, _("They wish different modes of meetings."))
    names = ", ".join(catalogue().title("interaction_mode", code) for code in sorted(common))
    return _Part("mode", WHOLE, _("Both can meet: %(modes)s.") % {"modes": names})


def _schedule(common: frozenset[str], *, known: bool) -> _Part:
    if not known:
        return _Part("schedule", 0, "")
    if not common:
        return _Part("schedule", -WHOLE, _("No free time in common."))
    return _Part("schedule", WHOLE, _("Free at the same time: %(times)s.") % {"times": time_words(common)})


def time_words(times: Iterable[str]) -> str:
    """«пн до обеда, ср после обеда»."""
    halves = {"am": _("%(day)s before noon"), "pm": _("%(day)s after noon")}
    return ", ".join(halves[code[1:]] % {"day": WEEKDAYS_ABBR[int(code[0]) - 1]} for code in sorted(times))


def _place(mentor: str, mentee: str) -> _Part:
    if not mentor or not mentee:
        return _Part("place", 0, "")
    if mentor.strip().casefold() == mentee.strip().casefold():
        return _Part("place", WHOLE, _("Both work here: %(place)s.") % {"place": mentor})
    return _Part("place", -WHOLE, _("They work in different places."))
