"""Entering a school. This is the one place that switches schemas; a test forbids it elsewhere.

Enter a school only inside the same synchronous call as the query, and never return a lazy queryset out of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.utils import timezone
from django_tenants.utils import get_public_schema_name, schema_context, tenant_context

from tenants.isolation import roles
from tenants.isolation.backend import connection
from tenants.organisations.models import School


@contextmanager
def enter_school(school: School) -> Iterator[School]:
    """Run the block in the school's schema and time zone; the place before is restored, also after an error."""
    with tenant_context(school), timezone.override(school.zone):
        yield school


@contextmanager
def enter_region() -> Iterator[None]:
    """Run the block in the shared schema."""
    with schema_context(get_public_schema_name()):
        yield


def stand_in_region() -> None:
    """Leave whatever place the connection is in, for good: between two works of one thread."""
    connection.role_instead = None
    connection.set_schema_to_public()


@contextmanager
def _acting_as(role: str) -> Iterator[None]:
    before, connection.role_instead = connection.role_instead, role
    try:
        yield
    finally:
        connection.role_instead = before


def as_owner() -> AbstractContextManager[None]:
    """Run the block as the role that owns the tables, in the present place: for migrations and provisioning only."""
    return _acting_as(roles.owner())


def as_login() -> AbstractContextManager[None]:
    """Run the block as whoever signed in to the database: only while the roles themselves are being made."""
    return _acting_as("none")


def current_school() -> School | None:
    """The school whose schema the connection is in, None in the shared schema."""
    tenant = getattr(connection, "tenant", None)
    if connection.schema_name == get_public_schema_name():
        return None
    if not isinstance(tenant, School):
        raise TypeError("the schema was switched without enter_school()")
    return tenant


def require_school() -> School:
    """The current school; an error of the programmer where there is none."""
    school = current_school()
    if school is None:
        raise LookupError("this code runs in a school only: enter one with enter_school()")
    return school
