"""The annual programme of the organisation: written, put before the head, approved; no pair begins before it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.school.orders import actions as orders
from apps.school.orders.kinds import ANNUAL_PROGRAMME
from apps.school.orders.models import Order
from apps.school.pairs.models import Match
from apps.school.regulation import queries as regulation
from apps.school.regulation.rules import programme as work
from apps.school.regulation.rules.breach import breach
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, NotFound, refuse_if

from . import queries
from .errors import WrongInput
from .models import AnnualProgramme
from .permissions import SYSTEM, require

State = AnnualProgramme.State
STEPS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "write": {State.DRAFT: State.DRAFT},
        "order": {State.DRAFT: State.ORDERED},
        "take_back": {State.ORDERED: State.DRAFT},
        "approve": {State.ORDERED: State.APPROVED},
    }
)
TEMPLATE = "programme.template_fields"
DOCUMENT = "annual_programme"
# Where the act gives no template of the yearly document: what pairs of the year need to know.
USUAL_FIELDS = ("goals_tasks", "forms_with_role_models", "results", "activity_plan")


def has_template(view: RegulationView) -> bool:
    """True where the act itself lays the fields of the annual programme down."""
    return view.is_set(TEMPLATE) and view.value(TEMPLATE)["document"] == DOCUMENT


def fields_of(view: RegulationView) -> list[tuple[str, str]]:
    """(code, title) of the fields of the annual programme."""
    codes = view.value(TEMPLATE)["fields"] if has_template(view) else USUAL_FIELDS
    return [(code, view.local_name("programme_field", code)) for code in codes]


def annual_programmes() -> QuerySet[AnnualProgramme]:
    """All of them, the newest first."""
    return AnnualProgramme.objects.order_by("-year")


def get_annual(annual_id: int) -> AnnualProgramme:
    """One of them; ``NotFound`` when there is none."""
    found = AnnualProgramme.objects.filter(pk=annual_id).first()
    if found is None:
        raise NotFound()
    return found


def state_on(day: datetime.date) -> str:
    """Empty when the annual programme of the day's school year is approved, else its state in words."""
    year = work.school_year_of(day)
    found = AnnualProgramme.objects.filter(year=year).first()
    if found is None:
        return _("no programme of %(year)s") % {"year": f"{year}/{year + 1}"}
    return "" if found.state == State.APPROVED else str(found.get_state_display())


def check_begun(match: Match) -> None:
    """Refuse a pair that would begin before the annual programme of its school year is approved."""
    refuse_if(
        work.annual(queries.view_for(match), state_on(match.starts_on)),
        next_step=_("Approve the annual programme first: the page “Annual programme” of the programmes."),
    )


def _may_write(acting: Actor) -> bool:
    return acting.has("curator", "head") or SYSTEM in acting.roles


def _step(annual: AnnualProgramme, name: str, **fields: object) -> AnnualProgramme:
    target = STEPS[name].get(annual.state)
    if target is None:
        message = _("This is not possible any more: it is in the state “%(state)s”.")
        raise Conflict(message % {"state": annual.get_state_display()})
    annual.state = target
    for field, value in fields.items():
        setattr(annual, field, value)
    annual.save(update_fields=["state", *fields, "updated_at"])
    return annual


@action("annual_programme.write")
def write_annual(*, year: int, note: Mapping[str, str], acting: Actor) -> AnnualProgramme:
    """Write the programme of a school year, or change its draft. ``year``: in which the school year begins."""
    require(_may_write(acting))
    known = {code for code, _title in fields_of(regulation.current())}
    unknown = set(note) - known
    if unknown:
        raise WrongInput(min(unknown), _("The template of the programme has no such field."))
    if abs(year - today().year) > 1:
        raise WrongInput("year", _("The school year is this one, the last or the next."))
    AnnualProgramme.objects.get_or_create(year=year)
    annual = AnnualProgramme.objects.select_for_update().get(year=year)
    texts = {code: text.strip() for code, text in note.items()}
    return _step(annual, "write", note={**annual.note, **texts})


@action("annual_programme.order")
def order_annual(*, annual: AnnualProgramme, acting: Actor) -> AnnualProgramme:
    """Put the order that approves it before the head; refused while a field is empty."""
    require(_may_write(acting))
    locked = AnnualProgramme.objects.select_for_update().get(pk=annual.pk)
    view = regulation.current()
    _check_filled(view, locked)
    _step(locked, "order")
    rule, approved = view.rule(work.ANNUAL), view.value("act.approved") or {}
    orders.draft_order(
        kind=ANNUAL_PROGRAMME,
        act_kind="order",
        title=_("To approve the annual programme: %(year)s") % {"year": locked.title},
        subject=locked,
        facts={
            "year": locked.title,
            "participants": [],
            "regulation": {
                "title": view.title,
                "clause": rule.clause if rule.is_set else "",
                "order_no": approved.get("order_no") or "",
                "order_date": approved.get("order_date") or "",
            },
        },
        acting=acting,
    )
    return locked


def _check_filled(view: RegulationView, annual: AnnualProgramme) -> None:
    missing = [title for code, title in fields_of(view) if not annual.note.get(code, "").strip()]
    if not missing:
        return
    told = ", ".join(missing)
    if has_template(view):
        refuse_if([breach(view, TEMPLATE, actual=told)], next_step=_("Fill the fields in, then send for signature."))
    raise WrongInput("note", _("Not filled in: %(fields)s.") % {"fields": told})


@action("annual_programme.approve")
def approve_annual(*, annual: AnnualProgramme, order: Order, acting: Actor) -> AnnualProgramme:
    """The order is signed: pairs of the school year may begin; called by the signature itself."""
    locked = AnnualProgramme.objects.select_for_update().get(pk=annual.pk)
    return _step(locked, "approve", approved_on=order.dated or today())


@action("annual_programme.take_back")
def take_annual_back(*, annual: AnnualProgramme, order: Order, acting: Actor) -> AnnualProgramme:
    """The order was returned or withdrawn: the draft is written on; called by the return itself."""
    return _step(AnnualProgramme.objects.select_for_update().get(pk=annual.pk), "take_back")
