"""Who may do what with events."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.doors import Access

ORGANISER = Access({"regional_coordinator"})
PEOPLE = Access(
    {
        "regional_coordinator",
        "municipal_coordinator",
        "mentor",
        "mentee",
        "curator",
        "head",
        "methodical_association",
    }
)
OFFICE = Access({"regional_coordinator", "curator"})
OVERSEERS = frozenset({"regional_coordinator", "municipal_coordinator"})


def oversees(actor: Actor) -> bool:
    """True for those who see every event and its whole timetable."""
    return actor.has(*OVERSEERS)
