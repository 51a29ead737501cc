"""A draft is brought into force."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import refuse_if

from .. import queries
from ..catalogue import JsonValue, catalogue
from ..conformity import refusals
from ..errors import AdoptionDatesError, ConflictingRegulation, FaultyRegulationError, UnconfirmedWarnings
from ..models import RegulationVersion, State
from ..values.dates import ONE_DAY
from ..values.problems import Problem
from ..view import RegulationView
from .common import KEEP_WITHIN, locked_draft
from .loading import load_version


def _check_adoption(
    order_date: datetime.date, effective_from: datetime.date, protocol_date: datetime.date | None
) -> None:
    if effective_from < order_date:
        raise AdoptionDatesError("effective_from", _("The regulation cannot be in force before the date of its order."))
    if protocol_date is not None and protocol_date > order_date:
        raise AdoptionDatesError("protocol_date", _("The minutes cannot be later than the order."))


def refuse_contradictions(view: RegulationView) -> None:
    """``ConflictingRegulation`` with every place at which a draft contradicts itself."""
    errors = [conflict for conflict in queries.conflicts_in(view) if conflict.is_error]
    if errors:
        raise ConflictingRegulation([(conflict.place, conflict.sentence) for conflict in errors])


def _check_conflicts(view: RegulationView, confirmed: Collection[str]) -> None:
    refuse_contradictions(view)
    found = queries.conflicts_in(view)
    unread = [conflict.sentence for conflict in found if conflict.ident not in confirmed]
    if unread:
        raise UnconfirmedWarnings(unread)


def _close_previous(effective_from: datetime.date) -> None:
    adopted = RegulationVersion.objects.select_for_update().filter(state=State.ADOPTED)
    latest = adopted.order_by("-effective_from").first()
    if latest is None or latest.effective_from is None:
        return
    if effective_from <= latest.effective_from:
        message = _("Version %(number)s is in force from %(date)s already: name a later date.") % {
            "number": latest.number,
            "date": date_format(latest.effective_from, "d.m.Y"),
        }
        raise AdoptionDatesError("effective_from", message)
    latest.effective_to = effective_from - ONE_DAY
    latest.save(update_fields=["effective_to", "updated_at"])


@action("regulation.adopt")
def adopt_version(
    *,
    version: RegulationVersion,
    body: str,
    order_no: str,
    order_date: datetime.date,
    effective_from: datetime.date,
    acting: Actor,
    protocol_no: str = "",
    protocol_date: datetime.date | None = None,
    confirmed: Collection[str] | None = None,
) -> RegulationVersion:
    """Bring a draft into force from ``effective_from``; the version before it ends the day before.

    ``body``: code of the dictionary ``body``. Running pairs keep the version they were formed under.
    ``confirmed``: idents of the warnings that the head has read; None where nobody can be asked (a school is opened
    with a regulation whose file was checked): its contradictions wait for the next edition. ``AdoptionDatesError`` when
    the dates contradict each other or an adopted version, ``ConflictingRegulation`` when the draft contradicts itself,
    ``UnconfirmedWarnings`` when it has other warnings, ``RuleViolation`` when a value is outside a mandatory bound.
    """
    draft = locked_draft(version)
    if body not in catalogue().dictionaries["body"]:
        raise FaultyRegulationError([Problem("body", "unknown_code", _("Unknown body “%(body)s”.") % {"body": body})])
    if not order_no.strip():
        raise FaultyRegulationError([Problem("order_no", "empty", _("Name the number of the order."))])
    _check_adoption(order_date, effective_from, protocol_date)
    view = queries.view_of_version(draft)
    refuse_if(refusals(view, {key: own.value for key, own in view.settings.items()}), next_step=KEEP_WITHIN)
    if confirmed is not None:
        _check_conflicts(view, confirmed)
    _close_previous(effective_from)
    draft.state = State.ADOPTED
    draft.body, draft.protocol_no, draft.protocol_date = body, protocol_no, protocol_date
    draft.order_no, draft.order_date, draft.effective_from = order_no.strip(), order_date, effective_from
    draft.save()
    _stamp(draft)
    return draft


def _stamp(version: RegulationVersion) -> None:
    """The stamps of the act are the facts of its adoption; where the file already has them word for word they stay."""
    assert version.order_date is not None
    stamps: dict[str, tuple[JsonValue, str]] = {
        "act.adopted": (
            {
                "body": version.body,
                "protocol_no": version.protocol_no or None,
                "protocol_date": version.protocol_date.isoformat() if version.protocol_date else None,
            },
            "гриф принятия",
        ),
        "act.approved": (
            {"order_no": version.order_no, "order_date": version.order_date.isoformat()},
            "гриф утверждения",
        ),
    }
    for key, (value, clause) in stamps.items():
        if not version.values.filter(key=key, value=value).exists():
            version.values.update_or_create(
                key=key, defaults={"value": value, "clause": clause, "quote": "", "alternatives": []}
            )


def adopted_at_once(data: Mapping[str, JsonValue], acting: Actor, **adoption: JsonValue) -> RegulationVersion:
    """Load a file and adopt it in one transaction: for a school created together with its regulation."""
    with transaction.atomic():
        return adopt_version(version=load_version(data=data, acting=acting), acting=acting, **adoption)
