"""The database backend: django-tenants' with one switch of schema and role, sent only when either changes.

Stock django-tenants sends ``SET search_path`` again whenever a place is entered, the same one included. Here the
wanted pair (search path, role) is compared with what the session has, and both are set by one statement in one trip.

A setting is undone by the rollback of the transaction (or savepoint) in which it was made, so a rollback makes the
session's state unknown; in a failed transaction nothing can be set, and only a rollback can follow.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django_tenants.postgresql_backend import base
from psycopg.pq import TransactionStatus

from tenants.isolation import roles

SWITCH = "SELECT set_config('search_path', %s, false), set_config('role', %s, false)"
SWITCH_WITHOUT_ROLES = "SELECT set_config('search_path', %s, false)"
SHARED = "public"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is always in a place: the shared schema as the region, or a school's as that school."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._session: tuple[str, str] | None = None
        self._is_switching = False
        self._visited: set[str] = set()
        self.role_instead: str | None = None
        super().__init__(*args, **kwargs)

    # ---- the place

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Want the tenant's schema from the next statement on. Nothing is sent here."""
        self.tenant = tenant
        self.schema_name = tenant.schema_name
        self.include_public_schema = include_public
        self.set_settings_schema(self.schema_name)

    def _wanted(self) -> tuple[str, str]:
        schema = self.schema_name
        if schema == SHARED:
            path, role = f'"{SHARED}"', roles.region()
        else:
            path, role = f'"{schema}", "{SHARED}"', roles.of_schema(schema)
        return path, self.role_instead or role

    def _handle_search_path(self, cursor: Any = None) -> None:
        """Called by django-tenants for every cursor: send the switch if the session is elsewhere."""
        wanted = self._wanted()
        if wanted == self._session or self._is_switching or self._has_failed():
            return
        base._check_schema_name(self.schema_name)
        self._is_switching = True
        try:
            if cursor is None:
                with self.connection.cursor() as own:
                    self._send(own, wanted)
            else:
                self._send(cursor, wanted)
        finally:
            self._is_switching = False
        self._session = wanted
        if self.schema_name != SHARED:
            self._visited.add(self.schema_name)

    @staticmethod
    def _send(cursor: Any, wanted: tuple[str, str]) -> None:
        if roles.are_used():
            cursor.execute(SWITCH, wanted)
        else:
            cursor.execute(SWITCH_WITHOUT_ROLES, wanted[:1])

    def _has_failed(self) -> bool:
        return bool(self.connection.info.transaction_status == TransactionStatus.INERROR)

    # ---- what makes the session's state unknown

    def get_new_connection(self, conn_params: Any) -> Any:
        """A new session is in no place yet."""
        self._session = None
        self._visited.clear()
        return super().get_new_connection(conn_params)

    def close(self) -> None:
        """The place that is wanted stays; the session's is gone."""
        self._session = None
        super().close()

    def rollback(self) -> None:
        """A switch made in the transaction is undone with it."""
        super().rollback()
        self._session = None

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self._session = None

    def savepoint_rollback(self, sid: Any) -> None:
        """So is one made after the savepoint."""
        try:
            super().savepoint_rollback(sid)
        finally:
            self._session = None

    # ---- memory

    def close_if_unusable_or_obsolete(self) -> None:
        """Between works: also end a session whose server process knows the tables of too many schools.

        A PostgreSQL backend keeps the catalogue of every schema it touched, about 1.4 MB a school.
        """
        if not self.in_atomic_block and len(self._visited) > settings.SCHOOLS_PER_CONNECTION:
            self.close()
            return
        super().close_if_unusable_or_obsolete()
