"""Who must agree to a change of a pair or of its programme, and who may give whose word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.clock import now, today
from kernel.errors import Conflict, InputError, NotAllowed

from . import permissions, queries
from .models import Agreement, Match
from .rules import answers_through_guardian

A = TypeVar("A", bound=Agreement)

SIDES = ("mentor", "mentee")
OFFICES = ("curator", "head")


def offices(actor: Actor) -> frozenset[str]:
    """The offices that the actor holds; the product's own work counts as the office."""
    return frozenset(OFFICES) if permissions.is_product(actor) else actor.roles & {*OFFICES, "methodical_association"}


def makers(match: Match, actor: Actor) -> frozenset[str]:
    """What the actor is with regard to a pair: sides (a guardian stands for a small child), offices held."""
    if permissions.is_product(actor):
        return offices(actor)
    people = sides_of(match)
    sides = {side for side in SIDES if any(speaks_for(actor, person) for person in people[side])}
    return offices(actor) | sides


def sides_of(match: Match) -> dict[str, list[Person]]:
    """Side -> its people now."""
    mentors, mentees = queries.participants(match)
    return {"mentor": mentors, "mentee": mentees}


def own_people(actor: Actor) -> list[Person]:
    """The actor's own record and those of wards."""
    if actor.account_id is None:
        return []
    me = Q(account_id=actor.account_id)
    return list(Person.objects.filter(me | Q(guardians__guardian__account_id=actor.account_id)).distinct())


def speaks_for(actor: Actor, person: Person) -> bool:
    """True for the person, and for a guardian where the person is under fourteen."""
    if answers_through_guardian(person.age_on(today())):
        return queries.is_guardian_of(actor, person)
    return actor.account_id is not None and person.account_id == actor.account_id


def spokesmen(person: Person) -> list[Person]:
    """Who is reached for a person: the guardians of a small child, everybody else directly."""
    if not answers_through_guardian(person.age_on(today())):
        return [person]
    return [row.guardian for row in person.guardians.select_related("guardian")]


def needed(match: Match, roles: Iterable[str]) -> list[tuple[str, Person | None]]:
    """Whose word is needed: every person of a side, one word of each other role."""
    people = sides_of(match)
    found: list[tuple[str, Person | None]] = []
    for role in roles:
        if role in people:
            found += [(role, person) for person in people[role]]
        else:
            found.append((role, None))
    return found


def rows_for(model: type[A], match: Match, roles: Iterable[str], actor: Actor) -> list[A]:
    """Unsaved rows of everybody whose word is needed; who asks has agreed by asking."""
    rows = []
    for role, person in needed(match, roles):
        row = model(role=role, person=person)
        if not permissions.is_product(actor) and is_own(row, actor):
            give(row, accepted=True, actor=actor)
        rows.append(row)
    return rows


def is_own(row: Agreement, actor: Actor) -> bool:
    """True when the word is the actor's own (or a small ward's)."""
    if row.person is not None:
        return speaks_for(actor, row.person)
    return actor.has(row.role)


def may_give(row: Agreement, actor: Actor) -> bool:
    """True for one's own word; the office records the words of others given on paper, never the head's."""
    return is_own(row, actor) or (permissions.may_manage(actor) and (row.role != "head" or actor.has("head")))


def give(row: Agreement, *, accepted: bool, actor: Actor, note: str = "") -> None:
    """Fill an answer in, unsaved."""
    row.accepted, row.note = accepted, note.strip()[:300]
    row.answered_at, row.answered_by = now(), actor.account_id
    row.on_paper = not is_own(row, actor)


def check_answer(row: Agreement, *, accepted: bool, note: str, actor: Actor) -> None:
    """Refuse a second answer, somebody else's word, and a refusal without its reason."""
    if not (may_give(row, actor) or permissions.is_product(actor)):
        raise NotAllowed(_("Everybody answers for themselves."))
    if row.accepted is not None:
        raise Conflict(_("This answer is given already."))
    if not accepted and not note.strip():
        message = _("Say why you do not agree.")
        raise InputError(message, problems=[{"place": "note", "message": message}])


def agreed_roles(rows: Sequence[Agreement]) -> frozenset[str]:
    """Roles of which everybody has agreed."""
    return frozenset(row.role for row in rows) - {row.role for row in rows if not row.accepted}


def answerable(rows: Iterable[A], actor: Actor) -> list[A]:
    """Words that are missing and that the actor may give."""
    return [row for row in rows if row.accepted is None and may_give(row, actor)]


def own_first(rows: Sequence[A], actor: Actor) -> list[A]:
    """The actor's own words before those recorded for others."""
    return sorted(rows, key=lambda row: not is_own(row, actor))


def name_of(row: Agreement, view: RegulationView) -> str:
    """«Иванова А. П. (наставник)», or the role alone."""
    role = view.actor_name(row.role)
    return f"{row.person.short_name} ({role})" if row.person is not None else role
