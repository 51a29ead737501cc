"""The parameters which the rules of this package hold to: the page marks them, a test compares them with the rules."""

from __future__ import annotations

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
