"""Destroying a school's data by an act: 152-FZ, article 21, and the order of Roskomnadzor of 28.10.2022 No. 179.

Steps, each repeatable: count what there is; in one transaction drop the schema with its role and treat the shared rows
as declared; delete the files, the exports kept here and the cached entries; write the act and the extract from the
log. The school's row stays as «deleted»: counts of the region and pairs of other schools point to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _
from psycopg import sql

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import Conflict
from tenants.isolation.backend import connection
from tenants.isolation.context import as_owner, enter_region, enter_school
from tenants.organisations.models import School
from tenants.provisioning.actions import require_operator
from tenants.provisioning.life import files as stored
from tenants.provisioning.life import shared
from tenants.provisioning.life.accounts import destroy_accounts
from tenants.provisioning.life.act import render_act, write_extract
from tenants.provisioning.life.actions import exports_folder
from tenants.provisioning.life.cached import forget_cached
from tenants.provisioning.life.catalogue import tables_of
from tenants.provisioning.life.claims import alone_with
from tenants.provisioning.life.declared import declared
from tenants.provisioning.life.models import Destruction, SchoolExport
from tenants.provisioning.locks import provisioning_lock
from tenants.provisioning.rights import drop_role_statements

Report = Callable[[str], None]
STEPS = 4


def carry_out_destruction(destruction: Destruction, report: Report, acting: Actor) -> Destruction:
    """Destroy, then document. Outside any transaction; goes on where a killed run stopped."""
    school = destruction.school
    with alone_with(school.slug), enter_region():
        destruction.refresh_from_db()
        if destruction.finished_at is not None:
            return destruction
        if destruction.destroyed_at is None:
            report(_("Counting what is to be destroyed"))
            count_doomed(destruction=destruction, acting=acting)
            report(_("Destroying the rows"))
            with provisioning_lock():
                destroy_rows(destruction=destruction, acting=acting)
        report(_("Destroying the files"))
        _destroy_files(school)
        report(_("Writing the act and the extract from the log"))
        return finish_destruction(destruction=destruction, acting=acting)


@action("school.count_doomed")
def count_doomed(*, destruction: Destruction, acting: Actor) -> Destruction:
    """Write down what will be destroyed. Counted anew by a repeated run: nothing has been destroyed yet."""
    require_operator(acting)
    school = destruction.school
    names = stored.files_of(school)
    exports = SchoolExport.objects.of(school.pk).filter(finished_at__isnull=False, removed_at=None).count()
    destruction.facts = {
        "tables": _row_counts(school.schema_name),
        "subjects": _subjects(school),
        "files": len(names),
        "bytes": stored.total_size(school),
        "exports": exports,
    }
    destruction.save(update_fields=["facts", "updated_at"])
    return destruction


def _row_counts(schema: str) -> dict[str, int]:
    """Rows of every table that has any."""
    with as_owner(), connection.cursor() as cursor:
        tables = tables_of(cursor, schema)
        if not tables:
            return {}
        each = [
            sql.SQL("SELECT {}::text, count(*) FROM {}").format(sql.Literal(table.name), table.identifier)
            for table in tables
        ]
        cursor.execute(sql.SQL(" UNION ALL ").join(each))
        return {name: count for name, count in sorted(cursor.fetchall()) if count}


def _subjects(school: School) -> list[int]:
    """Numbers of the records of persons: they point to whom the act is about without naming anybody."""
    with enter_school(school):
        return list(
            apps.get_model(settings.SCHOOL_PERSON_MODEL)._default_manager.order_by("pk").values_list("pk", flat=True)
        )


@action("school.destroy")
def destroy_rows(*, destruction: Destruction, acting: Actor) -> Destruction:
    """The schema, its role and the shared rows, in one transaction: afterwards all of it is gone, or none of it."""
    require_operator(acting)
    school = School.objects.select_for_update().get(pk=destruction.school_id)
    if school.state != School.State.ARCHIVED:
        raise Conflict(
            _("Only an archived school can be deleted; this one is: %(state)s.") % {"state": school.get_state_display()}
        )
    with as_owner():
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(school.schema_name)))
            for statement in drop_role_statements(school.schema_name):
                cursor.execute(statement)
        counts: dict[str, Any] = {}
        # The files of exports are found by these rows: they go, with their rows, in the next step.
        later = {SchoolExport._meta.label}
        for rule in reversed(declared()):
            if rule.fate == "with_accounts":
                counts["accounts"] = destroy_accounts(school.pk)
            elif rule.label not in later and (touched := shared.destroy_rows(rule, school.pk)):
                counts[rule.label] = touched
    destruction.facts["accounts"] = counts.pop("accounts", 0)
    destruction.facts["shared"] = counts
    destruction.destroyed_at = now()
    destruction.save(update_fields=["facts", "destroyed_at", "updated_at"])
    school.state = School.State.DELETED
    school.save(update_fields=["state", "updated_at"])
    return destruction


def _destroy_files(school: School) -> None:
    try:
        stored.remove_files(school)
        for export in SchoolExport.objects.of(school.pk):
            for name in (f"{export.pk}.zip", f"{export.pk}.zip.part"):
                (exports_folder() / name).unlink(missing_ok=True)
    except OSError as error:
        raise Conflict(
            _("Files of the school cannot be deleted: %(why)s.") % {"why": error},
            next_step=_("Its rows are destroyed. Remove the hindrance and start the deletion again: it goes on."),
        ) from error
    forget_cached(school.schema_name)


@action("school.finish_destruction")
def finish_destruction(*, destruction: Destruction, acting: Actor) -> Destruction:
    """The documents that the law asks for: the act, and the extract from the log of the system."""
    require_operator(acting)
    SchoolExport.objects.of(destruction.school_id).delete()
    destruction.finished_at = now()
    destruction.act = render_act(destruction)
    destruction.extract = write_extract(destruction)
    destruction.save()
    return destruction
