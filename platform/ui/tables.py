"""Tables of list pages: a table on a wide screen, cards on a phone, real values in XLSX."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

import django_tables2 as tables
from django.utils.formats import date_format
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django_tables2.utils import AttributeDict

from ui.icons import badge

__all__ = [
    "ActionsColumn",
    "BadgeColumn",
    "CheckColumn",
    "Column",
    "DateColumn",
    "DateTimeColumn",
    "LinkColumn",
    "NumberColumn",
    "Table",
    "WordsColumn",
]

EMPTY = "—"
MANY_COLUMNS = 6

Column = tables.Column


class DateColumn(tables.Column):
    """A date as 20.11.2025; a real date in XLSX."""

    def render(self, value: Any) -> str:
        return date_format(value, "d.m.Y")

    def value(self, value: Any) -> Any:
        """The date itself, for XLSX."""
        return value


class DateTimeColumn(tables.Column):
    """A moment as 20.11.2025 14:30 in the current zone; a real moment in XLSX."""

    def render(self, value: Any) -> str:
        return date_format(localtime(value), "d.m.Y H:i")

    def value(self, value: Any) -> Any:
        """The moment itself, for XLSX."""
        return value


class NumberColumn(tables.Column):
    """A number, right aligned, tabular figures; a real number in XLSX."""

    attrs = {"td": {"class": "num"}, "th": {"class": "num"}}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"attrs": self.attrs, **kwargs})

    def value(self, value: Any) -> Any:
        """The number itself, for XLSX."""
        return value


class WordsColumn(tables.Column):
    """A list of words in a row."""

    def render(self, value: Any) -> str:
        return ", ".join(value)

    def value(self, value: Any) -> str:
        """The same, for XLSX."""
        return ", ".join(value)


class LinkColumn(tables.Column):
    """Names the row: linked to ``get_absolute_url`` (or by ``linkify=``), the card's heading on a phone."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("linkify", True)
        kwargs.setdefault("attrs", {"td": {"class": "lead-cell"}, "a": {"class": "row-link"}})
        super().__init__(**kwargs)


class BadgeColumn(tables.Column):
    """A state as icon and word. ``kinds`` maps the raw value to a kind of ``<c-badge>``.

    The word is the column's value: for a field with choices Django's display of it (``accessor`` is the field's name).
    """

    def __init__(self, kinds: Mapping[str, str], **kwargs: Any) -> None:
        self.kinds = kinds
        super().__init__(**kwargs)

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        raw = bound_column.accessor.resolve(record)
        return badge(str(value), self.kinds.get(str(raw), "neutral"))

    def value(self, value: Any) -> Any:
        """The word, for XLSX."""
        return str(value)


class CheckColumn(tables.Column):
    """Boxes for bulk actions, sent as ``selected``; each is labelled with its row."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("accessor", "pk")
        kwargs.setdefault("orderable", False)
        kwargs.setdefault("exclude_from_export", True)
        kwargs.setdefault("attrs", {"td": {"class": "check-cell"}, "th": {"class": "check-cell"}})
        super().__init__(**kwargs)

    @property
    def header(self) -> SafeString:
        """A box that ticks the whole page."""
        return format_html(
            '<input type="checkbox" class="form-check-input" data-select-all aria-label="{}">',
            _("Select all rows of this page"),
        )

    def render(self, value: Any, record: Any) -> SafeString:
        return format_html(
            '<input type="checkbox" class="form-check-input" name="selected" value="{}" form="bulk" aria-label="{}">',
            value,
            _("Select: %(row)s") % {"row": record},
        )


class ActionsColumn(tables.TemplateColumn):
    """Buttons or links of a row, written in a template (``template_name=`` or ``template_code=``); not exported."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("verbose_name", _("Actions"))
        kwargs.setdefault("orderable", False)
        kwargs.setdefault("exclude_from_export", True)
        kwargs.setdefault("attrs", {"td": {"class": "actions-cell"}, "th": {"class": "actions-cell"}})
        super().__init__(*args, **kwargs)


class Table(tables.Table):
    """Base of all tables; the caption is the page's title, set by ``ListPage``."""

    caption: str = ""
    attrs: AttributeDict

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The library does not hand a base's Meta down to a table without one of its own.
        classes = str(self.attrs.get("class", "")).split() or ["table", "data-table"]
        if sum(column.visible for column in self.columns) > MANY_COLUMNS:
            # So many columns need room: the rows become cards earlier than those of a narrow table.
            classes.append("data-table-wide")
        self.attrs = AttributeDict({**self.attrs, "class": " ".join(classes)})

    class Meta:
        template_name = "ui/table.html"
        default = EMPTY
        attrs = {"class": "table data-table"}
        orderable = True

    def export_headers(self) -> list[str]:
        """Translated headers of the exported columns."""
        return [str(column.header) for column in self._exported()]

    def export_rows(self) -> Iterator[Sequence[Any]]:
        """All rows (not one page) as plain values."""
        names = [column.name for column in self._exported()]
        for row in self.rows:
            yield [_value(row.get_cell_value(name)) for name in names]

    def _exported(self) -> list[Any]:
        return [column for column in self.columns if column.visible and not column.column.exclude_from_export]


def _value(value: Any) -> Any:
    """What a cell of the export holds: no markup, and an empty cell instead of the dash that people see."""
    if isinstance(value, SafeString):
        value = unescape(strip_tags(value)).strip()
    return None if value == EMPTY else value
