"""Steps of what is asked about a pair, and what becomes of it when the pair is over or its mentor is replaced."""

from __future__ import annotations

from apps.school.people.models import MentorCard

from .. import queries
from ..models import OPEN_PETITIONS, Match, Petition, TermChange
from ..rules import next_petition_state, next_term_state


def step_petition(petition: Petition, name: str, **fields: object) -> Petition:
    """Take a step of a petition and save it with ``fields``; ``Conflict`` when it does not follow."""
    petition.state = next_petition_state(petition.state, name)
    for field, value in fields.items():
        setattr(petition, field, value)
    petition.save(update_fields=["state", *fields, "updated_at"])
    return petition


def step_term_change(change: TermChange, name: str, **fields: object) -> TermChange:
    """The same for a change of the term."""
    change.state = next_term_state(change.state, name)
    for field, value in fields.items():
        setattr(change, field, value)
    change.save(update_fields=["state", *fields, "updated_at"])
    return change


def finish_petitions(match: Match, mentor: MentorCard | None = None) -> None:
    """What was asked has come about: the mentor is replaced, or the pair is over (``mentor`` None)."""
    rows = match.petitions.filter(state__in=OPEN_PETITIONS)
    for petition in rows if mentor is None else rows.filter(mentor=mentor):
        step_petition(petition, "finish")


def drop_term_change(match: Match) -> None:
    """A pair that is over has no term to change."""
    change = queries.open_term_change(match)
    if change is not None:
        step_term_change(change, "withdraw")
