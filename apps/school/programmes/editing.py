"""What is written into a programme: its note, its choices, rows of its plan. Checks and plain writes, no verbs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules import programme as work
from kernel.acting import Actor
from kernel.errors import refuse_if

from . import choices as chosen
from . import queries, rules
from .choices import Choices
from .errors import WrongInput
from .models import PlanItem, Programme
from .permissions import SYSTEM, require


@dataclass(frozen=True, slots=True)
class Row:
    """Values of a row of the plan. ``direction``, ``methods``: codes."""

    title: str
    due_on: datetime.date | None = None
    direction: str = ""
    methods: tuple[str, ...] = ()

    @classmethod
    def of(cls, item: PlanItem) -> Row:
        """Those of a row that is there."""
        return cls(item.title, item.due_on, item.direction, tuple(item.methods))

    @classmethod
    def read(cls, data: Mapping[str, object]) -> Row:
        """Back from JSON; an empty one of a row that is taken out."""
        due, methods = data.get("due_on"), data.get("methods")
        return cls(
            title=str(data.get("title", "")),
            due_on=datetime.date.fromisoformat(due) if isinstance(due, str) else None,
            direction=str(data.get("direction", "")),
            methods=tuple(str(code) for code in methods) if isinstance(methods, Sequence) else (),
        )


# ---- the note


def check_note(programme: Programme, note: Mapping[str, str], choices: Choices, acting: Actor) -> None:
    """Authors write it, fields are those of the template, everything chosen is in the lists of the act."""
    view, standing = queries.view_for(programme.match), queries.standing(programme, acting)
    if SYSTEM not in acting.roles:
        require(bool(standing.author_codes))
        refuse_if(
            rules.authorship(view, standing.author_codes),
            next_step=_("Ask those whom the regulation names as authors."),
        )
    unknown = set(note) - {field.code for field in rules.template_of(view).written}
    if unknown:
        raise WrongInput(min(unknown), _("The template of the programme has no such field."))
    for code in choices.choice_criteria or ():
        if code not in catalogue().dictionaries["form_choice_criterion"]:
            raise WrongInput("choice_criteria", _("There is no such criterion."))
    refuse_if(chosen.broken(view, choices), next_step=_("Choose what the regulation lists."))


def write_note(programme: Programme, note: Mapping[str, str], choices: Choices) -> None:
    """Fields that are not given stay."""
    programme.note = {**programme.note, **{code: text.strip() for code, text in note.items()}}
    given = choices.given()
    for name, value in given.items():
        setattr(programme, name, value)
    programme.save(update_fields=["note", *given, "updated_at"])


def note_words(programme: Programme, note: Mapping[str, str], choices: Choices) -> tuple[str, str]:
    """Changed fields before and after, a line each."""
    view = queries.view_for(programme.match)
    template = rules.template_of(view)
    before, after = [], []
    for code, text in note.items():
        title = template.titles.get(code, code)
        before.append(f"{title}: {programme.note.get(code, '') or '—'}")
        after.append(f"{title}: {text.strip() or '—'}")
    shadow = Programme(match=programme.match, **{name: getattr(programme, name) for name in choices.given()})
    changed = Programme(match=programme.match, **choices.given())
    keys = {name: key for key, name in [*chosen.CHOSEN.values(), (work.METHODS, "methods")]}
    for name, value in choices.given().items():
        if name in keys:
            title = str(view.parameter(keys[name]).title)
            before.append(f"{title}: {chosen.words(view, shadow, keys[name]) or '—'}")
            after.append(f"{title}: {chosen.words(view, changed, keys[name]) or '—'}")
        elif isinstance(value, str):
            before.append(getattr(programme, name) or "—")
            after.append(value or "—")
    return "\n".join(before), "\n".join(after)


# ---- rows of the plan


def check_row(programme: Programme, row: Row) -> None:
    """A row has a name, what the columns of the act ask for, and codes that exist."""
    view = queries.view_for(programme.match)
    if not row.title.strip():
        raise WrongInput("title", _("Name the activity."))
    if row.direction and row.direction not in catalogue().dictionaries["plan_direction"]:
        raise WrongInput("direction", _("There is no such direction of the plan."))
    refuse_if([*rules.plan_row(view, has_term=row.due_on is not None), *work.chosen(view, work.METHODS, row.methods)])


def add_row(programme: Programme, row: Row) -> PlanItem:
    """At the end; rows are shown by their dates."""
    return PlanItem.objects.create(
        programme=programme,
        title=row.title.strip(),
        due_on=row.due_on,
        direction=row.direction,
        methods=list(row.methods),
        position=programme.plan.count() + 1,
    )


def change_row(item: PlanItem, row: Row) -> PlanItem:
    """Its mark stays."""
    item.title, item.due_on, item.direction = row.title.strip(), row.due_on, row.direction
    item.methods = list(row.methods)
    item.save(update_fields=["title", "due_on", "direction", "methods", "updated_at"])
    return item
