"""Which parameters the system really holds to: the page marks them.

Those of this package are listed here, and a test compares the list with the rules. An app above that enforces a
parameter by rules of its own declares it in its ``AppConfig.ready``.
"""

from __future__ import annotations

from ..catalogue import catalogue

ENFORCED = frozenset(
    {
        "act.approved",
        "act.validity",
        "scope.addressees",
        "scope.mentee_categories",
        "scope.mentee_min_age",
        "scope.mentor_categories",
        "forms.combine",
        "forms.enabled",
        "forms.open_list",
        "types.combine",
        "types.enabled",
        "types.group_min",
        "types.speed_max_minutes",
        "structure.cardinality",
        "pairing.act",
        "pairing.max_exception",
        "pairing.max_mentees",
        "pairing.written_consent",
        "term.max_months",
        "term.min_months",
        "replacement.act",
        "replacement.grounds",
        "replacement.keeps_period",
        "termination.grounds",
        "data.participation_consent",
        "data.pd_consent",
        "publication.results_after",
    }
)

_declared: set[str] = set()


def declare_enforced(*keys: str) -> None:
    """Say that rules of another app hold to these parameters. ``KeyError`` for a key the catalogue does not have."""
    for key in keys:
        _declared.add(catalogue().parameters[key].key)


def is_enforced(key: str) -> bool:
    """True when some rule of the product holds to the parameter."""
    return key in ENFORCED or key in _declared
