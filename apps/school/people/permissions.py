"""Who may do what with the people of a school."""

from __future__ import annotations

from apps.school.regulation.rules.bank import keeping
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.doors import Access

OFFICE = Access({"curator", "head"})  # persons, imports: personal data
BANKS = Access({"curator", "head", "methodical_association"})  # the association reads the banks
KEEPING = BANKS  # the door of entry and change; who of them keeps the banks the regulation says
EDIT = OFFICE
PARTICIPANTS = Access({"mentor", "mentee"})
OWN = Access({"curator", "head", "mentor", "mentee", "guardian", "methodical_association"})  # each their own


def may_edit(actor: Actor) -> bool:
    """True for those who see and change everything about persons."""
    return EDIT.admits(actor)


def may_keep(actor: Actor, view: RegulationView | None) -> bool:
    """True for those whom the regulation names as keepers of the banks; without one, for the office."""
    return may_edit(actor) if view is None else not keeping(view, actor.roles)


def sees_all(actor: Actor) -> bool:
    """True for the office and for the product's own work."""
    return actor.has("curator", "head", "system")
