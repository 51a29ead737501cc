"""django-tenants' command, run as the owner of the tables; afterwards the roles' rights are renewed."""

from __future__ import annotations

from typing import Any

from django_tenants.management.commands.migrate_schemas import MigrateSchemasCommand

from tenants.isolation import roles
from tenants.isolation.context import as_owner
from tenants.provisioning import rights


class Command(MigrateSchemasCommand):
    """Migrations of the shared schema, of schools, or of both."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not roles.are_used():
            super().handle(*args, **options)
            return
        rights.require_roles()
        with as_owner():
            super().handle(*args, **options)
        rights.renew_shared_rights()
