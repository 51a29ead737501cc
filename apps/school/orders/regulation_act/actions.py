"""Writes: the files of a regulation, and the order that approves it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.school.regulation import actions as regulation
from apps.school.regulation import queries
from apps.school.regulation.actions.adopting import refuse_contradictions
from apps.school.regulation.actions.common import locked_draft
from apps.school.regulation.errors import NotADraft
from apps.school.regulation.models import RegulationVersion
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict
from tenants.journal.jobs import start_job
from tenants.journal.models import Job

from .. import permissions
from ..actions import draft_order
from ..handlers import on_signed, prepared_at
from ..kinds import REGULATION_APPROVAL
from ..models import ActDocument, Order
from .facts import approval_facts

RENDER_ACT_TASK = "orders.render_act"


@action("act.make_documents")
def make_documents(*, version: RegulationVersion, acting: Actor) -> Job:
    """Start the making of DOCX and PDF. Of an adopted version they always say what it said first."""
    permissions.require(permissions.may_prepare(acting))
    job = start_job(
        task=RENDER_ACT_TASK,
        title=_("Documents of the regulation, version No. %(number)s") % {"number": version.number},
        acting=acting,
        arguments={"version": version.pk},
        result_url=reverse("regulation:document", kwargs={"version": version.pk}, urlconf=settings.SCHOOL_URLCONF),
    )
    ActDocument.objects.update_or_create(version=version, defaults={"job_id": job.pk})
    return job


@action("act.prepare_approval")
def prepare_approval(
    *,
    version: RegulationVersion,
    body: str,
    acting: Actor,
    protocol_no: str = "",
    protocol_date: datetime.date | None = None,
    effective_from: datetime.date | None = None,
) -> Order:
    """The order that approves a draft goes to the head. ``effective_from``: by default the day of the signature.

    ``ConflictingRegulation`` when the draft contradicts itself: warnings are the head's to weigh, errors are not.
    """
    permissions.require(permissions.may_prepare(acting))
    draft = locked_draft(version)
    refuse_contradictions(queries.view_of_version(draft))
    facts = approval_facts(
        draft,
        body=body,
        protocol_no=protocol_no.strip(),
        protocol_date=protocol_date,
        effective_from=effective_from,
    )
    return draft_order(
        kind=REGULATION_APPROVAL,
        act_kind="order",
        title=_("To approve: %(title)s") % {"title": draft.title[:250]},
        subject=draft,
        facts=facts,
        acting=acting,
    )


@on_signed(REGULATION_APPROVAL)
def adopt_signed(*, order: Order, acting: Actor) -> None:
    """The signature brings the draft into force with the order's number and date; its files are made."""
    version, facts = queries.find_version(order.facts["version"]), order.facts
    if not version.is_draft:
        raise NotADraft()
    if version.updated_at.isoformat() != facts["stamp"]:
        raise Conflict(
            _("The draft has been changed since this order was prepared: withdraw the order and prepare it anew.")
        )
    assert order.dated is not None
    regulation.adopt_version(
        version=version,
        body=facts["body"],
        protocol_no=facts["protocol_no"],
        protocol_date=_day(facts["protocol_date"]),
        order_no=order.number,
        order_date=order.dated,
        effective_from=_day(facts["effective_from"]) or order.dated,
        acting=acting,
    )
    make_documents(version=version, acting=acting)


def _prepared_at(order: Order) -> str:
    """The page of the draft; none for a version that has been adopted otherwise or given up."""
    version = RegulationVersion.objects.filter(pk=order.facts["version"]).first()
    if version is None or not version.is_draft:
        return ""
    return reverse("orders:act_approve", kwargs={"version": version.pk}, urlconf=settings.SCHOOL_URLCONF)


prepared_at(REGULATION_APPROVAL, _prepared_at)


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
