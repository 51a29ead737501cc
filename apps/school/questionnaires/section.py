"""What a person was asked, on the person's card."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.people.sections import Section
from kernel.acting import Actor

from .models import Invitation
from .permissions import is_office
from .tables import INVITATION_KINDS

SHOWN = 10


def surveys_section(person: Person, actor: Actor) -> Section | None:
    """The newest questionnaires of a person and about the person; only the office sees them. One query."""
    if not is_office(actor):
        return None
    rows = (
        Invitation.objects.filter(Q(person=person) | Q(about=person))
        .select_related("round", "person")
        .order_by("-round__opens_on", "-id")[:SHOWN]
    )
    found = [{"invitation": row, "kind": INVITATION_KINDS[row.state]} for row in rows]
    return Section(_("Questionnaires"), "questionnaires/_section.html", "ui-checks", {"rows": found}) if found else None
