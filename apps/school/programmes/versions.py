"""Versions of an approved programme: the text frozen at the approval and after each change, two of them compared."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.school.regulation.view import RegulationView
from kernel.clock import today
from kernel.errors import NotFound

from . import editing, queries, rules
from .choices import filled
from .models import PlanItem, Programme, ProgrammeVersion

Content = Mapping[str, Any]
Entry = tuple[Any, str]


def snapshot(programme: Programme) -> dict[str, Any]:
    """The text of a programme in words: form, fields of the note, goals and rows of the plan by their keys.

    {"form": str, "fields": [[title, text]], "goals": [[id, words]], "rows": [[id, words]]}
    """
    view = queries.view_for(programme.match)
    note, template = filled(view, programme), rules.template_of(view)
    return {
        "form": view.local_name("mentoring_form", programme.match.form),
        "fields": [[field.title, note.get(field.code, "")] for field in template.fields],
        "goals": [[goal.pk, editing.GoalRow.of(goal).words] for goal in programme.goals.all()],
        "rows": [[item.pk, row_words(view, item)] for item in programme.plan.all()],
    }


def row_words(view: RegulationView, item: PlanItem) -> str:
    """A row of the plan in a line."""
    days = [date_format(day, "d.m.Y") for day in (item.starts_on, item.due_on) if day is not None]
    direction = view.local_name("plan_direction", item.direction) if item.direction else ""
    more = [" – ".join(days), direction, str(item.get_responsible_display()) if item.responsible else ""]
    told = "; ".join(filter(None, more))
    return f"{item.title} ({told})" if told else item.title


def keep(programme: Programme, *, since: datetime.date) -> ProgrammeVersion:
    """Freeze the present text under the programme's present number; the same one when it is kept already.

    The caller holds the lock of the programme.
    """
    found = programme.versions.filter(number=programme.version).first()
    if found is not None:
        return found
    return ProgrammeVersion.objects.create(
        programme=programme, number=programme.version, content=snapshot(programme), since=since
    )


def keep_before(programme: Programme) -> ProgrammeVersion:
    """The text before a change: programmes that were approved before versions were kept have none of it."""
    return keep(programme, since=programme.approved_on or today())


def version_of(programme: Programme, number: int) -> ProgrammeVersion:
    """A version of the programme; ``NotFound`` when it has none of that number."""
    found = programme.versions.filter(number=number).first()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs: ``before`` is empty for what was added, ``after`` for what was taken out."""

    title: str
    before: str
    after: str


def differences(old: Content, new: Content) -> list[Difference]:
    """Everything that differs between two versions, in the order of the document. Pure."""
    found = []
    if old["form"] != new["form"]:
        found.append(Difference(_("Form"), old["form"], new["form"]))
    found += _changed(old["fields"], new["fields"], title=None)
    found += _changed(old["goals"], new["goals"], title=_("Goal"))
    return found + _changed(old["rows"], new["rows"], title=_("Activity"))


def _changed(old: Iterable[Entry], new: Iterable[Entry], *, title: str | None) -> list[Difference]:
    """Entries by their key. ``title``: what an entry is called; None where the key is its name."""
    before, after = dict(old), dict(new)
    keys = list(dict.fromkeys([*after, *before]))
    return [
        Difference(title or str(key), before.get(key, ""), after.get(key, ""))
        for key in keys
        if before.get(key, "") != after.get(key, "")
    ]
