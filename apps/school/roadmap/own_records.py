"""What the rooms below offer as evidence; they may not know of the roadmap, so it is told here."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.school.orders.kinds import ORDER_KINDS
from apps.school.orders.models import Order
from apps.school.programmes.models import AnnualProgramme, Programme
from apps.school.questionnaires.models import Purpose, Round
from apps.school.regulation.models import RegulationVersion, State
from kernel.actions import reference

from .records import Kind, Record, offer
from .seen import ORDERS, SURVEYS, closed_rounds


def _orders() -> QuerySet[Order]:
    return Order.objects.filter(state=Order.State.SIGNED).annotate(day=F("dated"))


def _order(order: Order) -> Record:
    assert order.dated is not None
    title = _("Order No. %(number)s of %(day)s: %(kind)s") % {
        "number": order.number,
        "day": date_format(order.dated, "d.m.Y"),
        "kind": ORDER_KINDS[order.kind].title if order.kind in ORDER_KINDS else order.kind,
    }
    return Record(reference(order), title, order.dated, order.get_absolute_url(), ORDERS.get(order.kind, ""))


def _programmes() -> QuerySet[Programme]:
    rows = Programme.objects.filter(approved_on__isnull=False)
    return rows.annotate(day=Coalesce("completed_on", "approved_on"))


def _programme(programme: Programme) -> Record:
    done, approved = programme.completed_on, programme.approved_on
    assert approved is not None
    words = _("Programme No. %(number)s, completed on %(day)s") if done else _("Programme No. %(number)s of %(day)s")
    day = done or approved
    title = words % {"number": programme.pk, "day": date_format(day, "d.m.Y")}
    seen = "programme.completed" if done else "programme.approved"
    return Record(reference(programme), title, day, programme.get_absolute_url(), seen)


def _rounds() -> QuerySet[Any]:
    return closed_rounds().select_related("version__questionnaire")


def _round(round_: Round) -> Record:
    purpose = Purpose(round_.version.questionnaire.purpose)
    day = min(round_.closes_on, getattr(round_, "day", round_.closes_on))
    return Record(reference(round_), round_.title, day, round_.get_absolute_url(), SURVEYS.get(purpose, ""))


def _acts() -> QuerySet[RegulationVersion]:
    rows = RegulationVersion.objects.filter(state=State.ADOPTED, effective_from__isnull=False)
    return rows.annotate(day=F("effective_from"))


def _act(version: RegulationVersion) -> Record:
    assert version.effective_from is not None
    title = _("Regulation, version No. %(number)s") % {"number": version.number}
    return Record(reference(version), title, version.effective_from, version.get_absolute_url(), "act.in_force")


def _annual() -> QuerySet[AnnualProgramme]:
    return AnnualProgramme.objects.filter(approved_on__isnull=False).annotate(day=F("approved_on"))


def _annual_programme(programme: AnnualProgramme) -> Record:
    assert programme.approved_on is not None
    title = _("Annual programme %(year)s") % {"year": programme.title}
    return Record(
        reference(programme), title, programme.approved_on, programme.get_absolute_url(), "annual_programme.approved"
    )


def register() -> None:
    """Offer everything of the rooms below."""
    offer(Kind("orders.order", gettext_lazy("Orders"), _orders, _order))
    offer(Kind("programmes.programme", gettext_lazy("Programmes"), _programmes, _programme))
    offer(Kind("questionnaires.round", gettext_lazy("Rounds of questions"), _rounds, _round))
    offer(Kind("regulation.regulationversion", gettext_lazy("Regulation"), _acts, _act))
    offer(Kind("programmes.annualprogramme", gettext_lazy("Annual programmes"), _annual, _annual_programme))
