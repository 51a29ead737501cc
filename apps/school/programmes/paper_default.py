"""The default DOCX templates of papers as code: ``python -m apps.school.programmes.paper_default`` writes them.

A test compares the committed files with what this module builds. Schools download one, change it and upload it.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from apps.school.orders.documents.archive import FIXED_MOMENT, fixed
from apps.school.orders.documents.template import prepare

from .paper import PROGRAMME_DOCX, SHEET_DOCX

RULED = "_" * 40
PLAN = (("№", "number"), ("Мероприятие", "activity"), ("Срок", "term"), ("Отметка о выполнении", "mark"))
GOALS = (("Цель", "title"), ("Показатель", "indicator"), ("В начале", "initial"), ("Целевое значение", "target"))


def build() -> bytes:
    """The bytes of the programme's template, the same every time."""
    document = Document()
    prepare(document)
    _line(document, "{{ institution }}", centred=True)
    document.add_heading("{{ title }}", level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_heading("Пояснительная записка", level=2)
    _repeated(document, "for section in sections", "{{ section.title }}: {{ section.text }}")
    _section(document, "goals", "Цели")
    _table(document, "goal", "goals", GOALS)
    document.add_paragraph("{%p endif %}")
    document.add_heading("План мероприятий", level=2)
    _table(document, "row", "plan", PLAN)
    _section(document, "participation", "Конкурсы, открытые уроки, публикации")
    _repeated(
        document, "for part in participation", "{{ part.day }} – {{ part.kind }}: {{ part.title }}, {{ part.result }}"
    )
    document.add_paragraph("{%p endif %}")
    _section(document, "results", "Результаты")
    _line(document, "{{ results }}")
    document.add_paragraph("{%p endif %}")
    document.add_heading("Согласование и утверждение", level=2)
    _repeated(document, "for person in mentors", "Наставник ____________________ {{ person.short }}")
    _repeated(document, "for person in mentees", "Наставляемый ____________________ {{ person.short }}")
    _line(document, "{{ head }} ____________________ {{ approved_on }}")
    return _finished(document)


def build_sheet() -> bytes:
    """The same of the sheet by which a lesson is analysed; a blank one has lines to write on."""
    document = Document()
    prepare(document)
    _line(document, "{{ institution }}", centred=True)
    document.add_heading("{{ title }}", level=1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, _or_ruled("Наставник", "mentor"))
    _line(document, _or_ruled("Наставляемый", "mentee"))
    for title, name in (("Кто кого посетил", "way"), ("Итог в процентах", "score")):
        document.add_paragraph(f"{{%p if {name} %}}")
        _line(document, f"{title}: {{{{ {name} }}}}")
        document.add_paragraph("{%p endif %}")
    _line(document, _or_ruled("Урок", "lesson"))
    _line(document, _or_ruled("День", "day"))
    document.add_paragraph("{%p for section in sections %}")
    document.add_paragraph("{%p if section.title %}")
    document.add_heading("{{ section.title }}", level=2)
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p for row in section.rows %}")
    document.add_paragraph("{%p if row.is_text %}")
    _line(document, _or_ruled("{{ row.title }}", "row.answer"))
    document.add_paragraph("{%p else %}")
    _line(document, "{{ row.title }} ({{ row.scale }}): {% if row.answer %}{{ row.answer }}{% else %}____{% endif %}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    for title, name in (("Анализ урока", "analysis"), ("Рекомендации", "advice")):
        document.add_heading(title, level=2)
        _line(document, f"{{% if {name} %}}{{{{ {name} }}}}{{% else %}}{RULED}{{% endif %}}")
    _line(document, "Кто посетил ____________________      Чей урок ____________________")
    return _finished(document)


def _or_ruled(title: str, name: str) -> str:
    """What was said, or a line to write on."""
    return f"{title}: {{% if {name} %}}{{{{ {name} }}}}{{% else %}}{RULED}{{% endif %}}"


def _finished(document: Any) -> bytes:
    moment = datetime.datetime(*FIXED_MOMENT, tzinfo=datetime.UTC)
    properties = document.core_properties
    properties.created = properties.modified = moment
    properties.author = properties.last_modified_by = properties.comments = ""
    out = io.BytesIO()
    document.save(out)
    return fixed(out.getvalue())


def _line(document: Any, text: str, *, centred: bool = False) -> None:
    paragraph = document.add_paragraph(text)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _section(document: Any, name: str, title: str) -> None:
    """A heading that stands only where there is something below it; the caller closes it."""
    document.add_paragraph(f"{{%p if {name} %}}")
    document.add_heading(title, level=2)


def _repeated(document: Any, head: str, line: str) -> None:
    document.add_paragraph(f"{{%p {head} %}}")
    _line(document, line)
    document.add_paragraph("{%p endfor %}")


def _table(document: Any, item: str, rows: str, columns: tuple[tuple[str, str], ...]) -> None:
    """A table with a row for each item; the marks stand in rows of their own, which docxtpl removes."""
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    for cell, (title, _name) in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(title).bold = True
    table.rows[1].cells[0].text = f"{{%tr for {item} in {rows} %}}"
    for cell, (_title, name) in zip(table.rows[2].cells, columns, strict=True):
        cell.text = f"{{{{ {item}.{name} }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"


if __name__ == "__main__":
    PROGRAMME_DOCX.write_bytes(build())
    SHEET_DOCX.write_bytes(build_sheet())
