"""From the banks, the pairs and the regulation to a problem: which pairs are possible, how well they fit, what bars the
others. The facts are kept with the proposal, so that prices are told of what was known when it was solved."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.school.pairs import choosing, seats, wishes
from apps.school.pairs.fitting import DECLINED, Fit
from apps.school.pairs.weighing import PART_TITLES
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation import rules
from apps.school.regulation.rules import GROUP_STRUCTURES
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation

from .models import COLLECTIVE, Proposal, Ruling
from .solver import STAY_BONUS, Arc, Problem
from .solver.model import Objective

GROUP_LIMIT = "pairing.max_mentees"
GROUP_MIN = "types.group_min"
# Of one mentor and one mentee of what will be more people: judged when the whole is known.
OF_THE_WHOLE = frozenset({"regulation.structure_mismatch", f"regulation.{GROUP_MIN}"})
REVERSE = "reverse"

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Veto:
    """Two people who may not become a pair now. ``rules``: numbers in ``Facts.rules``; ``fit``: as if they might."""

    mentor: int
    mentee: int
    fit: int
    rules: tuple[int, ...]


@dataclass(frozen=True)
class Facts:
    """What a proposal was solved on. ``places``: free ones of each mentor of the bank; ``rules``: what bars pairs."""

    places: Mapping[int, int]
    mentees: tuple[int, ...]
    arcs: tuple[tuple[int, int, int], ...]
    vetoes: tuple[Veto, ...]
    rules: tuple[Violation, ...]
    mentors_each: int = 1
    group_min: int = 1

    def as_json(self) -> dict[str, Any]:
        """For the column of the proposal."""
        return {
            "places": [[mentor, free] for mentor, free in self.places.items()],
            "mentees": list(self.mentees),
            "arcs": [list(arc) for arc in self.arcs],
            "vetoes": [[veto.mentor, veto.mentee, veto.fit, list(veto.rules)] for veto in self.vetoes],
            "rules": [asdict(rule) for rule in self.rules],
            "mentors_each": self.mentors_each,
            "group_min": self.group_min,
        }

    def vetoes_of(self, mentee: int) -> list[Veto]:
        """Who is barred from a mentee, the best fit first."""
        found = [veto for veto in self.vetoes if veto.mentee == mentee]
        return sorted(found, key=lambda veto: (-veto.fit, veto.mentor))


def facts_of(data: Mapping[str, Any]) -> Facts:
    """The facts from the column of the proposal."""
    return Facts(
        places=dict(data["places"]),
        mentees=tuple(data["mentees"]),
        arcs=tuple((mentor, mentee, fit) for mentor, mentee, fit in data["arcs"]),
        vetoes=tuple(Veto(mentor, mentee, fit, tuple(numbers)) for mentor, mentee, fit, numbers in data["vetoes"]),
        rules=tuple(_rule(rule) for rule in data["rules"]),
        mentors_each=data["mentors_each"],
        group_min=data["group_min"],
    )


def _rule(data: Mapping[str, Any]) -> Violation:
    return Violation(
        parameter=data["parameter"],
        code=data["code"],
        message=data["message"],
        clause=data["clause"],
        quote=data["quote"],
        origin=data["origin"],
        value=data["value"],
        actual=data["actual"],
    )


def problem_of(
    facts: Facts, objective: str, pins: frozenset[tuple[int, int]], stay: frozenset[tuple[int, int]]
) -> Problem:
    """What the solver is asked. ``stay``: pairs of the proposal before, which get the bonus."""
    arcs = tuple(
        Arc(mentor, mentee, fit, STAY_BONUS if (mentor, mentee) in stay else 0) for mentor, mentee, fit in facts.arcs
    )
    first: Objective = "fit_first" if objective == Proposal.Objective.FIT else "pairs_first"
    return Problem(facts.places, facts.mentees, arcs, first, facts.mentors_each, facts.group_min, pins)


def general_rules(view: RegulationView, terms: choosing.Terms, structure: str, on: datetime.date) -> list[Violation]:
    """What the regulation has against these terms, whoever the people are."""
    pair = rules.PairFacts(
        forms=(terms.form,),
        types=(terms.type,),
        structure=structure,
        on=on,
        start=terms.starts_on,
        end=terms.ends_on,
        mentors=(),
        mentees=(),
    )
    return [rule for rule in rules.pair_formation(view, pair) if rule.code not in OF_THE_WHOLE]


class Gathering:
    """One gathering for one proposal: a fixed number of queries, then plain work on every two people."""

    def __init__(
        self, view: RegulationView, proposal: Proposal, mentees: Sequence[MenteeCard], on: datetime.date
    ) -> None:
        self.view, self.proposal, self.mentees = view, proposal, mentees
        self.known = choosing.known_of(view, mentees, on)
        self.terms = choosing.Terms(proposal.form, proposal.type, proposal.starts_on, proposal.ends_on)
        forbidden = proposal.rulings.filter(kind=Ruling.Kind.FORBID)
        self._forbidden = set(forbidden.values_list("mentor_id", "mentee_id"))
        self._survey = wishes.Survey.of(view, [*self.known.cards, *mentees])
        self._rules: dict[Violation, int] = {}

    @property
    def is_plain(self) -> bool:
        """True when one flow will answer: no group has a least size, nobody has several mentors."""
        return self._mentors_each == 1 and self._group_min <= 1

    def facts(self, told: Callable[[int], None]) -> Facts:
        """Everything. ``told`` hears how many mentees are judged."""
        arcs: list[tuple[int, int, int]] = []
        vetoes: list[Veto] = []
        for done, mentee in enumerate(self.mentees):
            told(done)
            for card in self.known.cards:
                fit = self.known.fit(card, mentee)
                broken = list(dict.fromkeys(self._broken(card, mentee, fit)))
                if broken:
                    numbers = tuple(self._rules.setdefault(rule, len(self._rules)) for rule in broken)
                    vetoes.append(Veto(card.pk, mentee.pk, fit.thousandths, numbers))
                else:
                    arcs.append((card.pk, mentee.pk, fit.thousandths))
        return Facts(
            places={card.pk: self._places(card) for card in self.known.cards},
            mentees=tuple(card.pk for card in self.mentees),
            arcs=tuple(arcs),
            vetoes=tuple(vetoes),
            rules=tuple(self._rules),
            mentors_each=self._mentors_each,
            group_min=self._group_min,
        )

    @property
    def _mentors_each(self) -> int:
        return self.proposal.size if self.proposal.structure == COLLECTIVE else 1

    @property
    def _group_min(self) -> int:
        return int(self.view.value(GROUP_MIN)) if self.proposal.structure in GROUP_STRUCTURES else 1

    def _broken(self, card: MentorCard, mentee: MenteeCard, fit: Fit) -> list[Violation]:
        pair = choosing.tried(self.known, card, [mentee], self.terms, self.proposal.structure)
        of_the_act = choosing.broken_rules(self.view, pair, [card])
        return [
            *choosing.personal(self.known, card, mentee),
            *self._decided(card, mentee),
            *self._reversed(card, mentee),
            *(rule for rule in of_the_act if rule.code not in OF_THE_WHOLE),
            *self._survey.broken(card, mentee),
            *self._lacking(fit),
        ]

    def _decided(self, card: MentorCard, mentee: MenteeCard) -> list[Violation]:
        found = []
        if (card.pk, mentee.pk) in self._forbidden:
            found.append(_own("matching.forbidden", _("The curator has forbidden this pair.")))
        if self.known.past.get((card.pk, mentee.pk)) == DECLINED:
            found.append(_own("matching.refused", _("One of them has declined the other before.")))
        return found

    def _reversed(self, card: MentorCard, mentee: MenteeCard) -> list[Violation]:
        """In reverse mentoring the younger mentors the older, where both birth dates are known."""
        mentor_born, mentee_born = card.person.birth_date, mentee.person.birth_date
        if self.terms.type != REVERSE or mentor_born is None or mentee_born is None or mentor_born > mentee_born:
            return []
        return [_own("matching.reverse", _("In reverse mentoring the mentor is the younger one."))]

    def _lacking(self, fit: Fit) -> list[Violation]:
        found = [
            _own(f"matching.must_{part}", _("Wanted of every pair: “%(part)s”.") % {"part": PART_TITLES[part]})
            for part in self.proposal.must
            if part not in fit.met
        ]
        if fit.thousandths < self.proposal.least * 10:
            message = _("The fit is below the least one: %(least)s.") % {"least": self.proposal.least}
            found.append(_own("matching.least", message))
        return found

    def _places(self, card: MentorCard) -> int:
        """Free places as the taking of them counts: of a group that is not counted singly, the group's own size."""
        load = self.known.load(card)
        free = max(0, seats.individual_limit(self.view, card) - load.counted)
        if self.proposal.structure not in GROUP_STRUCTURES:
            return free
        pair = choosing.tried(self.known, card, self.mentees[:1], self.terms, self.proposal.structure)
        if not rules.exception_holds(self.view, pair, pair.mentors[0]):
            return min(free, self.proposal.size)
        limit = self.view.value(GROUP_LIMIT)["group"]
        return self.proposal.size if limit is None else min(self.proposal.size, int(limit))


def _own(code: str, message: str) -> Violation:
    return Violation(
        parameter="", code=code, message=message, clause=_("conditions of this proposal"), origin="product"
    )
