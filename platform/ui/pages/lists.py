"""List pages: search and filters that live in the address, sort, pages, bulk actions, XLSX of everything filtered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django_filters import FilterSet
from django_tables2 import RequestConfig

from kernel.clock import today
from ui.files import XLSX, Download, write_xlsx
from ui.pages.base import Action, Page, Text
from ui.tables import Table

M = TypeVar("M", bound=Model)

PAGE_SIZE = 25
SEARCH_FIELD = "q"
RESERVED = frozenset({"page", "sort", "export", "per_page"})


@dataclass(frozen=True, slots=True)
class EmptyState:
    """What a list says when there is nothing yet: why, and what to do first."""

    title: Text
    text: Text = ""
    icon: str = "inbox"
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class BulkAction:
    """Something to do with the ticked rows: POST to ``url`` with the keys as ``selected``."""

    label: Text
    url: str
    icon: str = ""
    confirm: Text = ""


LONGEST_KEY = 18
"""Digits of a key that fits the database."""


def ticked(request: HttpRequest) -> list[int]:
    """Keys of ticked rows as a bulk action gets them; whatever else was posted is nobody's key."""
    keys = request.POST.getlist("selected")
    return [int(key) for key in keys if key.isdecimal() and len(key) <= LONGEST_KEY]


class ListPage(Page, Generic[M]):
    """A table of ``get_queryset()``.

    ``table_class`` is a ``ui.tables.Table``; ``filterset_class`` a ``FilterSet`` whose ``Meta.form`` is
    ``ui.forms.FilterForm`` (a filter named ``q`` becomes the search box). ``?export=xlsx`` hands out all filtered
    rows, not one page.
    """

    template_name = "ui/list.html"
    table_class: type[Table]
    filterset_class: type[FilterSet] | None = None
    page_size: int = PAGE_SIZE
    exportable: bool = True
    export_name: str = ""
    empty: EmptyState = EmptyState(_("Nothing here yet"))

    def get_queryset(self) -> QuerySet[M]:
        """The rows this actor may see, with everything the columns need prefetched."""
        raise NotImplementedError

    def get_table_kwargs(self) -> dict[str, Any]:
        """More arguments of the table, ``exclude`` for instance."""
        return {}

    def get_bulk_actions(self) -> Sequence[BulkAction]:
        """What can be done with ticked rows; the table then needs a ``CheckColumn``."""
        return ()

    def get_empty(self) -> EmptyState:
        """What to say when there are no rows at all."""
        return self.empty

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the workbook."""
        filterset = self._filterset()
        rows = self.get_queryset() if filterset is None else filterset.qs
        if self.exportable and request.GET.get("export") == "xlsx":
            return self.export(rows)
        return self.render_to_response(self.get_context_data(filterset=filterset, table=self._table(rows)))

    def export(self, rows: QuerySet[M]) -> HttpResponseBase:
        """All filtered rows in the chosen order as XLSX."""
        table = self.table_class(rows, **self.get_table_kwargs())
        RequestConfig(self.request, paginate=False).configure(table)
        title = str(self.get_title())
        content = write_xlsx(table.export_headers(), table.export_rows(), title=title)
        name = f"{self.export_name or title} {today():%Y-%m-%d}.xlsx"
        return Download(content, name, XLSX).response()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset: FilterSet | None = kwargs["filterset"]
        return super().get_context_data(
            **{
                "filter_form": None if filterset is None else filterset.form,
                "is_filtered": self.is_filtered,
                "search_field": SEARCH_FIELD,
                "bulk_actions": self.get_bulk_actions(),
                "empty": self.get_empty(),
                "export_url": self._address(export="xlsx") if self.exportable else "",
                **kwargs,
            }
        )

    @property
    def is_filtered(self) -> bool:
        """True when somebody typed or chose something, so that emptiness has another meaning."""
        return any(value for name, value in self.request.GET.items() if name not in RESERVED)

    def _filterset(self) -> FilterSet | None:
        if self.filterset_class is None:
            return None
        return self.filterset_class(self.request.GET or None, queryset=self.get_queryset(), request=self.request)

    def _table(self, rows: QuerySet[M]) -> Table:
        table = self.table_class(rows, **self.get_table_kwargs())
        table.caption = str(self.get_title())
        RequestConfig(self.request, paginate={"per_page": self.page_size}).configure(table)
        return table

    def _address(self, **changes: str) -> str:
        query = self.request.GET.copy()
        query.pop("page", None)
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"
