"""Spreadsheets for the tests of imports."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from apps.school.people import actions
from apps.school.people.models import StaffImport
from kernel.clock import today
from tenants.organisations.models import School
from tests.support.cast import acting_as

HEADER = (
    "Табельный номер",
    "Фамилия",
    "Имя",
    "Отчество",
    "Пол",
    "Дата рождения",
    "Должность",
    "Стаж",
    "E-mail",
    "Телефон",
)
NUMBER, LAST, FIRST, PATRONYMIC, SEX, BORN, POSITION, YEARS, EMAIL, PHONE = range(len(HEADER))
SYLLABLES = ("ва", "ли", "мо", "ра", "ко", "те", "ну", "си", "до", "бе")
FAULTS_EACH = 10

# kind of fault -> (column of the report, code, what it does to a row)
FAULTS: dict[str, tuple[str, Callable[[list[Any]], None]]] = {
    "last_name_missing": ("Фамилия", lambda row: row.__setitem__(LAST, None)),
    "first_name_missing": ("Имя", lambda row: row.__setitem__(FIRST, "")),
    "bad_date": ("Дата рождения", lambda row: row.__setitem__(BORN, "31.02.1980")),
    "future_date": ("Дата рождения", lambda row: row.__setitem__(BORN, today() + datetime.timedelta(days=9))),
    "too_young": ("Дата рождения", lambda row: row.__setitem__(BORN, today() - datetime.timedelta(days=3000))),
    "bad_email": ("E-mail", lambda row: row.__setitem__(EMAIL, "почта(собака)школа")),
    "number_repeated": ("Табельный номер", lambda row: row.__setitem__(NUMBER, "Т-00001")),
    "bad_sex": ("Пол", lambda row: row.__setitem__(SEX, "да")),
    "bad_experience": ("Стаж", lambda row: row.__setitem__(YEARS, "много")),
    "long_experience": ("Стаж", lambda row: row.__setitem__(YEARS, 45)),
    "bad_phone": ("Телефон", lambda row: row.__setitem__(PHONE, "нет телефона")),
}


def person_name(number: int) -> str:
    """A last name that no other number has."""
    return "".join(SYLLABLES[int(digit)] for digit in f"{number:04}").capitalize() + "нова"


def good_row(number: int) -> list[Any]:
    """An employee with everything right; dates are cells of dates in one half, texts in the other."""
    born = datetime.date(1970 + number % 20, 1 + number % 12, 1 + number % 28)
    return [
        f"Т-{number:05}",
        person_name(number),
        "Анна",
        "Петровна",
        "ж",
        born if number % 2 else f"{born:%d.%m.%Y}",
        "учитель",
        number % 10,
        f"user{number}@school.test",
        "+7 (912) 345-67-89",
    ]


def workbook(rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> bytes:
    """An XLSX file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Сотрудники")
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(content: bytes, school: School, name: str = "список.xlsx", kind: str = "employee") -> StaffImport:
    """Begin an import as the curator does."""
    file = SimpleUploadedFile(name, content)
    return actions.begin_import(file=file, kind=kind, acting=acting_as("curator", school))


def checked(
    content: bytes, school: School, run_jobs: Callable[[], Any], name: str = "список.xlsx", **mapping: str
) -> StaffImport:
    """An import checked with the columns as they were guessed (``mapping``: other meanings)."""
    staff_import = upload(content, school, name)
    chosen = staff_import.mapping | mapping
    with run_jobs():
        actions.name_columns(staff_import=staff_import, mapping=chosen, acting=acting_as("curator", school))
    staff_import.refresh_from_db()
    return staff_import


def written(staff_import: StaffImport, school: School, run_jobs: Callable[[], Any]) -> StaffImport:
    """The same import confirmed and written."""
    with run_jobs():
        actions.confirm_import(staff_import=staff_import, acting=acting_as("curator", school))
    staff_import.refresh_from_db()
    return staff_import
