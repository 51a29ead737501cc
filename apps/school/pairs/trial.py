"""A pair on trial: its terms, and every rule that would be broken if it were formed so."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation import rules
from apps.school.regulation.rules.change import ROLE_MODELS, common_term, suited_models
from apps.school.regulation.rules.change import role_model as role_model_rule
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation

from . import facts, queries, wishes
from .choosing import broken_rules, default_terms


@dataclass(frozen=True, slots=True)
class PairTerms:
    """What a pair is formed with. ``structure``: empty for that of so many people. Codes of the catalogue."""

    form: str
    type_: str
    starts_on: datetime.date
    ends_on: datetime.date
    structure: str = ""
    role_model: str = ""
    goal: str = ""


def usual_terms(view: RegulationView, mentee: MenteeCard, on: datetime.date, goal: str = "") -> PairTerms:
    """The terms that a request is tried and fulfilled with: the first permitted ones that suit the mentee."""
    found = default_terms(view, [mentee], on)
    models = suited_models(found.form) if view.value(ROLE_MODELS) else ()
    return PairTerms(
        form=found.form,
        type_=found.type,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        role_model=next(iter(models), ""),
        goal=goal,
    )


def on_trial(
    view: RegulationView,
    mentors: Sequence[MentorCard],
    mentees: Sequence[MenteeCard],
    terms: PairTerms,
    on: datetime.date,
    loads: Mapping[int, queries.Load],
) -> tuple[rules.PairFacts, list[Violation]]:
    """The facts of the pair and every rule that it would break. ``loads``: places taken, by mentor's card."""
    pair = facts.pair_facts(
        mentors=[(card, loads.get(card.pk, queries.Load())) for card in mentors],
        mentees=mentees,
        form=terms.form,
        kind=terms.type_,
        structure=terms.structure or rules.structure_of(len(mentors), len(mentees)),
        on=on,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
    )
    return pair, [
        *broken_rules(view, pair, mentors),
        *common_term(view, terms.starts_on, terms.ends_on, queries.common_term_on(terms.starts_on)),
        *role_model_rule(view, terms.form, terms.role_model),
        *wishes.unheard(view, mentors, mentees),
    ]
