"""How well a mentor fits a mentee: a thin weighted score with its reasons in words. Pure, except for the dictionary.

100 points: subject 25, competencies against the request and the deficits 30, experience 15, free places 10, training
as a mentor 10, grade 10. Who named each other in the survey of preferences gets up to 10 more, within the 100; a past
of the two moves the score by 15: a programme completed together, a proposal declined. The criteria of the regulation
order the reasons. Whether a pair is allowed at all is another rule's business.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pymorphy3 import MorphAnalyzer

from apps.school.people.models import MenteeCard, MentorCard
from apps.school.questionnaires import queries as questionnaires
from apps.school.regulation.catalogue import catalogue
from kernel.clock import today

from .queries import Load

SUBJECT, COMPETENCE, EXPERIENCE, FREE, TRAINED, GRADE = 25, 30, 15, 10, 10, 10
INTEREST = 15
PROFILE, MUTUAL = "profile_matches_request", "mutual_interest"
CRITERIA = (PROFILE, MUTUAL)
WORKED, DECLINED = "worked", "declined"
PREFERENCE = 10
FULL = 100
ENOUGH_COMMON_WORDS = 3
ENOUGH_YEARS = 10
SHORTEST_WORD = 3
WORD = re.compile(r"[а-яa-z]+(?:-[а-яa-z]+)*")
SERVICE_PARTS = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the score: points got, points possible, and why. ``criterion``: code of ``matching_criterion``."""

    text: str
    points: int
    most: int
    criterion: str = PROFILE

    @property
    def is_strong(self) -> bool:
        """True when it speaks for the mentor."""
        return self.points * 2 >= self.most


@dataclass(frozen=True, slots=True)
class Fit:
    """A score of 0-100 and what it is made of, the weightiest first."""

    score: int
    reasons: tuple[Reason, ...]


# Person -> the persons whom he or she wants to work with, the most wanted first.
Wishes = Mapping[int, tuple[int, ...]]
NO_WISHES: Wishes = MappingProxyType({})


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
) -> Fit:
    """The fit of two cards (with their persons). ``limit``: places that the mentor may give at all.

    ``criteria``: those of the regulation in its order, by which the reasons are told; ``past``: ``WORKED`` or
    ``DECLINED`` where the two have met before.
    """
    wished = _preference(mentor, mentee, wishes)
    reasons = (
        _subject(mentor, mentee),
        _competence(mentor, mentee),
        _experience(mentor, on),
        _free_places(load, limit),
        _training(mentor),
        _grade(mentor),
        wished,
        _interest(past, asked=MUTUAL in criteria and not wished.text),
    )
    rank = {code: number for number, code in enumerate(criteria)}
    told = (reason for reason in reasons if reason.text)
    ordered = sorted(told, key=lambda reason: (rank.get(reason.criterion, len(rank)), -reason.points))
    return Fit(max(0, min(FULL, sum(reason.points for reason in reasons))), tuple(ordered))


def _interest(past: str, *, asked: bool) -> Reason:
    """Mutual interest as the past of the two shows it; says so where the act wants it and nothing is known."""
    if past == WORKED:
        return Reason(_("They have completed a programme together."), INTEREST, INTEREST, MUTUAL)
    if past == DECLINED:
        return Reason(_("One of them has declined the other before."), -INTEREST, INTEREST, MUTUAL)
    unknown = _("Nothing is known of their mutual interest yet: ask both.")
    return Reason(unknown if asked else "", 0, INTEREST, MUTUAL)


def mean_score(mentors: Sequence[MentorCard], mentees: Sequence[MenteeCard], loads: Mapping[int, Load]) -> int:
    """The rounded mean over all mentors and mentees of a pair or group."""
    day, wishes = today(), wishes_of([*mentors, *mentees])
    scores = [
        fit(mentor, mentee, loads.get(mentor.pk, Load()), mentor.capacity, day, wishes).score
        for mentor in mentors
        for mentee in mentees
    ]
    return round(sum(scores) / len(scores))


def wishes_of(cards: Iterable[MentorCard | MenteeCard]) -> Wishes:
    """What the people of the cards said in the survey of preferences (one query)."""
    return questionnaires.preferences_of_all([card.person_id for card in cards])


