"""Tables of schools."""

from __future__ import annotations

from tenants.provisioning.lists import TITLES
from tenants.provisioning.models import SchoolList

Values = dict[str, str]

GAMMA: Values = {
    "slug": "gamma",
    "name": "МБОУ «Лицей «Гамма»",
    "short_name": "Лицей «Гамма»",
    "kind": "лицей",
    "municipality": "Город Сосновка",
    "zone": "Asia/Yekaterinburg",
    "curator": "curator@gamma.test",
    "head": "head@gamma.test",
    "preset": "lenskaya",
}


def school_row(slug: str, **values: str) -> Values:
    """A row that can be created: gamma's, of another slug."""
    return {**GAMMA, "slug": slug, "name": f"Школа {slug}", "short_name": "", "curator": "", "head": "", **values}


def csv_table(*rows: Values, without: tuple[str, ...] = ()) -> bytes:
    """A table as a spreadsheet program saves it: titles in Russian, semicolons."""
    names = [name for name in TITLES if name not in without]
    lines = [[TITLES_RU[name] for name in names], *([row[name] for name in names] for row in rows)]
    return "\n".join(";".join(line) for line in lines).encode()


TITLES_RU = {
    "slug": "Имя в адресе",
    "name": "Полное название",
    "short_name": "Краткое название",
    "kind": "Вид учреждения",
    "municipality": "Муниципалитет",
    "zone": "Часовой пояс",
    "curator": "Куратор",
    "head": "Руководитель",
    "preset": "Положение",
}


def samples() -> dict[str, object]:
    """For the route walker."""
    return {"school_list": SchoolList.objects.create(file_name="schools.csv").pk}
