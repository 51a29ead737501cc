"""What papers of a pack say, gathered from the pair as it stands when a paper is prepared."""

from __future__ import annotations

import datetime
from typing import Any

from tenants.isolation.context import require_school

from ..facts import person_facts
from ..models import Order
from ..names import with_forms
from .ports import Assignment


def common_facts(assignment: Assignment) -> dict[str, Any]:
    """Mentor, mentees, institution, form, type, term; the head's name as under the last signed order."""
    signed = Order.objects.filter(state=Order.State.SIGNED).order_by("-signed_at").first()
    return with_forms(
        {
            "institution": require_school().name,
            "mentor": person_facts(assignment.mentor),
            "mentees": [person_facts(mentee) for mentee in assignment.mentees],
            "form": assignment.form,
            "type": assignment.type,
            "starts_on": assignment.starts_on.isoformat(),
            "ends_on": assignment.ends_on.isoformat(),
            "head_name": signed.facts["act"]["signer_name"] if signed is not None else "",
        }
    )


def iso(day: datetime.date | None) -> str:
    """A date of the facts, "" for none."""
    return day.isoformat() if day is not None else ""
