"""What the selection knows of a person, on the person's card."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people import sections
from apps.school.people.models import Person
from kernel.acting import Actor

from . import permissions
from .tables import CANDIDACY_KINDS

SHOWN = 5


def selection_section(person: Person, actor: Actor) -> sections.Section | None:
    """Candidacies, the entry of the register, trainings; for the office the way to nominate."""
    if not permissions.may_nominate(actor) or person.kind == Person.Kind.GUARDIAN:
        return None
    shown = list(person.candidacies.all()[:SHOWN])
    candidacies = [{"candidacy": each, "kind": CANDIDACY_KINDS[each.state]} for each in shown]
    entry = person.appointments.filter(ended_on=None).first()
    trainings = list(person.trainings.all()[:SHOWN])
    free = entry is None and not any(each.is_open for each in shown)
    may_add = free and person.left_on is None and permissions.may_manage(actor)
    new_url = f"{reverse('selection:nominate')}?person={person.pk}" if may_add else ""
    if not (candidacies or entry or trainings or new_url):
        return None
    context = {"candidacies": candidacies, "entry": entry, "trainings": trainings, "new_url": new_url}
    return sections.Section(_("Selection of mentors"), "selection/person_section.html", "award", context)


def register() -> None:
    """Add the card to every person's page."""
    sections.register("selection", selection_section, order=30)
