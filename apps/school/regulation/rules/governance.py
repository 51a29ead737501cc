"""Who answers for mentoring: curators, bodies and officers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..view import RegulationView
from .breach import breach
from .selection import portfolio

APPOINTED_BY = "curator.appointed_by"
EXTERNAL = "curator.may_be_external"
COUNT = "curator.count"


@dataclass(frozen=True, slots=True)
class CuratorFacts:
    """A curator to be. ``appointed_by``: code of ``appointer``, empty when nobody has; ``others``: curators already
    at work; ``organisation``: whose employee an external person is, empty for one's own."""

    name: str
    appointed_by: str = ""
    organisation: str = ""
    others: int = 0
    portfolio: bool = True

    @property
    def is_external(self) -> bool:
        """True for an employee of a partner."""
        return bool(self.organisation)


def appointer(view: RegulationView, curator: CuratorFacts) -> list[Violation]:
    """Whose decision it is. «The organisation» names no person, so an act of the head is one of it as well."""
    wanted = str(view.value(APPOINTED_BY))
    if curator.appointed_by in ("head", wanted):
        return []
    actual = view.local_name("appointer", curator.appointed_by) if curator.appointed_by else _("nobody")
    return [breach(view, APPOINTED_BY, actual=actual)]


def external(view: RegulationView, curator: CuratorFacts) -> list[Violation]:
    """An employee of a partner may be the curator where the act says so."""
    if not curator.is_external or view.value(EXTERNAL):
        return []
    return [breach(view, EXTERNAL, actual=curator.organisation)]


def count(view: RegulationView, curator: CuratorFacts) -> list[Violation]:
    """No more curators than the act provides for; a silent act does not stop a second one."""
    if not view.is_set(COUNT) or curator.others < view.value(COUNT):
        return []
    return [breach(view, COUNT, actual=str(curator.others))]


def curator_appointment(view: RegulationView, curator: CuratorFacts) -> list[Violation]:
    """Before somebody is appointed as a curator."""
    return [
        *appointer(view, curator),
        *external(view, curator),
        *count(view, curator),
        *portfolio(view, "curator", curator.name, has=curator.portfolio),
    ]


def curator_access(view: RegulationView, curator: CuratorFacts) -> list[Violation]:
    """Before somebody gets the curator's access: appointed as the school's own act asks, one of the number it names.

    A silent act gives no ground to shut out a curator, so each of the three is asked only where the act says it.
    """
    broken = appointer(view, curator) if view.is_set(APPOINTED_BY) else []
    broken += external(view, curator) if view.is_set(EXTERNAL) else []
    return broken + count(view, curator)


def body(view: RegulationView, code: str) -> list[Violation]:
    """A body or officer takes part where the school's own act names it; a silent act shuts nobody out."""
    key = "bodies"
    if not view.is_set(key) or code in view.codes(key):
        return []
    return [breach(view, key, actual=view.actor_name(code))]
