"""Changes of an approved programme: proposed, agreed by those whom the regulation names, in force under a number."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from apps.school.pairs import actions as pairs
from apps.school.pairs import agreeing
from apps.school.pairs.actions.reforming import form_rules
from apps.school.pairs.models import Match
from apps.school.regulation.rules import change as changing
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, NotAllowed, refuse_if

from . import editing, meanwhile, queries, versions
from .changing import Change, content_of, only_changed, told
from .choices import Choices
from .errors import NotRunning, ProgrammeOver
from .models import Amendment, AmendmentAgreement, Programme
from .permissions import SYSTEM, require

__all__ = ["Change", "amend_programme", "answer_amendment", "only_changed", "withdraw_amendment"]

What, State = Amendment.What, Amendment.State

SUBJECTS: Mapping[str, str] = MappingProxyType(
    {
        What.NOTE: "content",
        What.GOAL: "content",
        What.ADD: "plan",
        What.EDIT: "plan",
        What.REMOVE: "plan",
        What.FORM: "form",
    }
)
STEPS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "answer": {State.PROPOSED: State.PROPOSED},
        "decline": {State.PROPOSED: State.DECLINED},
        "apply": {State.PROPOSED: State.IN_FORCE},
        "withdraw": {State.PROPOSED: State.WITHDRAWN},
    }
)


def roles_without(match: Match, view: RegulationView, actor: Actor) -> list[str]:
    """Roles that must agree to a change and that the actor alone does not speak for."""
    rows = [
        AmendmentAgreement(role=role, person=person)
        for role, person in agreeing.needed(match, changing.change_roles(view))
    ]
    return sorted({row.role for row in rows if not agreeing.is_own(row, actor)})


def is_by_agreement(programme: Programme, actor: Actor) -> bool:
    """True when a change of this programme by this person waits for the word of others.

    Only of an approved programme, and only where the school's own act has a rule of changes: elsewhere the authors
    correct it as before.
    """
    if programme.state != Programme.State.RUNNING or SYSTEM in actor.roles:
        return False
    view = queries.view_for(programme.match)
    return view.is_set(changing.CHANGE_RULE) and bool(roles_without(programme.match, view, actor))


def check_direct(programme: Programme, actor: Actor, subject: str) -> None:
    """Refuse a change of an approved programme that the rule of changes does not leave to this person alone."""
    if programme.state != Programme.State.RUNNING or SYSTEM in actor.roles:
        return
    view = queries.view_for(programme.match)
    if not view.is_set(changing.CHANGE_RULE):
        return
    missing = roles_without(programme.match, view, actor)
    agreed = set(changing.change_roles(view)) - set(missing)
    refuse_if(
        [
            *changing.change(view, subject, agreeing.makers(programme.match, actor)),
            *changing.change_agreed(view, agreed),
        ],
        next_step=_("Propose the change: it holds when all have agreed."),
    )


# ---- verbs


@action("programme.amend")
def amend_programme(*, programme: Programme, change: Change, acting: Actor, reason: str = "") -> Amendment:
    """Propose a change of an approved programme. It comes into force at once when nobody else must agree."""
    locked = _locked(programme)
    view, match = queries.view_for(locked.match), locked.match
    makers = agreeing.makers(match, acting)
    if not makers:
        raise NotAllowed()
    subject = SUBJECTS[change.what]
    refuse_if(changing.change(view, subject, makers), next_step=_("Ask those whom the regulation names to propose it."))
    _check(locked, change, acting)
    before, after = told(view, locked, change)
    amendment = Amendment.objects.create(
        programme=locked,
        subject=subject,
        what=change.what,
        content=content_of(change),
        before=before,
        after=after,
        reason=reason.strip(),
        proposed_by=acting.account_id,
        proposer_name=acting.name,
    )
    rows = agreeing.rows_for(AmendmentAgreement, match, changing.change_roles(view), acting)
    for row in rows:
        row.amendment = amendment
    AmendmentAgreement.objects.bulk_create(rows)
    if all(row.accepted for row in rows):
        _apply(amendment, acting)
    return amendment


@action("programme.answer_amendment")
def answer_amendment(
    *, amendment: Amendment, agreement: AmendmentAgreement, accepted: bool, acting: Actor, note: str = ""
) -> Amendment:
    """One of those asked agrees, or declines with a reason. The last agreement brings the change into force."""
    _locked(amendment.programme)
    found = Amendment.objects.select_related("programme__match").get(pk=amendment.pk)
    row = found.agreements.select_related("person").filter(pk=agreement.pk).first()
    if row is None:
        raise Conflict(_("This change is not under way any more."))
    agreeing.check_answer(row, accepted=accepted, note=note, actor=acting)
    _step(found, "answer" if accepted else "decline")
    agreeing.give(row, accepted=accepted, actor=acting, note=note)
    row.save()
    if accepted and all(each.accepted for each in found.agreements.all()):
        _apply(found, acting)
    return found


@action("programme.withdraw_amendment")
def withdraw_amendment(*, amendment: Amendment, acting: Actor) -> Amendment:
    """Whoever proposed, or the office, gives the change up."""
    programme = _locked(amendment.programme)
    found = Amendment.objects.get(pk=amendment.pk)
    mine = acting.account_id is not None and found.proposed_by == acting.account_id
    require(mine or queries.standing(programme, acting).is_office)
    return _step(found, "withdraw")


# ---- inside


def _locked(programme: Programme) -> Programme:
    locked = Programme.objects.select_for_update(of=("self",)).select_related("match").get(pk=programme.pk)
    if locked.is_over:
        raise ProgrammeOver()
    if locked.state != Programme.State.RUNNING:
        raise NotRunning()
    return locked


def _step(amendment: Amendment, name: str, **fields: object) -> Amendment:
    target = STEPS[name].get(amendment.state)
    if target is None:
        message = _("This is not possible any more: it is in the state “%(state)s”.")
        raise Conflict(message % {"state": amendment.get_state_display()})
    amendment.state = target
    for name_, value in fields.items():
        setattr(amendment, name_, value)
    amendment.save(update_fields=["state", *fields, "updated_at"])
    return amendment


def _check(programme: Programme, change: Change, acting: Actor) -> None:
    """The change is one that the direct verbs would take."""
    if change.what == What.NOTE:
        editing.check_note(programme, change.note, change.choices, acting)
    elif change.what == What.FORM:
        refuse_if(form_rules(programme.match, change.form, change.role_model))
    elif change.goal_row is not None:
        editing.check_goal(programme, change.goal_row, change.goal)
    elif change.row is not None:
        editing.check_row(programme, change.row)


def _apply(amendment: Amendment, acting: Actor) -> None:
    """Bring a change into force under the next number. The caller holds the lock of the programme."""
    programme = Programme.objects.select_related("match").get(pk=amendment.programme_id)
    content = amendment.content
    versions.keep_before(programme)
    if amendment.what == What.NOTE:
        editing.write_note(programme, content["note"], Choices.of(content["choices"]))
    elif amendment.what == What.FORM:
        pairs.change_form(match=programme.match, form=content["form"], role_model=content["role_model"], acting=acting)
    elif amendment.what == What.GOAL:
        _apply_goal(programme, content)
    else:
        _apply_row(programme, amendment)
    programme.version += 1
    programme.save(update_fields=["version", "updated_at"])
    versions.keep(programme, since=today())
    _step(amendment, "apply", number=programme.version, in_force_on=today())


def _apply_row(programme: Programme, amendment: Amendment) -> None:
    content = amendment.content
    row = editing.Row.read(content["row"])
    if amendment.what == What.ADD:
        editing.add_row(programme, row)
        return
    item = programme.plan.filter(pk=content["item"]).first()
    if item is None:
        raise Conflict(
            _("The activity is not in the plan any more."), next_step=_("Withdraw the change and propose another.")
        )
    if amendment.what == What.REMOVE:
        item.delete()
    else:
        editing.change_row(item, editing.Row.read(_unrivalled(content, editing.Row.of(item).written())))


def _unrivalled(content: Mapping[str, Any], stored: Mapping[str, object]) -> dict[str, Any]:
    """The proposed values over those of another change that came into force meanwhile; refused where both differ."""
    try:
        return meanwhile.merged(content.get("seen", ""), stored, content["row"], {})
    except meanwhile.ChangedMeanwhile as rivalry:
        raise Conflict(
            _("Another change of the same came into force meanwhile."),
            next_step=_("Withdraw the change and propose another."),
        ) from rivalry


def _apply_goal(programme: Programme, content: Mapping[str, Any]) -> None:
    if content["goal"] is None:
        row = editing.GoalRow.read(content["row"])
        editing.check_goal(programme, row)
        editing.add_goal(programme, row)
        return
    goal = programme.goals.filter(pk=content["goal"]).first()
    if goal is None:
        raise Conflict(
            _("The goal is not in the programme any more."), next_step=_("Withdraw the change and propose another.")
        )
    if content["row"]:
        editing.write_goal(goal, editing.GoalRow.read(_unrivalled(content, editing.GoalRow.of(goal).written())))
    else:
        goal.delete()
