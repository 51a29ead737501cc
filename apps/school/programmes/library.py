"""The library of typical plans: those of the house and the school's own; made, changed, copied, put away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.school.regulation.catalogue import catalogue
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, NotFound

from .errors import WrongInput
from .house import house_plans
from .models import TypicalPlan
from .outlines import Outline
from .permissions import SYSTEM, require

State = TypicalPlan.State
TITLE = 200


def is_stocked() -> bool:
    """True when every plan of the house is in the school's library (put away ones too)."""
    known = set(TypicalPlan.objects.exclude(source="").values_list("source", flat=True))
    return {plan.code for plan in house_plans()} <= known


def plans() -> QuerySet[TypicalPlan]:
    """All plans of the school's library."""
    return TypicalPlan.objects.all()


def plan_of(plan_id: int) -> TypicalPlan:
    """A plan of the library; ``NotFound`` when there is none of that id."""
    found = plans().filter(pk=plan_id).first()
    if found is None:
        raise NotFound()
    return found


def fitting(form: str, kind: str, unit: str) -> list[TypicalPlan]:
    """Plans in use that fit a pair, those made for its type first."""
    found = [plan for plan in plans().filter(state=State.ACTIVE) if _fits(plan, form, unit)]
    return sorted(found, key=lambda plan: (kind not in plan.types, plan.title))


def _fits(plan: TypicalPlan, form: str, unit: str) -> bool:
    return (not plan.forms or form in plan.forms) and (not plan.unit or plan.unit == unit)


def may_edit(acting: Actor) -> bool:
    """The library is kept by the curator and the methodical association."""
    return acting.has("curator", "methodical_association") or SYSTEM in acting.roles


@action("typical_plan.stock")
def stock(*, acting: Actor) -> int:
    """Put the plans of the house into the library that are not there yet; how many. What the school changed stays."""
    rows = [
        TypicalPlan(
            title=plan.title,
            summary=plan.summary,
            forms=list(plan.forms),
            types=list(plan.types),
            unit=plan.unit,
            outline=plan.outline,
            source=plan.code,
        )
        for plan in house_plans()
    ]
    before = TypicalPlan.objects.count()
    TypicalPlan.objects.bulk_create(rows, ignore_conflicts=True)
    return TypicalPlan.objects.count() - before


@action("typical_plan.save")
def save_plan(
    *,
    title: str,
    outline: Outline,
    acting: Actor,
    plan: TypicalPlan | None = None,
    summary: str = "",
    forms: Sequence[str] = (),
    types: Sequence[str] = (),
    unit: str = "",
) -> TypicalPlan:
    """Write a new plan, or change one (``plan``). Programmes that were built from it stay as they are."""
    require(may_edit(acting))
    if not title.strip():
        raise WrongInput("title", _("Name the plan."))
    if not outline.rows:
        raise WrongInput("row0_title", _("A plan has at least one activity."))
    for row in outline.rows:
        if row.begins is not None and row.at is not None and row.begins > row.at:
            raise WrongInput("outline", _("“%(title)s” would end before it begins.") % {"title": row.title})
    known = catalogue().dictionaries
    if not (set(forms) <= set(known["mentoring_form"]) and set(types) <= set(known["mentoring_type"])):
        raise WrongInput("fits_forms", _("There is no such form or type."))
    found = _locked(plan) if plan is not None else TypicalPlan()
    found.title, found.summary, found.unit = title.strip()[:TITLE], summary.strip(), unit
    found.forms, found.types, found.outline = list(forms), list(types), asdict(outline)
    found.save()
    return found


@action("typical_plan.copy")
def copy_plan(*, plan: TypicalPlan, acting: Actor) -> TypicalPlan:
    """A plan of the school's own with the same content."""
    require(may_edit(acting))
    title = _("%(title)s (copy)") % {"title": plan.title[: TITLE - 20]}
    return TypicalPlan.objects.create(
        title=title,
        summary=plan.summary,
        forms=plan.forms,
        types=plan.types,
        unit=plan.unit,
        outline=plan.outline,
    )


@action("typical_plan.archive")
def archive_plan(*, plan: TypicalPlan, acting: Actor) -> TypicalPlan:
    """Put a plan away: it is offered to nobody, and can be brought back."""
    return _step(plan, State.ACTIVE, State.ARCHIVED, acting)


@action("typical_plan.restore")
def restore_plan(*, plan: TypicalPlan, acting: Actor) -> TypicalPlan:
    """Bring a plan back into use."""
    return _step(plan, State.ARCHIVED, State.ACTIVE, acting)


def _locked(plan: TypicalPlan) -> TypicalPlan:
    return TypicalPlan.objects.select_for_update().get(pk=plan.pk)


def _step(plan: TypicalPlan, before: str, after: str, acting: Actor) -> TypicalPlan:
    require(may_edit(acting))
    found = _locked(plan)
    if found.state != before:
        message = _("This is not possible any more: it is in the state “%(state)s”.")
        raise Conflict(message % {"state": found.get_state_display()})
    found.state = after
    found.save(update_fields=["state", "updated_at"])
    return found
