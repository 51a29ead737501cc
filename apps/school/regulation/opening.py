"""What the creation of a school asks of its regulation. Named in the settings: lower floors import no app."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from kernel.acting import Actor
from kernel.clock import today
from tenants.organisations.models import School

from .actions import adopted_at_once
from .catalogue import PRESET_SLUGS, JsonValue, preset
from .check import check_document, errors_of
from .models import RegulationVersion, State

WITHOUT_NUMBER = "б/н"
DEFAULT_BODY = "pedagogical_council"


def presets() -> list[tuple[str, str]]:
    """Slugs and titles of the regulations kept with the project."""
    return [(slug, f"{preset(slug)['short_name_ru']}: {preset(slug)['document']['title_ru']}") for slug in PRESET_SLUGS]


def preset_document(slug: str) -> dict[str, JsonValue]:
    """One of them. ``KeyError`` if unknown."""
    return preset(slug)


def faults_of(document: Mapping[str, JsonValue]) -> list[str]:
    """The errors of a regulation file, each a sentence with its path; empty when it can be loaded."""
    return [f"{problem.path}: {problem.message}" for problem in errors_of(check_document(dict(document)))]


def load_first_regulation(*, school: School, regulation: Mapping[str, JsonValue], acting: Actor) -> None:
    """Load and adopt a new school's regulation; does nothing when one is adopted already (an opening that goes on)."""
    if RegulationVersion.objects.filter(state=State.ADOPTED).exists():
        return
    adopted_at_once(regulation, acting, **_adoption(regulation["document"]))


def _adoption(document: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The stamps of the act. An act without them is adopted today: in the system it begins to live with the school."""
    adopted, approved = document.get("adopted") or {}, document.get("approved") or {}
    order_date = _day(approved.get("order_date")) or today()
    protocol_date = _day(adopted.get("protocol_date"))
    return {
        "body": adopted.get("body") or approved.get("body") or DEFAULT_BODY,
        "protocol_no": adopted.get("protocol_no") or "",
        "protocol_date": protocol_date if protocol_date and protocol_date <= order_date else None,
        "order_no": approved.get("order_no") or WITHOUT_NUMBER,
        "order_date": order_date,
        "effective_from": max(order_date, _day((document.get("validity") or {}).get("from")) or order_date),
    }


def _day(text: str | None) -> datetime.date | None:
    """A full date of a stamp; years and months alone are no day."""
    return datetime.date.fromisoformat(text) if text and len(text) == len("2025-01-01") else None
