"""What a crash, an older version or a hand in the database left: found, repaired where that is safe, else explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _
from psycopg import sql

from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, DomainError, InputError
from tenants.isolation import roles
from tenants.isolation.backend import connection
from tenants.isolation.context import as_owner
from tenants.journal.models import Job
from tenants.organisations.models import School
from tenants.provisioning.actions import AGAIN, OPENING_TASK, require_operator, retry_opening
from tenants.provisioning.building import schema_exists
from tenants.provisioning.locks import opening_lock, provisioning_lock, schools_being_opened
from tenants.provisioning.models import BuiltSchema
from tenants.provisioning.rights import drop_role_statements

Kind = Literal["stopped_opening", "missing_schema", "unfinished_schema", "schema_without_school", "role_without_school"]

STATES_WITH_DATA = frozenset({School.State.READY, School.State.SUSPENDED, School.State.ARCHIVED})
PREFIX = School.schema_of("")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit. ``name``: the school's slug, the schema or the role.

    ``repair``: what ``reconcile`` does about it; empty when it needs a person, who is told by ``next_step``.
    """

    kind: Kind
    name: str
    message: str
    next_step: str = ""
    repair: str = ""
    is_repaired: bool = False


def find_leftovers() -> list[Finding]:
    """All that does not fit together: schools, schemas, records of built schemas, jobs and roles. Reads only."""
    schools = list(School.objects.order_by("slug"))
    schemas = _schemas()
    return [
        *_openings([school for school in schools if school.state == School.State.NEW], schemas),
        *_missing([school for school in schools if school.state in STATES_WITH_DATA], schemas),
        *_ownerless(schemas - {school.schema_name for school in schools}),
        *_roles(schemas | {school.schema_name for school in schools}),
    ]


@action("school.reconcile")
def reconcile(*, acting: Actor) -> list[Finding]:
    """Repair what can be repaired without losing anything. Returns all findings, the repaired ones marked."""
    require_operator(acting)
    return [_repaired(finding, acting) for finding in find_leftovers()]


@action("school.drop_leftover")
def drop_leftover(*, schema: str, acting: Actor) -> None:
    """Drop a schema that no school works in: one without a school, or of a school whose schema was never finished."""
    require_operator(acting)
    school = School.objects.filter(schema_name=schema).first()
    if not schema.startswith(PREFIX) or not schema_exists(schema):
        message = _("There is no school's schema “%(name)s”.") % {"name": schema}
        raise InputError(message, problems=[{"place": "schema", "message": message}])
    if school is None:
        _drop(schema)
        return
    with opening_lock(school):
        if school.state != School.State.NEW or BuiltSchema.objects.of(school.pk).exists():
            raise Conflict(
                _("The school “%(name)s” works in this schema.") % {"name": school},
                next_step=_("A school is deleted from its own page, after it was suspended and archived."),
            )
        _drop(schema)


def _schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [PREFIX])
        return {name for (name,) in cursor.fetchall()}


def _openings(schools: list[School], schemas: set[str]) -> Iterator[Finding]:
    """Schools that wait to be opened and nobody is at it."""
    jobs = Job.objects.filter(task=OPENING_TASK, arguments__school__in=[school.pk for school in schools])
    known = {job.arguments["school"]: job for job in jobs.order_by("created_at")}
    busy = {key for key, job in known.items() if not job.is_over} | schools_being_opened()
    built = set(BuiltSchema.objects.among([school.pk for school in schools]).values_list("pk", flat=True))
    for school in schools:
        if school.pk in busy:
            continue
        if school.schema_name in schemas and school.pk not in built:
            yield Finding(
                "unfinished_schema",
                school.slug,
                _("The schema “%(name)s” stands, but no record says that it is whole.") % {"name": school.schema_name},
                _drop_command(school.schema_name),
            )
        elif school.pk in known:
            why = known[school.pk].message
            message = _("The creation of “%(name)s” stopped: %(why)s") % {"name": school, "why": why}
            yield Finding("stopped_opening", school.slug, message, repair=_("The creation is started again."))
        else:
            message = _("The creation of “%(name)s” by a command was interrupted.") % {"name": school}
            yield Finding("stopped_opening", school.slug, message, str(AGAIN))


def _missing(schools: list[School], schemas: set[str]) -> Iterator[Finding]:
    for school in schools:
        if school.schema_name not in schemas:
            yield Finding(
                "missing_schema",
                school.slug,
                _("The school “%(name)s” has lost its schema “%(schema)s”.")
                % {"name": school, "schema": school.schema_name},
                _("Suspend the school and restore its data from an export or a backup."),
            )


def _ownerless(schemas: set[str]) -> Iterator[Finding]:
    for schema in sorted(schemas):
        message = _("No school belongs to the schema “%(name)s”.") % {"name": schema}
        yield Finding("schema_without_school", schema, message, _drop_command(schema))


def _drop_command(schema: str) -> str:
    return _("Look into it, then remove it: estafeta school reconcile --drop %(name)s") % {"name": schema}


def _roles(schemas: set[str]) -> Iterator[Finding]:
    """Roles of schools that left them behind. One that has rights anywhere on the server is not ours to judge."""
    for role in sorted(_idle_roles() - {roles.of_schema(schema) for schema in schemas}):
        message = _("No school belongs to the database role “%(name)s”.") % {"name": role}
        yield Finding("role_without_school", role, message, repair=_("The role is removed."))


def _idle_roles() -> set[str]:
    """Schools' roles that own nothing and may nothing in any database of the server."""
    if not roles.are_used():
        return set()
    query = (
        "SELECT rolname FROM pg_roles r WHERE starts_with(rolname, %s) AND NOT EXISTS"
        " (SELECT FROM pg_shdepend d WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid)"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [roles.of_schema(PREFIX)])
        return {name for (name,) in cursor.fetchall()}


def _repaired(finding: Finding, acting: Actor) -> Finding:
    if not finding.repair:
        return finding
    if finding.kind == "stopped_opening":
        try:
            retry_opening(school=School.objects.get(slug=finding.name), acting=acting)
        except DomainError as refusal:  # it went on, or was opened, between the look and the repair
            return replace(finding, next_step=str(refusal.message), repair="")
        return replace(finding, is_repaired=True)
    schema = PREFIX + finding.name.removeprefix(roles.of_schema(PREFIX))
    with provisioning_lock(), as_owner():
        _execute(drop_role_statements(schema))
    return replace(finding, is_repaired=True)


def _drop(schema: str) -> None:
    with provisioning_lock(), as_owner():
        drop = sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)).as_string()
        _execute([drop, *drop_role_statements(schema)])


def _execute(statements: list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
