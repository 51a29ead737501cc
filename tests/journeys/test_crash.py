"""A worker killed in the middle of its work: nothing is lost, nothing is doubled, and nobody has to do anything.

The killed process is the real one. A lock on the table that the work writes last holds it where the harm would be
greatest: everything is done, nothing is committed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys import school_steps as school
from tests.journeys.conftest import Visit
from tests.support.browser import Visitor
from tests.support.product import Stack

ROWS = 2_000
SCHEMA = "s_lenskaya"
STUCK_SECONDS = 30.0
"""How long the work may take until it meets the lock; the product itself waits ten seconds for one."""
FINISHED_SECONDS = 90.0
"""A silent job is sent again after 20 seconds, the unfinished are looked for every 20; the rest is the work itself."""


def wait_until(met: Callable[[], bool], seconds: float, what: str) -> None:
    """Poll; the test fails when it takes longer."""
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@contextmanager
def killed_at(stack: Stack, table: str) -> Iterator[None]:
    """What is begun inside is carried out until it writes ``table``; there the worker dies, and a new one starts."""
    stack.freeze_worker()
    try:
        yield
        with stack.held_table(f"{SCHEMA}.{table}") as waiting:
            stack.thaw_worker()
            wait_until(lambda: bool(waiting()), STUCK_SECONDS, "the worker never came to the table")
            stack.kill_worker()
            stack.end_sessions(waiting())
    finally:
        stack.ensure_worker()


def state_of_last_job(stack: Stack, task: str) -> str:
    """The state of the newest job of a kind."""
    rows = stack.rows("SELECT state FROM shared_journal_job WHERE task = %s ORDER BY created_at DESC LIMIT 1", task)
    return str(rows[0][0])


def long_list(folder: Path) -> Path:
    """A staff list of the size that a large school might have."""
    head = "Фамилия;Имя;Отчество;Должность;Табельный номер"
    rows = [f"Стойкова;Анна;Павловна;педагог;СТ-{number:05}" for number in range(ROWS)]
    path = folder / "Большой список.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return path


def check_long_list(curator: Visitor, folder: Path) -> None:
    """Up to the page that asks for confirmation."""
    curator.go(school.SCHOOL)
    curator.section("Загрузка списков")
    curator.follow("Загрузить список")
    curator.field("Список").set_input_files(long_list(folder))
    curator.press("Дальше: столбцы")
    curator.press("Дальше: проверить список")
    curator.wait_for_work()
    curator.follow("Записать верные строки")


def written(stack: Stack) -> tuple[int, int]:
    """How many people of the list there are, and how many different ones."""
    statement = (
        f"SELECT count(*), count(DISTINCT staff_number) FROM {SCHEMA}.people_person WHERE staff_number LIKE 'СТ-%%'"
    )
    rows = stack.rows(statement)
    return int(rows[0][0]), int(rows[0][1])


def acts_of_writing(stack: Stack) -> int:
    """How often the school's journal says that a list was written."""
    rows = stack.rows(f"SELECT count(*) FROM {SCHEMA}.journal_schoolaudit WHERE code = 'import.write'")
    return int(rows[0][0])


def test_import_of_two_thousand_rows_survives_a_killed_worker(stack: Stack, visit: Visit, tmp_path: Path) -> None:
    curator = visit("curator@lenskaya.demo")
    check_long_list(curator, tmp_path)
    before = acts_of_writing(stack)
    with killed_at(stack, "journal_schoolaudit"):
        curator.press("Записать верные строки")
    assert written(stack) == (0, 0), "a half-written list"
    wait_until(
        lambda: state_of_last_job(stack, "people.write_import") == "done", FINISHED_SECONDS, "the list is not written"
    )
    assert written(stack) == (ROWS, ROWS)
    assert acts_of_writing(stack) == before + 1


def documents(stack: Stack, order: int) -> list[str]:
    """Names of the files of an order, whatever lies beside them included."""
    return sorted(file.name for file in (stack.home / "media/schools" / SCHEMA / "orders" / str(order)).iterdir())


def waiting_order(stack: Stack) -> int:
    """An order of the demo that waits for the head."""
    rows = stack.rows(f"SELECT id FROM {SCHEMA}.orders_order WHERE state = 'waiting' ORDER BY id LIMIT 1")
    if not rows:
        pytest.fail("the demo has no order for signature")
    return int(rows[0][0])


def test_order_is_rendered_once_after_a_killed_worker(stack: Stack, visit: Visit) -> None:
    head, order = visit("head@lenskaya.demo"), waiting_order(stack)
    head.go(school.SCHOOL, f"/orders/{order}/")
    head.follow("Подписать")
    with killed_at(stack, "orders_order"):
        head.press("Подписать")
    assert stack.rows(f"SELECT docx, pdf FROM {SCHEMA}.orders_order WHERE id = %s", order) == [("", "")]
    head.until(
        lambda: head.page.get_by_role("link", name="Скачать PDF").is_visible(),
        seconds=FINISHED_SECONDS,
        what="no documents",
    )
    assert head.download("Скачать PDF").startswith(b"%PDF-")
    assert head.download("Скачать DOCX").startswith(b"PK")
    assert documents(stack, order) == ["order.docx", "order.pdf"]
    signed = stack.rows(f"SELECT state, count(*) FROM {SCHEMA}.orders_order WHERE id = %s GROUP BY state", order)
    assert signed == [("signed", 1)]
