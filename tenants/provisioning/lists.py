"""Tables of schools: which column means what, what each row asks for, and which rows cannot be done and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.errors import InputError
from tenants.organisations.models import School
from tenants.provisioning import regulations
from tenants.provisioning.forms import KINDS, ListRowForm
from ui.sheets import Sheet, read_sheet, text_of

Text = str | Promise
Fate = Literal["new", "interrupted", "exists", "faulty"]

# field -> its title in the sample table
TITLES: Mapping[str, Text] = {
    "slug": gettext_lazy("Name in the address"),
    "name": gettext_lazy("Full name"),
    "short_name": gettext_lazy("Short name"),
    "kind": gettext_lazy("Kind of institution"),
    "municipality": gettext_lazy("Municipality"),
    "zone": gettext_lazy("Time zone"),
    "curator": gettext_lazy("E-mail of the curator"),
    "head": gettext_lazy("E-mail of the head"),
    "preset": gettext_lazy("Ready regulation"),
}
# field -> other titles it is known by, in whatever language the operator works
KNOWN: Mapping[str, frozenset[str]] = {
    "slug": frozenset({"slug", "name in the address", "имя в адресе", "адрес"}),
    "name": frozenset({"name", "full name", "полное название", "полное наименование", "название", "наименование"}),
    "short_name": frozenset({"short name", "краткое название", "краткое наименование"}),
    "kind": frozenset({"kind", "kind of institution", "вид организации", "вид учреждения", "вид", "тип"}),
    "municipality": frozenset({"municipality", "муниципалитет", "муниципальное образование", "район"}),
    "zone": frozenset({"zone", "time zone", "часовой пояс"}),
    "curator": frozenset({"curator", "e mail of the curator", "куратор", "почта куратора"}),
    "head": frozenset({"head", "e mail of the head", "руководитель", "директор", "почта руководителя"}),
    "preset": frozenset({"preset", "regulation", "ready regulation", "готовое положение", "положение"}),
}
REQUIRED = ("slug", "name", "municipality", "preset")
DEFAULTS = {"kind": "school", "zone": "Europe/Moscow"}


@dataclass(slots=True)
class Row:
    """One school of a table. ``number``: as the spreadsheet program shows it; ``faults``: (title of column, reason)."""

    number: int
    values: dict[str, str]
    faults: list[tuple[str, str]] = field(default_factory=list)

    def blame(self, name: str, reason: Text) -> None:
        """Note what is wrong with a field."""
        self.faults.append((str(TITLES[name]), str(reason)))

    def as_json(self) -> dict[str, Any]:
        """As a ``SchoolList`` keeps it."""
        return {"number": self.number, "values": self.values, "faults": [list(fault) for fault in self.faults]}


def read_rows(file: IO[bytes]) -> list[Row]:
    """The schools of a table, each with its faults. ``InputError`` when it is no table or lacks a column."""
    sheet = read_sheet(file)
    places = _places(sheet)
    presets = regulations.presets()
    rows = [
        Row(number, _values({name: text_of(cells[at]) for name, at in places.items() if at < len(cells)}, presets))
        for number, cells in sheet.rows
    ]
    _check_each(rows, presets)
    _check_together(rows)
    return rows


def fates(rows: Iterable[Mapping[str, Any]]) -> list[Fate]:
    """What would happen now with each row of a kept list (as ``Row.as_json``)."""
    listed = list(rows)
    states = dict(
        School.objects.filter(slug__in=[row["values"]["slug"] for row in listed]).values_list("slug", "state")
    )
    return [_fate(row, states.get(row["values"]["slug"])) for row in listed]


def _fate(row: Mapping[str, Any], state: str | None) -> Fate:
    if row["faults"]:
        return "faulty"
    if state is None:
        return "new"
    return "interrupted" if state == School.State.NEW else "exists"


def _plain(title: str) -> str:
    return " ".join(title.casefold().replace("_", " ").replace("-", " ").split())


def _places(sheet: Sheet) -> dict[str, int]:
    """Field -> place of its column."""
    places: dict[str, int] = {}
    for column in sheet.columns:
        title = _plain(column.title)
        name = next((name for name in TITLES if title in KNOWN[name] or title == _plain(str(TITLES[name]))), None)
        if name is not None:
            places.setdefault(name, column.index)
    missing = [str(TITLES[name]) for name in REQUIRED if name not in places]
    if missing:
        message = _("The table has no such column: %(names)s.") % {"names": ", ".join(missing)}
        step = _("Take the sample table: its first row names the columns.")
        raise InputError(message, problems=[{"place": "file", "message": message}], next_step=step)
    return places


def _values(found: dict[str, str], presets: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The cells as the form asks for them: codes instead of words, defaults where nothing is said."""
    values = {name: found.get(name) or DEFAULTS.get(name, "") for name in TITLES}
    values["slug"] = values["slug"].lower()
    values["short_name"] = values["short_name"] or values["name"][:120]
    values["kind"] = _code_of(values["kind"], KINDS)
    values["preset"] = _code_of(values["preset"], presets)
    return values


def _code_of(word: str, choices: Sequence[tuple[str, Text]]) -> str:
    return next((code for code, title in choices if word.casefold() in (code, str(title).casefold())), word)


def _check_each(rows: Sequence[Row], presets: Sequence[tuple[str, str]]) -> None:
    for row in rows:
        form = ListRowForm(data=row.values, presets=presets)
        for name, reasons in form.errors.items():
            for reason in reasons:
                row.blame(name, str(reason))


def _check_together(rows: Sequence[Row]) -> None:
    """A name in the address stands once in the table, and belongs to no other school of the installation."""
    first: dict[str, int] = {}
    names = dict(School.objects.filter(slug__in=[row.values["slug"] for row in rows]).values_list("slug", "name"))
    for row in rows:
        slug = row.values["slug"]
        if slug in first:
            row.blame("slug", _("The name stands already in row %(number)s.") % {"number": first[slug]})
        first.setdefault(slug, row.number)
        if names.get(slug, row.values["name"]) != row.values["name"]:
            row.blame("slug", _("Another school has this name in the address: %(name)s.") % {"name": names[slug]})
