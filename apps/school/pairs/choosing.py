"""Choosing a mentor: who fits how well, and whom the regulation excludes and why."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
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
from .fitting import DECLINED, WORKED, Fit, Wishes, fit, wishes_of
from .models import Match
from .weighing import Barred, Conditions, Weights, barred_between, conditions_of, weights_in_force

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


@dataclass(frozen=True)
class Known:
    """What is known of the bank's mentors and of the mentees to be paired: gathered once, whatever their number.

    ``partners``: (mentor, mentee) cards with an open pair; ``past``: what became of a pair that is over; ``barred``: by
    a declared tie, by persons.
    """

    view: RegulationView
    on: datetime.date
    cards: tuple[MentorCard, ...]
    loads: Mapping[int, queries.Load]
    partners: frozenset[tuple[int, int]]
    past: Mapping[tuple[int, int], str]
    wishes: Wishes
    weights: Weights
    conditions: Mapping[int, Conditions]
    barred: Barred

    def load(self, card: MentorCard) -> queries.Load:
        """Places taken at a mentor."""
        return self.loads.get(card.pk, queries.Load())

    def fit(self, card: MentorCard, mentee: MenteeCard) -> Fit:
        """How well the two fit by the school's weights."""
        return fit(
            card,
            mentee,
            self.load(card),
            seats.individual_limit(self.view, card),
            self.on,
            self.wishes,
            criteria=self.view.codes(CRITERIA_KEY),
            past=self.past.get((card.pk, mentee.pk), ""),
            weights=self.weights,
            conditions=self.conditions,
        )


def known_of(view: RegulationView, mentees: Sequence[MenteeCard], on: datetime.date) -> Known:
    """Everything about the bank's mentors against these mentees (a fixed number of queries)."""
    cards = tuple(people.mentors())
    persons = [card.person_id for card in cards] + [card.person_id for card in mentees]
    return Known(
        view=view,
        on=on,
        cards=cards,
        loads=queries.loads_of(card.pk for card in cards),
        partners=frozenset(_partners(mentees)),
        past=_past(mentees),
        wishes=wishes_of([*cards, *mentees]),
        weights=weights_in_force(),
        conditions=conditions_of(persons),
        barred=barred_between([card.person_id for card in cards], [card.person_id for card in mentees]),
    )


def candidates(view: RegulationView, mentees: Sequence[MenteeCard], terms: Terms, on: datetime.date) -> list[Candidate]:
    """Every mentor of the bank: the possible ones first, the best fit first."""
    known = known_of(view, mentees, on)
    found = []
    for card in known.cards:
        fits = [known.fit(card, mentee) for mentee in mentees]
        best = max(fits, key=lambda each: each.score)
        mean = Fit(round(sum(each.score for each in fits) / len(fits)), best.reasons)
        persons = [rule for mentee in mentees for rule in personal(known, card, mentee)]
        broken = [*dict.fromkeys(persons), *mentor_rules(view, tried(known, card, mentees, terms), card)]
        found.append(Candidate(card, mean, tuple(broken)))
    return sorted(found, key=lambda each: (bool(each.broken), -each.fit.score, each.card.person.sort_key))


def tried(
    known: Known, card: MentorCard, mentees: Sequence[MenteeCard], terms: Terms, structure: str = ""
) -> rules.PairFacts:
    """The pair that would be formed. ``structure``: by default that of one mentor and so many mentees."""
    return facts.pair_facts(
        mentors=[(card, known.load(card))],
        mentees=mentees,
        form=terms.form,
        kind=terms.type,
        structure=structure or rules.structure_of(1, len(mentees)),
        on=known.on,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
    )


def _partners(mentees: Sequence[MenteeCard]) -> set[tuple[int, int]]:
    """Mentors and mentees who already have an open pair."""
    rows = queries.open_pairs().filter(mentees__card__in=mentees, mentees__until__isnull=True)
    found = rows.filter(mentors__until__isnull=True).values_list("mentors__card_id", "mentees__card_id")
    return {(mentor, mentee) for mentor, mentee in found if mentor and mentee}


def _past(mentees: Sequence[MenteeCard]) -> dict[tuple[int, int], str]:
    """(mentor, mentee) -> what has become of a pair of theirs that is over; the later one counts."""
    states = {Match.State.COMPLETED: WORKED, Match.State.DECLINED: DECLINED}
    rows = Match.objects.filter(state__in=states, mentees__card__in=mentees).order_by("id")
    found = rows.values_list("mentors__card_id", "mentees__card_id", "state")
    return {(mentor, mentee): states[Match.State(state)] for mentor, mentee, state in found if mentor and mentee}


def personal(known: Known, card: MentorCard, mentee: MenteeCard) -> list[Violation]:
    """What keeps these two persons apart, whatever the terms."""
    if card.person_id == mentee.person_id:
        return [_plain("pairs.same_person", _("Nobody can be their own mentor."))]
    if (card.pk, mentee.pk) in known.partners:
        return [_plain("pairs.joint", _("These people already have a pair."))]
    tie = known.barred.get((card.person_id, mentee.person_id))
    return [tie] if tie is not None else []


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
