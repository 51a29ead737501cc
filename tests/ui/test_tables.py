"""A table is readable as cards and leaves as a workbook with real values."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.utils.html import format_html
from django_tables2 import RequestConfig

from tests.ui.conftest import Body, MakeRequest, Render
from ui.files import Download, write_xlsx
from ui.pages import ANYONE, Action, EmptyState, ListPage
from ui.tables import BadgeColumn, CheckColumn, Column, DateColumn, LinkColumn, NumberColumn, Table

KINDS = {"active": "active", "late": "danger"}


class PairTable(Table):
    pk = CheckColumn()
    name = LinkColumn(verbose_name="Mentor", linkify=lambda record: f"/pairs/{record['pk']}/")
    state = BadgeColumn(KINDS, verbose_name="State")
    since = DateColumn(verbose_name="Since")
    meetings = NumberColumn(verbose_name="Meetings")
    note = Column(verbose_name="Note")

    def render_note(self, value: str) -> Any:
        return format_html("<b>{}</b>", value)


ROWS = [
    {
        "pk": number,
        "name": f"Name {number}",
        "state": "late",
        "since": datetime.date(2025, 9, 1),
        "meetings": number,
        "note": "=1+1" if number == 1 else "<i>",
    }
    for number in range(1, 61)
]


class PairList(ListPage[Any]):
    access = ANYONE
    title = "Pairs"
    table_class = PairTable
    export_name = "pairs"
    empty = EmptyState("No pairs", "Choose a mentee.", "people", Action("Choose", "/choose/"))
    rows: list[dict[str, Any]] = ROWS

    def get_queryset(self) -> Any:
        return self.rows


@pytest.fixture
def workbook(make_request: MakeRequest) -> Any:
    response = PairList.as_view()(make_request(path="/pairs/?export=xlsx&page=2"))
    return openpyxl.load_workbook(io.BytesIO(b"".join(response))).active


def test_every_cell_carries_the_label_of_its_column(make_request: MakeRequest, render: Render) -> None:
    table = PairTable(ROWS[:2])
    RequestConfig(make_request()).configure(table)
    html = render('{% include "ui/table.html" %}', table=table)
    for label in ("Mentor", "State", "Since", "Meetings", "Note"):
        assert html.count(f'data-label="{label}"') == 2
    assert 'aria-label="Select: ' in html


def test_sorted_column_says_so(make_request: MakeRequest, render: Render) -> None:
    table = PairTable(ROWS[:3])
    RequestConfig(make_request(path="/?sort=-meetings")).configure(table)
    assert render('{% include "ui/table.html" %}', table=table).count('aria-sort="descending"') == 1


def test_many_columns_become_cards_earlier() -> None:
    class WideTable(PairTable):
        extra = Column(verbose_name="Extra")

    assert "data-table-wide" in WideTable(ROWS).attrs["class"]
    assert "data-table-wide" not in PairTable(ROWS).attrs["class"]


def test_state_is_icon_and_word(render: Render) -> None:
    html = render('{% include "ui/table.html" %}', table=PairTable(ROWS[:1]))
    assert '<span class="tag tag-danger"><svg' in html
    assert "<span>late</span>" in html


def test_export_holds_all_rows_whatever_the_page(workbook: Any) -> None:
    assert workbook.max_row == len(ROWS) + 1


def test_export_has_headers_and_real_values(workbook: Any) -> None:
    assert [cell.value for cell in workbook[1]] == ["Mentor", "State", "Since", "Meetings", "Note"]
    name, state, since, meetings, note = [cell.value for cell in workbook[3]]
    assert (name, state, since.date(), meetings, note) == ("Name 2", "late", datetime.date(2025, 9, 1), 2, "<i>")


def test_export_never_makes_a_formula_of_a_text(workbook: Any) -> None:
    cell = workbook[2][4]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_page_shows_twenty_five_rows_and_counts_all(make_request: MakeRequest, body: Body) -> None:
    request = make_request(path="/pairs/")
    html = body(request, PairList.as_view()(request))
    assert html.count('name="selected"') == 25
    assert "1–25 of 60 rows" in html
    assert "export=xlsx" in html


def test_empty_list_says_what_to_do_first(make_request: MakeRequest, body: Body) -> None:
    request = make_request(path="/pairs/")
    html = body(request, PairList.as_view(rows=[])(request))
    assert "Choose a mentee." in html
    assert 'href="/choose/"' in html
    assert "export=xlsx" not in html


def test_empty_search_offers_to_clear(make_request: MakeRequest, body: Body) -> None:
    request = make_request(path="/pairs/?q=nobody")
    html = body(request, PairList.as_view(rows=[])(request))
    assert "Nothing found" in html
    assert "Choose a mentee." not in html


def test_workbook_takes_aware_moments_and_control_characters() -> None:
    moment = datetime.datetime(2025, 11, 20, 9, 0, tzinfo=datetime.UTC)
    content = write_xlsx(["a", "b"], [[moment, "bad\x0btext"]], title="A/B: [list]")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert sheet["B2"].value == "badtext"
    assert isinstance(sheet["A2"].value, datetime.datetime)
    assert sheet.title == "A B   list"


def test_download_keeps_a_cyrillic_name() -> None:
    answer = Download(b"x", "Приказ № 5.pdf", "application/pdf").response()
    assert "filename*=utf-8''%D0%9F" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
