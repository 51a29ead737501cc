"""Another form for a running pair; called by the agreed change of its programme."""

from __future__ import annotations

from apps.school.regulation import rules
from apps.school.regulation.rules.change import role_model as role_model_rule
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Violation, refuse_if

from .. import facts, queries
from ..models import Match
from .closing import view_of
from .common import locked
from .stepping import ITSELF, check

# What a form decides; the term, the limits and the act's validity were asked when the pair was formed.
OF_THE_FORM = frozenset({"forms.enabled", "forms.open_list", "forms.combine", "forms.role_models"})


@action("pair.change_form")
def change_form(*, match: Match, form: str, acting: Actor, role_model: str = "") -> Match:
    """Give a running pair another form; refused when the form is not permitted or does not suit its people."""
    pair = locked(match)
    check(pair, "change_form", ITSELF)
    refuse_if(form_rules(pair, form, role_model))
    pair.form, pair.role_model = form, role_model
    pair.save(update_fields=["form", "role_model", "updated_at"])
    return pair


def form_rules(match: Match, form: str, role_model: str) -> list[Violation]:
    """What forbids the form to this pair."""
    view = view_of(match)
    pair = facts.pair_facts(
        mentors=[(row.card, queries.Load()) for row in match.current_mentors],
        mentees=[row.card for row in match.current_mentees],
        form=form,
        kind=match.type,
        structure=match.structure,
        on=today(),
        starts_on=match.starts_on,
        ends_on=match.ends_on,
    )
    broken = [found for found in rules.pair_formation(view, pair) if found.parameter in OF_THE_FORM]
    return [*broken, *role_model_rule(view, form, role_model)]
