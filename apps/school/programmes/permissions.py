"""Who may do what with a programme. The object itself is the business of ``queries.visible_to``."""

from __future__ import annotations

from dataclasses import dataclass

from kernel.acting import Actor
from kernel.doors import Access
from kernel.errors import NotAllowed

SEE = Access({"curator", "head", "methodical_association", "mentor", "mentee", "guardian"})
WORK = Access({"curator", "methodical_association", "mentor", "mentee"})
OFFICE = Access({"curator", "head"})
OWN = Access({"mentor", "mentee"})
CURATOR = Access({"curator"})
ANSWERERS = Access({"curator", "head", "mentor", "mentee", "guardian"})
RELEASES = Access({"curator", "head", "methodical_association", "mentor", "mentee"})
LIBRARY = Access({"curator", "head", "methodical_association", "mentor", "mentee"})
LIBRARY_EDIT = Access({"curator", "methodical_association"})
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is in one programme. ``sides``: "mentor", "mentee" or both; ``office``: curator, or the system."""

    sides: frozenset[str]
    roles: frozenset[str]

    @property
    def is_office(self) -> bool:
        """Keeps all programmes of the school."""
        return not self.roles.isdisjoint({"curator", SYSTEM})

    @property
    def is_head(self) -> bool:
        """The head, who approves and closes but writes nothing."""
        return "head" in self.roles

    @property
    def may_work(self) -> bool:
        """Writes the plan and the meetings."""
        return bool(self.sides) or self.is_office or "methodical_association" in self.roles

    @property
    def may_decide(self) -> bool:
        """Approves and closes."""
        return self.is_office or self.is_head

    @property
    def author_codes(self) -> frozenset[str]:
        """What the regulation may call this person when it says who draws the programme up."""
        return self.sides | (self.roles & {"curator", "methodical_association"})

    def reads_note_of(self, side: str) -> bool:
        """A side's notes on meetings are seen by that side and by the curator."""
        return side in self.sides or self.is_office


def standing_of(acting: Actor, sides: frozenset[str]) -> Standing:
    """What the actor is in a programme where he or she is on ``sides``."""
    return Standing(sides, acting.roles)


def require(allowed: bool) -> None:
    """Raise the refusal of the role."""
    if not allowed:
        raise NotAllowed()
