"""Rules of acts between two schools. Pure: both regulations are asked, so the stricter one wins.

A refusal names the school whose regulation says so: its clause begins with the school's name.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from apps.school.regulation.rules import (
    MenteeFacts,
    MentorFacts,
    PairFacts,
    ParticipantFacts,
    act_validity,
    breach,
    extra_duties_consent,
    mentee_scope,
    mentor_scope,
    participation,
    programme_term,
    pupil_age,
    term_bounds,
)
from apps.school.regulation.rules.pairs import forms, types
from apps.school.regulation.view import RegulationView, SetValue
from kernel.errors import Violation

REMOTE_TYPE = "virtual"
STRUCTURE = "one_to_one"

LANGUAGE = "ru"
"""Words that leave the school are kept outside as they are written in the regulation."""

SENT = (
    "act.validity",
    "forms.enabled",
    "forms.open_list",
    "types.enabled",
    "types.speed_max_minutes",
    "term.min_months",
    "term.max_months",
    "pairing.max_mentees",
    "scope.addressees",
    "scope.mentee_min_age",
    "scope.mentee_categories",
    "scope.mentor_categories",
    "pairing.written_consent",
    "data.participation_consent",
    "termination.grounds",
)
"""Parameters that a school declares outward: acts between schools are measured by them."""


@dataclass(frozen=True, slots=True)
class RemoteFacts:
    """A remote pair to be. ``on``: today; ``start``, ``end``: first and last day of the work.

    ``participants``: people of the school that asks, whose consents to take part are looked at.
    """

    form: str
    on: datetime.date
    start: datetime.date
    end: datetime.date
    mentor: MentorFacts | None = None
    mentee: MenteeFacts | None = None
    participants: tuple[ParticipantFacts, ...] = ()

    @property
    def pair(self) -> PairFacts:
        """What the rules of a pair ask. Only the people of the school that is asked are named."""
        return PairFacts(
            forms=(self.form,),
            types=(REMOTE_TYPE,),
            structure=STRUCTURE,
            on=self.on,
            start=self.start,
            end=self.end,
            mentors=(self.mentor,) if self.mentor else (),
            mentees=(self.mentee,) if self.mentee else (),
        )


def broken(view: RegulationView, facts: RemoteFacts) -> list[Violation]:
    """Rules of one regulation that forbid the remote pair."""
    pair = facts.pair
    found = [
        *act_validity(view, facts.on),
        *forms(view, pair),
        *types(view, pair),
        *programme_term(view, facts.start, facts.end),
    ]
    if facts.mentor is not None:
        found += mentor_scope(view, facts.mentor.categories)
    if facts.mentee is not None:
        found += mentee_scope(view, facts.mentee)
        found += pupil_age(view, facts.mentee, facts.start)
    if facts.participants:
        found += extra_duties_consent(view, facts.participants)
        found += participation(view, facts.participants)
    return list(dict.fromkeys(found))


def broken_elsewhere(terms: Mapping[str, Mapping[str, Any]], facts: RemoteFacts) -> list[Violation]:
    """Rules of another school's declared terms that forbid the pair; what it has not declared is not measured."""
    return [violation for violation in broken(view_of_terms(terms), facts) if violation.parameter in terms]


def view_of_terms(terms: Mapping[str, Mapping[str, Any]]) -> RegulationView:
    """Another school's declared terms as a regulation: the same rules read them."""
    own = {key: term for key, term in terms.items() if term.get("origin") == "school"}
    return RegulationView(
        settings={key: SetValue(term["value"], term["clause"], term.get("quote", "")) for key, term in own.items()}
    )


def said_by(school: str, violations: Iterable[Violation]) -> list[Violation]:
    """The violations with the name of the school whose regulation they come from."""
    return [
        replace(
            violation,
            message=_("%(school)s: %(message)s") % {"school": school, "message": violation.message},
            clause=f"{school}: {violation.clause}",
        )
        for violation in violations
    ]


LIMIT = "pairing.max_mentees"


@dataclass(frozen=True, slots=True)
class Carried:
    """Mentees of one mentor: ``here`` in the own school (pairs at home and between schools), ``elsewhere`` in all other
    schools where the same person mentors."""

    name: str
    here: int
    elsewhere: int = 0

    @property
    def everywhere(self) -> int:
        """All together."""
        return self.here + self.elsewhere


def over_limit(view: RegulationView, carried: Carried) -> list[Violation]:
    """One more mentee would exceed the individual limit of a regulation, over all schools together."""
    limit = view.value(LIMIT)["individual"]
    if limit is None or carried.everywhere < limit:
        return []
    sentence = _(
        "%(name)s would have {actual} mentees in all schools together, the limit is: {value}. Basis: {clause}."
    )
    sentence %= {"name": carried.name}
    return [breach(view, LIMIT, actual=str(carried.everywhere + 1), sentence=sentence)]


def over_limit_elsewhere(terms: Mapping[str, Mapping[str, Any]], carried: Carried) -> list[Violation]:
    """The same by another school's declared terms; what it has not declared is not measured."""
    return over_limit(view_of_terms(terms), carried) if LIMIT in terms else []


def longest_term(view: RegulationView, start: datetime.date) -> datetime.date:
    """The last day of the longest term that begins on ``start``."""
    return term_bounds(view, start)[1]
