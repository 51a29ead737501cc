"""What the page «Положение» shows of each parameter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..catalogue import Parameter, catalogue
from ..conflicts import Contradiction
from ..places import is_enforced, is_reminded
from ..view import RegulationView, Rule

Power = Literal["enforced", "reminded", "shown"]
Show = Literal["all", "enforced", "set", "unset", "contradictory"]

POWERS: dict[str, str | Promise] = {
    "enforced": _("the system enforces this"),
    "reminded": _("the system reminds of this"),
    "shown": _("for reference"),
}
# part of the act that is no parameter -> where it is edited
WORD_PARTS: dict[str, str | Promise] = {"words": _("Own words"), "lists": _("Rights and duties")}
SHOWS: dict[str, str | Promise] = {
    "all": _("All parameters"),
    "enforced": _("Enforced by the system"),
    "set": _("Set by the regulation"),
    "unset": _("Not set: the regional default applies"),
    "contradictory": _("With contradictions"),
}


def power_of(parameter: Parameter) -> Power:
    """What the product does with a parameter today: only what an action really asks counts as enforced."""
    if is_enforced(parameter.key):
        return "enforced"
    return "reminded" if is_reminded(parameter.key) else "shown"


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """Another reading of the act, ready to print."""

    text: str
    clause: str
    note: str
    number: int


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter, ready to print."""

    parameter: Parameter
    rule: Rule
    text: str
    power: Power
    readings: tuple[ReadingRow, ...]
    edit_url: str

    @property
    def power_word(self) -> str | Promise:
        """What the product does with it, in words."""
        return POWERS[self.power]

    @property
    def anchor(self) -> str:
        """Fragment of the row in the page."""
        return self.parameter.anchor

    def answers(self, query: str, show: str) -> bool:
        """True when the row belongs to what was searched for."""
        wanted = {
            "enforced": self.power == "enforced",
            "set": self.rule.is_set,
            "unset": not self.rule.is_set,
            "contradictory": bool(self.readings),
        }
        if not wanted.get(show, True):
            return False
        haystack = (self.parameter.title, self.parameter.help, self.parameter.key, self.text, self.rule.clause)
        words = " ".join(str(text) for text in (*haystack, self.rule.quote)).casefold()
        return all(word in words for word in query.casefold().split())


@dataclass(frozen=True, slots=True)
class SectionRows:
    """A section with its rows."""

    code: str
    title: str
    rows: tuple[ParameterRow, ...]


def row_of(view: RegulationView, parameter: Parameter, *, editable: bool = False) -> ParameterRow:
    """The row of one parameter in a view; with a link to edit it in a draft."""
    rule = view.rule(parameter.key)
    readings = tuple(
        ReadingRow(view.render(parameter.key, reading.value), reading.clause, reading.note, number)
        for number, reading in enumerate(rule.alternatives)
    )
    url = ""
    if editable:
        url = reverse("regulation:value", kwargs={"version": view.version_id, "key": parameter.key})
    return ParameterRow(parameter, rule, view.render(parameter.key), power_of(parameter), readings, url)


def sections_of(
    view: RegulationView, *, query: str = "", show: str = "all", editable: bool = False
) -> Iterator[SectionRows]:
    """The sections of the regulation with the rows that answer the search; empty sections are left out."""
    for section in catalogue().sections:
        rows = (row_of(view, parameter, editable=editable) for parameter in catalogue().in_section(section.code))
        found = tuple(row for row in rows if row.answers(query, show))
        if found:
            yield SectionRows(section.code, str(section.title), found)


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A conflict with the way to each place where it may be corrected: (title, address or nothing)."""

    conflict: Contradiction
    places: tuple[tuple[str, str], ...]


def conflict_rows(found: Iterable[Contradiction], view: RegulationView, *, editable: bool = True) -> list[ConflictRow]:
    """Conflicts of a version, ready to print; with links where its values may be edited."""
    return [ConflictRow(conflict, tuple(_places(conflict, view, editable))) for conflict in found]


def _places(conflict: Contradiction, view: RegulationView, editable: bool) -> Iterator[tuple[str, str]]:
    parameters = catalogue().parameters
    for key in conflict.keys:
        known = key in parameters
        url = reverse("regulation:value", kwargs={"version": view.version_id, "key": key}) if editable and known else ""
        yield (str(parameters[key].title) if known else key), url
    if conflict.part in WORD_PARTS:
        yield str(WORD_PARTS[conflict.part]), reverse("regulation:words", kwargs={"version": view.version_id})
