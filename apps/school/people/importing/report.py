"""What people see of a plan: the preview that is kept with the import, and the report of rejected rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ui.files import write_xlsx

from .. import rules
from ..models import Person, StaffImport
from .columns import TITLES
from .plan import PREVIEW_ROWS, Plan
from .rows import Fault, Parsed

SHOWN_LENGTH = 200


def shown(name: str, value: Any) -> str:
    """A value for people."""
    if value in (None, "", []):
        return ""
    if isinstance(value, datetime.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, list):
        return ", ".join(value)
    if name == "sex":
        return str(Person.Sex(value).label)
    return str(value)


def preview_of(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """The first rows of each kind, as JSON."""
    return {
        "new": [
            {"row": row, "name": person.full_name, "facts": _facts(person)} for row, person in plan.new[:PREVIEW_ROWS]
        ],
        "changed": [
            {
                "row": row,
                "name": person.full_name,
                "changes": [
                    [change.field, shown(change.field, change.old), shown(change.field, change.new)]
                    for change in changes
                ],
            }
            for row, person, changes in plan.changed[:PREVIEW_ROWS]
        ],
    }


def _facts(person: Person) -> list[list[str]]:
    names = ("position", "department", "birth_date", "staff_number", "subjects", "email")
    return [[name, shown(name, value)] for name in names if (value := getattr(person, name))]


def problems_of(plan: Plan, mapping: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every fault of every rejected row, in the order of the file, as JSON."""
    titles = {field: title for title, field in mapping.items() if field}
    return [_problem(parsed, fault, titles) for parsed in plan.rejected for fault in parsed.faults]


def _problem(parsed: Parsed, fault: Fault, titles: Mapping[str, str]) -> dict[str, Any]:
    # A part of a name taken out of one cell is found in that cell's column.
    title = titles.get(fault.field) or titles.get("full_name") or str(TITLES[fault.field])
    return {
        "row": parsed.number,
        "name": parsed.name[:SHOWN_LENGTH],
        "column": title,
        "value": fault.value[:SHOWN_LENGTH],
        "code": fault.code,
    }


def worded(problem: Mapping[str, Any]) -> dict[str, Any]:
    """A kept problem with its reason in the reader's language."""
    reason = str(rules.REASONS.get(problem["code"], problem["code"]))
    return {**problem, "reason": reason[:1].upper() + reason[1:]}


def report_xlsx(staff_import: StaffImport) -> bytes:
    """All rejected rows as a workbook: row, name, column, value, reason."""
    headers: list[str] = [_("Row"), pgettext("person", "Full name"), _("Column"), _("Value"), _("Reason")]
    return write_xlsx(headers, _report_rows(staff_import), title=_("Rejected rows"))


def _report_rows(staff_import: StaffImport) -> Iterator[list[Any]]:
    for problem in map(worded, staff_import.problems):
        yield [problem["row"], problem["name"], problem["column"], problem["value"], problem["reason"]]
