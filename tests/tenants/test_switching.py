"""The backend sends a place to the server once, and knows when the server has forgotten it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test.utils import CaptureQueriesContext

from tenants.isolation import roles
from tenants.isolation.backend import connection
from tenants.isolation.context import as_login, enter_region, enter_school
from tenants.organisations.models import School


def place() -> tuple[str, str]:
    """Schema and role of the session, as the server sees them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_user")
        schema, role = cursor.fetchone()
    return str(schema), str(role)


@pytest.fixture
def expected(alpha: School, beta: School) -> dict[str, tuple[str, str]]:
    return {school.slug: (school.schema_name, roles.of_schema(school.schema_name)) for school in (alpha, beta)}


def undone(act: Callable[[], object]) -> None:
    """Carry out the act and roll it back."""
    with suppress(ZeroDivisionError), transaction.atomic():
        act()
        raise ZeroDivisionError


def failing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


def switches(queries: CaptureQueriesContext) -> int:
    return sum("set_config" in query["sql"] for query in queries.captured_queries)


def test_a_place_is_sent_once_and_only_when_it_changes(alpha: School, beta: School) -> None:
    with CaptureQueriesContext(connection) as queries:
        for school in (alpha, alpha, beta, beta, alpha):
            with enter_school(school):
                place()
                place()
    assert switches(queries) == 3


def test_entering_without_a_query_sends_nothing(alpha: School) -> None:
    with CaptureQueriesContext(connection) as queries, enter_school(alpha), enter_region():
        pass
    assert len(queries) == 0


def test_a_rolled_back_savepoint_takes_the_place_with_it(
    alpha: School, beta: School, expected: dict[str, tuple[str, str]]
) -> None:
    seen: list[tuple[str, str]] = []
    with enter_school(alpha):
        assert place() == expected["alpha"]
        with enter_school(beta):
            undone(lambda: seen.append(place()))
        assert seen == [expected["beta"]]
        assert place() == expected["alpha"]
    with enter_school(beta):
        assert place() == expected["beta"]


def test_a_failed_transaction_is_left_alone_until_it_is_rolled_back(
    alpha: School, beta: School, expected: dict[str, tuple[str, str]]
) -> None:
    with enter_school(alpha):
        assert place() == expected["alpha"]
        with suppress(DatabaseError), transaction.atomic():
            with pytest.raises(DatabaseError):
                failing()
            # Nothing can be sent now; trying would hide the first error behind a second one.
            with enter_school(beta), pytest.raises(DatabaseError, match="aborted"):
                place()
            raise DatabaseError
        assert place() == expected["alpha"]
    with enter_school(beta):
        assert place() == expected["beta"]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_and_a_new_session_start_without_a_place(
    alpha: School, beta: School, expected: dict[str, tuple[str, str]]
) -> None:
    with enter_school(alpha):
        undone(place)
        assert place() == expected["alpha"]
        connection.close()
        assert place() == expected["alpha"]


@pytest.mark.django_db(transaction=True)
def test_a_session_that_met_many_schools_is_replaced(
    alpha: School, beta: School, settings: Any, expected: dict[str, tuple[str, str]]
) -> None:
    def backend() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]

    settings.SCHOOLS_PER_CONNECTION = 1
    with enter_school(alpha):
        first = backend()
    connection.close_if_unusable_or_obsolete()
    with enter_school(beta):
        assert backend() == first
        connection.close_if_unusable_or_obsolete()
        assert backend() != first
        assert place() == expected["beta"]


def test_an_unmade_role_fails_closed(alpha: School) -> None:
    alpha.schema_name = "s_unmade"
    with pytest.raises(DatabaseError), transaction.atomic(), enter_school(alpha):
        place()
    with enter_region():
        assert place() == ("public", roles.region())


def test_without_roles_only_the_schema_is_switched(alpha: School, settings: Any) -> None:
    with as_login():
        login = place()[1]
        settings.SCHOOL_ROLES = False
        with enter_school(alpha):
            assert place() == ("s_alpha", login)
