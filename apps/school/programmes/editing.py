"""What is written into a programme: its note, its choices, rows of its plan. Checks and plain writes, no verbs."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules import programme as work
from kernel.acting import Actor
from kernel.errors import refuse_if

from . import choices as chosen
from . import meanwhile, queries, rules
from .choices import Choices
from .errors import WrongInput
from .models import Goal, PlanItem, Programme
from .permissions import SYSTEM, require


@dataclass(frozen=True, slots=True)
class Row:
    """Values of a row of the plan. ``direction``, ``methods``, ``responsible`` (``PlanItem.Doer``): codes."""

    title: str
    due_on: datetime.date | None = None
    direction: str = ""
    methods: tuple[str, ...] = ()
    starts_on: datetime.date | None = None
    responsible: str = ""

    @classmethod
    def of(cls, item: PlanItem) -> Row:
        """Those of a row that is there."""
        return cls(item.title, item.due_on, item.direction, tuple(item.methods), item.starts_on, item.responsible)

    @classmethod
    def read(cls, data: Mapping[str, object]) -> Row:
        """Back from JSON; an empty one of a row that is taken out."""
        methods = data.get("methods")
        return cls(
            title=str(data.get("title", "")),
            due_on=_day(data.get("due_on")),
            direction=str(data.get("direction", "")),
            methods=tuple(str(code) for code in methods) if isinstance(methods, Sequence) else (),
            starts_on=_day(data.get("starts_on")),
            responsible=str(data.get("responsible", "")),
        )

    def written(self) -> dict[str, object]:
        """For JSON; ``read`` takes it back."""
        values = asdict(self)
        days = {name: day.isoformat() if (day := values[name]) else None for name in ("due_on", "starts_on")}
        return {**values, **days, "methods": list(self.methods)}


def _day(value: object) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class GoalRow:
    """Values of a goal, without what was measured. ``initial`` is None while the beginning is not measured."""

    title: str
    indicator: str
    target: Decimal
    measured_in: str = ""
    initial: Decimal | None = None

    @classmethod
    def of(cls, goal: Goal) -> GoalRow:
        """Those of a goal that is there."""
        return cls(goal.title, goal.indicator, goal.target, goal.measured_in, goal.initial)

    @classmethod
    def read(cls, data: Mapping[str, object]) -> GoalRow:
        """Back from JSON."""
        initial = data.get("initial")
        return cls(
            title=str(data["title"]),
            indicator=str(data["indicator"]),
            target=Decimal(str(data["target"])),
            measured_in=str(data.get("measured_in", "")),
            initial=None if initial is None else Decimal(str(initial)),
        )

    def written(self) -> dict[str, object]:
        """For JSON; ``read`` takes it back."""
        return {
            **asdict(self),
            "target": str(self.target),
            "initial": None if self.initial is None else str(self.initial),
        }

    @property
    def words(self) -> str:
        """«Цель: показатель, от 40 до 75 %»."""
        numbers = [plain(number) for number in (self.initial, self.target) if number is not None]
        told = " → ".join(numbers)
        return f"{self.title}: {self.indicator}, {told} {self.measured_in}".rstrip()


def plain(number: Decimal) -> str:
    """A number as people write it: without zeros behind it, with a comma."""
    return f"{number.normalize():f}".replace(".", ",")


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


def note_values(programme: Programme) -> dict[str, object]:
    """Everything that the form of the note shows, field by field."""
    return {**programme.note, **{each.name: getattr(programme, each.name) for each in fields(Choices)}}


def merged_note(
    programme: Programme, note: Mapping[str, str], choices: Choices, seen: str
) -> tuple[dict[str, str], Choices]:
    """What is to be written of a note, when somebody else may have written into it meanwhile."""
    titles = {**rules.template_of(queries.view_for(programme.match)).titles, **meanwhile.titles(Programme)}
    stored = dict.fromkeys(note, "") | note_values(programme)
    written = meanwhile.merged(seen, stored, {**note, **choices.given()}, titles, say=said_by(programme))
    return {code: str(written[code]) for code in note}, Choices.of(written)


def write_note(programme: Programme, note: Mapping[str, str], choices: Choices) -> None:
    """Fields that are not given stay."""
    programme.note = {**programme.note, **{code: text.strip() for code, text in note.items()}}
    given = choices.given()
    for name, value in given.items():
        setattr(programme, name, value)
    programme.save(update_fields=["note", *given, "updated_at"])


def said_by(programme: Programme) -> Callable[[str, object], str]:
    """Values of fields in the school's words: the codes of a choice or of a row of the plan; texts stay as they are."""
    view = queries.view_for(programme.match)
    keys = {name: key for key, name in chosen.CHOSEN.values()} | {"methods": work.METHODS, "direction": work.DIRECTIONS}
    keys["choice_criteria"] = chosen.CRITERIA

    def say(name: str, value: object) -> str:
        if name == "responsible":
            return str(dict(PlanItem.Doer.choices).get(str(value), value))
        codes = value if isinstance(value, list | tuple) else [value]
        if name in keys:
            dictionary = view.parameter(keys[name]).spec.dictionary
            return ", ".join(view.local_name(dictionary, str(code)) for code in codes if code)
        return ", ".join(str(each) for each in codes if each is not None)

    return say


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
    """A row has a name, what the columns of the act ask for, days in their order, and codes that exist."""
    view = queries.view_for(programme.match)
    if not row.title.strip():
        raise WrongInput("title", _("Name the activity."))
    if row.direction and row.direction not in catalogue().dictionaries["plan_direction"]:
        raise WrongInput("direction", _("There is no such direction of the plan."))
    if row.responsible and row.responsible not in PlanItem.Doer.values:
        raise WrongInput("responsible", _("Choose who answers for it from the list."))
    if row.starts_on is not None and row.due_on is not None and row.starts_on > row.due_on:
        raise WrongInput("due_on", _("An activity does not end before it begins."))
    values = {"term": row.due_on, "direction": row.direction, "responsible": row.responsible}
    given = [code for code, value in values.items() if value]
    refuse_if([*rules.plan_row(view, given), *work.chosen(view, work.METHODS, row.methods)])


