"""Names of the database roles. Who may what in the database is granted by ``tenants.provisioning.rights``.

The product signs in to the database as a *login* that owns nothing and inherits nothing, and then acts as

- a **school's role** inside a school: reads and writes that school's tables, owns none, knows no other school;
- the **region's role** in the shared schema: reads and writes shared tables, cannot even name a school's;
- the **owner's role** when tables are made or changed: migrations, creation, deletion, restoring.

Roles belong to the whole server, so their names begin with a prefix: two installations on one server have two.
``SCHOOL_ROLES = False`` switches all of it off, for servers on which no roles can be made.
"""

from __future__ import annotations

from django.conf import settings


def are_used() -> bool:
    """True unless the installation runs without roles."""
    return bool(settings.SCHOOL_ROLES)


def prefix() -> str:
    """How the names of this installation's roles begin."""
    return str(settings.ROLE_PREFIX)


def _named(suffix: str) -> str:
    return f"{prefix()}_{suffix}"


def owner() -> str:
    """Owns every table; migrations and provisioning run as this role."""
    return _named("owner")


def region() -> str:
    """Works in the shared schema."""
    return _named("region")


def schools() -> str:
    """What all schools' roles have in common: rights on those shared tables that a school's code needs."""
    return _named("schools")


def sessions() -> str:
    """Member of the region's role and of every school's: whoever is granted it may act as any of them."""
    return _named("sessions")


def of_schema(schema: str) -> str:
    """The role of one school; at most 57 bytes with the longest schema name and the usual prefix."""
    return _named(schema)
