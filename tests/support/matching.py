"""Proposals of tests, by the real verbs, inside the current school."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from apps.school.matching import actions
from apps.school.matching.models import Proposal, Tie
from apps.school.pairs.queries import unpaired
from apps.school.people.models import MenteeCard
from apps.school.regulation.queries import current_or_none
from apps.school.regulation.rules.change import suited_models
from kernel.acting import system_actor
from tests.support.pairs import a_term
from tests.support.people import make_mentee, make_mentor, make_person
from tests.support.questionnaires import hold_preferences
from tests.support.regulation import adopted

ACTING = system_actor("tests")


def cohort_of(mentees: Sequence[MenteeCard], **terms: Any) -> actions.Cohort:
    """Ordinary terms for these mentees."""
    starts_on, ends_on = a_term()
    view = current_or_none()
    assert view is not None
    usual = [kind for kind in ("traditional", "goal_setting_long", "goal_setting_short") if view.allows_type(kind)]
    defaults: dict[str, Any] = {
        "form": "pedagogue_pedagogue",
        "type": usual[0],
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    if view.value("forms.role_models"):
        defaults["role_model"] = suited_models("pedagogue_pedagogue")[0]
    return actions.Cohort(mentees=list(mentees), **{**defaults, **terms})


def propose_cohort(mentees: Sequence[MenteeCard] = (), **terms: Any) -> Proposal:
    """A solved proposal for these mentees, for all without a pair by default."""
    if current_or_none() is None:
        adopted("gymnasium-35", forms__role_models=False)
    return actions.make_proposal(cohort=cohort_of(mentees or list(unpaired()), **terms), acting=ACTING)


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    mentee = make_mentee()
    mentor = make_mentor()
    hold_preferences(mentor.person, mentee.person)
    proposal = propose_cohort([mentee])
    tie = actions.declare_tie(first=make_person(), second=make_person(), kind=Tie.Kind.RELATIVES, acting=ACTING)
    return {"proposal": proposal.pk, "proposed_mentee": mentee.pk, "tie": tie.pk}
