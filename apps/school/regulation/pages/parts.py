"""One parameter of the editor, ready to print: its fields, and everything that helps to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext, ngettext

from ..catalogue import Norm
from ..editors.rows import ROW
from ..forms import DraftForm, Part
from ..region import UsualValue
from ..view import RegulationView, SetValue
from .rows import ParameterRow, row_of


@dataclass(frozen=True, slots=True)
class FieldRow:
    """Fields that belong together, each with its own name. ``number``: of the row in a list, 0 outside of lists."""

    number: int
    fields: tuple[tuple[str, BoundField], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a parameter as somebody else saved it and as this person typed it."""

    title: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """One parameter of the form. ``usual``: values of other schools in words; ``differences``: from a rival edit."""

    part: Part
    row: ParameterRow
    rows: tuple[FieldRow, ...]
    flag: BoundField
    common: tuple[BoundField, ...]
    choice: BoundField | None
    settle: BoundField | None
    default: str
    basis: str
    usual: tuple[str, ...]
    differences: tuple[Difference, ...]
    editor: str

    @property
    def norm(self) -> Norm | None:
        """The norm above the parameter."""
        return self.part.parameter.norm

    @property
    def is_list(self) -> bool:
        """True where another row may be asked for."""
        return any(row.number for row in self.rows)


def part_row(form: DraftForm, part: Part, usual: Sequence[UsualValue], editor: str) -> PartRow:
    """The row of one parameter. ``editor``: who changed it meanwhile, empty when nobody did."""
    parameter, view = part.parameter, form.view
    override = view.defaults.get(parameter.key)
    value, basis = (override.value, override.basis) if override else (parameter.default, str(parameter.basis))
    return PartRow(
        part=part,
        row=row_of(view, parameter),
        rows=tuple(_field_rows(form, part)),
        flag=form[part.name("set")],
        common=tuple(form[name] for name in part.common),
        choice=_optional(form, part.name("choice")),
        settle=_optional(form, part.name("settle")),
        default=view.render(parameter.key, value),
        basis=basis,
        usual=tuple(_usual_text(view, parameter.key, each) for each in usual),
        differences=_differences(form, part) if parameter.key in form.contested else (),
        editor=editor,
    )


def _optional(form: DraftForm, name: str) -> BoundField | None:
    return form[name] if name in form.fields else None


def _field_rows(form: DraftForm, part: Part) -> list[FieldRow]:
    rows: dict[int, list[tuple[str, BoundField]]] = {}
    for own, name in part.names.items():
        number, _sep, tail = own.removeprefix(ROW).partition("_")
        in_row = own.startswith(ROW) and number.isdecimal()
        rows.setdefault(int(number) + 1 if in_row else 0, []).append((tail if in_row else own, form[name]))
    return [FieldRow(number, tuple(fields)) for number, fields in sorted(rows.items())]


def _usual_text(view: RegulationView, key: str, usual: UsualValue) -> str:
    schools = ngettext("%(count)s school", "%(count)s schools", usual.schools) % {"count": usual.schools}
    return f"{view.render(key, usual.value)} – {schools}"


def _differences(form: DraftForm, part: Part) -> tuple[Difference, ...]:
    """Value, clause, quotation and note where the two wordings differ."""
    key = part.parameter.key
    theirs, mine = _texts(form.view, key, part.former), _texts(form.view, key, form.entries.get(key))
    return tuple(Difference(title, theirs[title], mine[title]) for title in theirs if theirs[title] != mine[title])


def _texts(view: RegulationView, key: str, entry: SetValue | None) -> Mapping[str, str]:
    return {
        gettext("Value"): view.render(key, entry.value) if entry else gettext("left open"),
        gettext("Clause"): entry.clause if entry else "",
        gettext("Quotation"): entry.quote if entry else "",
        gettext("Note"): entry.note if entry else "",
    }
