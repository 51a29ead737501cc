"""What a process remembers of hosts is forgotten when any process changes a school."""

from __future__ import annotations

import threading
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.isolation.context import as_owner, enter_region
from tenants.isolation.hostbook import HostBook
from tenants.isolation.hosts import school_at
from tenants.organisations.models import School

HOST = "alpha.estafeta.localhost"
PATIENCE = 20.0

pytestmark = pytest.mark.django_db(transaction=True)


class ListeningBook(HostBook):
    """A book that says when it has heard something."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = threading.Semaphore(0)

    def forget(self) -> None:
        super().forget()
        self.heard.release()


def ask(book: HostBook) -> School | None:
    with enter_region():
        return book.find(HOST, school_at)


@pytest.fixture
def book(alpha: School) -> ListeningBook:
    """A book that listens already and remembers alpha."""
    made = ListeningBook()
    ask(made)
    assert made.heard.acquire(timeout=PATIENCE)
    assert made._hears.wait(PATIENCE)
    assert ask(made) == alpha
    return made


def other_process(statement: str) -> None:
    """What another process commits."""
    config = settings.DATABASES["default"]
    with psycopg.connect(
        host=config["HOST"],
        port=config["PORT"],
        user=config["USER"],
        password=config["PASSWORD"],
        dbname=config["NAME"],
    ) as session:
        session.execute(statement.encode())


def test_a_known_host_costs_no_query(book: ListeningBook, alpha: School) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert ask(book) == alpha
    assert len(queries) == 0


def test_what_is_handed_out_may_be_changed_without_harm(book: ListeningBook, alpha: School) -> None:
    found = ask(book)
    assert found is not None
    found.slug = "changed"
    again = ask(book)
    assert again is not None
    assert again.slug == alpha.slug


def test_a_suspension_by_another_process_is_heard(book: ListeningBook) -> None:
    other_process("UPDATE organisations_school SET state = 'suspended' WHERE slug = 'alpha'; NOTIFY estafeta_schools")
    assert book.heard.acquire(timeout=PATIENCE)
    assert ask(book) is None


def test_saving_a_school_is_heard_at_its_commit(book: ListeningBook, alpha: School) -> None:
    alpha.state = School.State.SUSPENDED
    with enter_region():
        alpha.save()
    assert book.heard.acquire(timeout=PATIENCE)
    assert ask(book) is None


def test_a_book_that_hears_nothing_asks_each_time(book: ListeningBook) -> None:
    query = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
    other_process(query)
    assert book.heard.acquire(timeout=PATIENCE)
    with enter_region(), as_owner(), connection.cursor() as cursor:
        # Nobody says that this changed.
        cursor.execute("UPDATE organisations_school SET state = 'suspended' WHERE slug = 'alpha'")
    seen: list[Any] = [ask(book) for _turn in range(3)]
    assert seen == [None, None, None]


def test_nothing_is_remembered_inside_a_transaction(book: ListeningBook, alpha: School) -> None:
    from django.db import transaction

    fresh = HostBook()
    with enter_region(), transaction.atomic():
        fresh.find(HOST, school_at)
        with CaptureQueriesContext(connection) as queries:
            fresh.find(HOST, school_at)
    assert len(queries) == 1
