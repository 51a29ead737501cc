"""Training of mentors."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from apps.school.people.actions.marks import note_training
from apps.school.people.models import Person
from apps.school.people.queries import mentors
from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict

from .. import permissions
from ..errors import needed, not_in_future, wrong
from ..models import Training


@action("training.record")
def record_training(
    *,
    person: Person,
    title: str,
    hours: int,
    finished_on: datetime.date,
    acting: Actor,
    certificate: str = "",
    file: UploadedFile[Any] | None = None,
) -> Training:
    """A course that somebody finished; a mentor's card shows the latest day."""
    permissions.require(permissions.may_manage(acting))
    if not 1 <= hours <= 1000:
        raise wrong("hours", _("From 1 to 1000 hours."))
    course = needed("title", title, _("Name the course."))
    not_in_future("finished_on", finished_on)
    kept, created = Training.objects.get_or_create(
        person=person,
        title=course,
        finished_on=finished_on,
        defaults={
            "hours": hours,
            "certificate": certificate.strip(),
            "file": uploads.checked(file, uploads.SCAN, place="file", stem="scan") if file else "",
        },
    )
    if not created:
        raise Conflict(_("This training is recorded already."))
    card = mentors().filter(person=person).first()
    if card is not None:
        note_training(mentor=card, trained_on=finished_on, acting=acting)
    return kept