def _subject(mentor: MentorCard, mentee: MenteeCard) -> Reason:
    common = _folded(mentor.subjects) & _folded(mentee.subjects)
    if common:
        names = [name for name in mentor.subjects if str(name).strip().casefold() in common]
        return Reason(_("The same subject: %(names)s.") % {"names": ", ".join(names)}, SUBJECT, SUBJECT)
    if lemmas(mentor.subjects) & lemmas([*mentee.subjects, mentee.person.position]):
        return Reason(_("A related subject."), SUBJECT * 2 // 3, SUBJECT)
    return Reason(_("Another subject.") if mentor.subjects and mentee.subjects else "", 0, SUBJECT)


def _folded(words: Iterable[object]) -> set[str]:
    return {str(word).strip().casefold() for word in words}


def _competence(mentor: MentorCard, mentee: MenteeCard) -> Reason:
    needs = lemmas([mentee.request, *mentee.deficits])
    if not needs:
        return Reason(_("The request of the mentee is not written yet."), 0, COMPETENCE)
    met = [item for item in mentor.competencies if lemmas([item]) & needs]
    common = lemmas(mentor.competencies) & needs
    if not met:
        return Reason(_("The competencies do not touch the request."), 0, COMPETENCE)
    points = COMPETENCE * min(len(common), ENOUGH_COMMON_WORDS) // ENOUGH_COMMON_WORDS
    return Reason(_("Knows what is asked for: %(names)s.") % {"names": "; ".join(map(str, met))}, points, COMPETENCE)


def _experience(mentor: MentorCard, on: datetime.date) -> Reason:
    years = mentor.person.experience_on(on)
    if years is None:
        return Reason("", 0, EXPERIENCE)
    text = ngettext("%(count)s year of experience.", "%(count)s years of experience.", years) % {"count": years}
    return Reason(text, EXPERIENCE * min(max(years, 0), ENOUGH_YEARS) // ENOUGH_YEARS, EXPERIENCE)


def _free_places(load: Load, limit: int) -> Reason:
    free = max(0, limit - load.counted)
    if not free:
        return Reason(_("No free places."), 0, FREE)
    text = ngettext("%(count)s free place.", "%(count)s free places.", free) % {"count": free}
    return Reason(text, FREE if not load.counted else FREE // 2, FREE)


def _training(mentor: MentorCard) -> Reason:
    if mentor.trained_on is None:
        return Reason(_("Not trained as a mentor yet."), 0, TRAINED)
    return Reason(_("Trained as a mentor."), TRAINED, TRAINED)


def _grade(mentor: MentorCard) -> Reason:
    """The higher the grade stands in the catalogue, the more points."""
    grades = list(catalogue().dictionaries["mentor_grade"])
    if mentor.grade not in grades:
        return Reason("", 0, GRADE)
    points = GRADE * (grades.index(mentor.grade) + 1) // len(grades)
    return Reason(catalogue().title("mentor_grade", mentor.grade).capitalize() + ".", points, GRADE)


def _preference(mentor: MentorCard, mentee: MenteeCard, wishes: Wishes) -> Reason:
    """Named by the mentee 6 points (4 when not first), by the mentor 4."""
    wanted, wanting = wishes.get(mentee.person_id, ()), mentee.person_id in wishes.get(mentor.person_id, ())
    if mentor.person_id not in wanted:
        text = _("The mentor wants to work with this mentee.") if wanting else ""
        return Reason(text, 4 * wanting, PREFERENCE, MUTUAL)
    number = wanted.index(mentor.person_id) + 1
    points = 6 if number == 1 else 4
    if wanting:
        return Reason(_("Both want to work with each other."), points + 4, PREFERENCE, MUTUAL)
    text = _("The mentee wants to work with this mentor (choice %(number)s).") % {"number": number}
    return Reason(text, points, PREFERENCE, MUTUAL)


def lemmas(texts: Iterable[object]) -> frozenset[str]:
    """Dictionary forms of the meaningful words of texts."""
    words = (word for text in texts for word in WORD.findall(str(text).lower().replace("ё", "е")))
    return frozenset(filter(None, (_lemma(word) for word in words if len(word) >= SHORTEST_WORD)))


@cache
def _analyzer() -> MorphAnalyzer:
    return MorphAnalyzer()


@lru_cache(maxsize=20_000)
def _lemma(word: str) -> str:
    """The dictionary form of a word, empty for prepositions and the like."""
    parsed = _analyzer().parse(word)[0]
    return "" if parsed.tag.POS in SERVICE_PARTS else str(parsed.normal_form).replace("ё", "е")
