"""Choosing a mentor: who fits how well, and whom the regulation excludes and why."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.school.people import queries as people
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation import rules
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules.change import INDIVIDUAL
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation

from . import facts, queries, seats
from .fitting import DECLINED, WORKED, Fit, fit, wishes_of
from .models import Match

# Rules of forming that speak of the mentor alone: what another mentor would mend.
MENTOR_RULES = frozenset(
    {
        "regulation.scope.mentor_categories",
        "regulation.scope.mentor_grades",
        "regulation.pairing.max_mentees",
        "regulation.form_mentors",
        "pairs.own_wish",
    }
)

CRITERIA_KEY = "pairing.criteria"

# What most pairs are; offered first where the regulation permits it.
USUAL_TYPES = ("traditional", "group", "goal_setting_long", "goal_setting_short")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms that a pair is tried with."""

    form: str
    type: str
    starts_on: datetime.date
    ends_on: datetime.date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor of the bank against the chosen mentees. ``broken``: why the pair is not permitted, empty when it is."""

    card: MentorCard
    fit: Fit
    broken: tuple[Violation, ...]

    @property
    def is_possible(self) -> bool:
        """True when nothing forbids it."""
        return not self.broken


def broken_rules(view: RegulationView, pair: rules.PairFacts, mentors: Sequence[MentorCard]) -> list[Violation]:
    """Rules of the regulation, and the mentors' own wishes where places are counted at all."""
    broken = rules.pair_formation(view, pair)
    for card, mentor in zip(mentors, pair.mentors, strict=True):
        if not rules.exception_holds(view, pair, mentor):
            broken += seats.own_wish(card, mentor.mentees_now, len(pair.mentees))
    return broken


def mentor_rules(view: RegulationView, pair: rules.PairFacts, card: MentorCard) -> list[Violation]:
    """Of the broken rules those that another mentor would mend."""
    return [rule for rule in broken_rules(view, pair, [card]) if rule.code in MENTOR_RULES]


def candidates(view: RegulationView, mentees: Sequence[MenteeCard], terms: Terms, on: datetime.date) -> list[Candidate]:
    """Every mentor of the bank: the possible ones first, the best fit first (four queries)."""
    cards = list(people.mentors())
    loads = queries.loads_of(card.pk for card in cards)
    taken, past, criteria = _partners(mentees), _past(mentees), view.codes(CRITERIA_KEY)
    wishes = wishes_of([*cards, *mentees])
    found = []
    for card in cards:
        load = loads.get(card.pk, queries.Load())
        limit = seats.individual_limit(view, card)
        fits = [
            fit(card, mentee, load, limit, on, wishes, criteria=criteria, past=past.get((card.pk, mentee.pk), ""))
            for mentee in mentees
        ]
        best = max(fits, key=lambda each: each.score)
        mean = Fit(round(sum(each.score for each in fits) / len(fits)), best.reasons)
        broken = [*_persons(card, mentees, taken), *_tried(view, card, load, mentees, terms, on)]
        found.append(Candidate(card, mean, tuple(broken)))
    return sorted(found, key=lambda each: (bool(each.broken), -each.fit.score, each.card.person.sort_key))


def _tried(
    view: RegulationView,
    card: MentorCard,
    load: queries.Load,
    mentees: Sequence[MenteeCard],
    terms: Terms,
    on: datetime.date,
) -> list[Violation]:
    pair = facts.pair_facts(
        mentors=[(card, load)],
        mentees=mentees,
        form=terms.form,
        kind=terms.type,
        structure=rules.structure_of(1, len(mentees)),
        on=on,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
    )
    return mentor_rules(view, pair, card)


def _partners(mentees: Sequence[MenteeCard]) -> set[int]:
    """Mentors who already have an open pair with one of the mentees."""
    pairs = queries.open_pairs().filter(mentees__card__in=mentees, mentees__until__isnull=True)
    rows = pairs.filter(mentors__until__isnull=True).values_list("mentors__card_id", flat=True)
    return {card for card in rows if card is not None}


def _past(mentees: Sequence[MenteeCard]) -> dict[tuple[int, int], str]:
    """(mentor, mentee) -> what has become of a pair of theirs that is over; the later one counts."""
    states = {Match.State.COMPLETED: WORKED, Match.State.DECLINED: DECLINED}
    rows = Match.objects.filter(state__in=states, mentees__card__in=mentees).order_by("id")
    found = rows.values_list("mentors__card_id", "mentees__card_id", "state")
    return {(mentor, mentee): states[Match.State(state)] for mentor, mentee, state in found if mentor and mentee}


def _persons(card: MentorCard, mentees: Sequence[MenteeCard], taken: set[int]) -> list[Violation]:
    if any(card.person_id == mentee.person_id for mentee in mentees):
        return [_plain("pairs.same_person", _("Nobody can be their own mentor."))]
    if card.pk in taken:
        return [_plain("pairs.joint", _("These people already have a pair."))]
    return []


def _plain(code: str, message: str) -> Violation:
    return Violation(parameter="", code=code, message=message, clause=_("facts of the bank"), origin="product")


def default_terms(view: RegulationView, mentees: Sequence[MenteeCard], on: datetime.date) -> Terms:
    """The first permitted form and type that suit these mentees, for the common term of the school year where pairs
    have no terms of their own, else for the longest permitted one."""
    categories = {mentee.category for mentee in mentees}
    structure = rules.structure_of(1, max(1, len(mentees)))
    forms, types = view.codes("forms.enabled"), view.codes("types.enabled")
    suited = [form for form in forms if categories <= catalogue().related("form_participants", form, "mentees")]
    held = [kind for kind in types if structure in catalogue().related("type_structures", kind, "structures")]
    common = None if view.value(INDIVIDUAL) else queries.common_term_on(on)
    return Terms(
        form=next(iter([*suited, *forms]), ""),
        type=next((kind for kind in USUAL_TYPES if kind in held), next(iter([*held, *types]), "")),
        starts_on=max(on, common[0]) if common else on,
        ends_on=common[1] if common else rules.term_bounds(view, on)[1],
    )
