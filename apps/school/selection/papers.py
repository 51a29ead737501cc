"""What shows that a candidate has done what the regulation asks before approval."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from apps.school.people.queries import portfolios_since
from apps.school.questionnaires.models import Purpose
from apps.school.questionnaires.queries import answered_by
from apps.school.regulation.rules.selection import CandidateFacts

from .models import AgendaItem, Candidacy, Evidence, Training

Kind = Evidence.Kind


@dataclass(frozen=True, slots=True)
class Papers:
    """Days of the newest evidence of each kind; ``recommended_on``: the commission's decision; None: nothing there."""

    consented_on: datetime.date | None = None
    surveyed_on: datetime.date | None = None
    portfolio_on: datetime.date | None = None
    interviewed_on: datetime.date | None = None
    trained_on: datetime.date | None = None
    recommended_on: datetime.date | None = None


FIELDS = {
    Kind.CONSENT: "consented_on",
    Kind.SURVEY: "surveyed_on",
    Kind.PORTFOLIO: "portfolio_on",
    Kind.INTERVIEW: "interviewed_on",
}


def papers_of(candidacies: Collection[Candidacy]) -> dict[int, Papers]:
    """Candidacy id -> its papers (five queries, however many candidacies).

    A questionnaire answered in the system and a portfolio on the person's card count as much as their papers.
    """
    found: dict[int, dict[str, datetime.date]] = {candidacy.pk: {} for candidacy in candidacies}
    rows = Evidence.objects.filter(candidacy__in=found, positive=True, kind__in=FIELDS).order_by("held_on")
    for key, kind, day in rows.values_list("candidacy_id", "kind", "held_on"):
        found[key][FIELDS[Kind(kind)]] = day
    decided = AgendaItem.objects.filter(candidacy__in=found, decision=AgendaItem.Decision.RECOMMENDED)
    for key, day in decided.values_list("candidacy_id", "sitting__held_on"):
        found[key]["recommended_on"] = day
    persons = {candidacy.person_id for candidacy in candidacies}
    of_persons = {
        "surveyed_on": answered_by(persons, Purpose.MENTOR_ENTRY),
        "portfolio_on": portfolios_since(persons),
        "trained_on": trained_on(persons),
    }
    for candidacy in candidacies:
        for name, days in of_persons.items():
            if candidacy.person_id in days:
                found[candidacy.pk].setdefault(name, days[candidacy.person_id])
    return {key: Papers(**days) for key, days in found.items()}


def trained_on(persons: Collection[int]) -> dict[int, datetime.date]:
    """Person id -> the last training recorded here (one query)."""
    rows = Training.objects.filter(person__in=persons).order_by("finished_on")
    return dict(rows.values_list("person_id", "finished_on"))


def facts_of(candidacy: Candidacy, papers: Papers) -> CandidateFacts:
    """What the rules of approval are told."""
    return CandidateFacts(
        name=candidacy.person.short_name,
        route=candidacy.route,
        consents=papers.consented_on is not None,
        recommended=papers.recommended_on is not None,
        surveyed_on=papers.surveyed_on,
        portfolio=papers.portfolio_on is not None,
        grade=candidacy.grade,
    )
