"""The school's list of courses."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from apps.school.people.errors import wrong
from apps.school.people.models import Competency
from kernel.acting import Actor
from kernel.actions import action

from .. import permissions
from ..models import Course

FIELDS = ("title", "provider", "kind", "form", "hours", "starts_on", "ends_on", "link", "note", "in_use")


@action("growth.save_course")
def save_course(
    *, course: Course | None, values: dict[str, Any], competencies: Collection[Competency], acting: Actor
) -> Course:
    """Add or change a course. ``values``: ``FIELDS`` by name; what is not named keeps its value."""
    permissions.require_office(acting)
    row = Course.objects.select_for_update().get(pk=course.pk) if course is not None else Course()
    for name in FIELDS:
        if name in values:
            setattr(row, name, values[name])
    if row.starts_on is not None and row.ends_on is not None and row.ends_on < row.starts_on:
        raise wrong("ends_on", _("The end comes after the beginning."))
    twins = Course.objects.filter(title__iexact=row.title, provider__iexact=row.provider)
    if twins.exclude(pk=row.pk).exists():
        raise wrong("title", _("This course stands in the list already."))
    row.save()
    row.competencies.set(competencies)
    return row