def add_row(programme: Programme, row: Row) -> PlanItem:
    """At the end; rows are shown by their dates."""
    return change_row(PlanItem(programme=programme, position=programme.plan.count() + 1), row)


def change_row(item: PlanItem, row: Row) -> PlanItem:
    """Its mark stays."""
    item.title, item.due_on, item.direction = row.title.strip(), row.due_on, row.direction
    item.starts_on, item.responsible, item.methods = row.starts_on, row.responsible, list(row.methods)
    item.save()
    return item


# ---- goals


def check_goal(programme: Programme, row: GoalRow, goal: Goal | None = None) -> None:
    """A goal can be measured, leads somewhere, and is named once. ``goal``: the one that is changed."""
    for place, text, message in (
        ("title", row.title, _("Name the goal.")),
        ("indicator", row.indicator, _("Say what is measured: a goal without an indicator cannot be reached.")),
    ):
        if not text.strip():
            raise WrongInput(place, message)
    if row.initial is not None and row.initial == row.target:
        raise WrongInput("target", _("The target is the same as the beginning: nothing would change."))
    twins = programme.goals.filter(title=row.title.strip())
    if (twins.exclude(pk=goal.pk) if goal is not None else twins).exists():
        raise WrongInput("title", _("The programme has this goal already."))


def write_goal(goal: Goal, row: GoalRow) -> Goal:
    """A new goal or one that is there; what was measured stays."""
    goal.title, goal.indicator, goal.measured_in = row.title.strip(), row.indicator.strip(), row.measured_in.strip()
    goal.initial, goal.target = row.initial, row.target
    goal.save()
    return goal


def add_goal(programme: Programme, row: GoalRow) -> Goal:
    """At the end."""
    return write_goal(Goal(programme=programme, position=programme.goals.count() + 1), row)
