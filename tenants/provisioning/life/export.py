"""Exporting a school: its tables, its shared rows and its files, as they were at one moment."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from psycopg import sql

from kernel.clock import now
from kernel.errors import Conflict
from tenants.isolation.files import prefix_of
from tenants.organisations.models import School
from tenants.provisioning.life import files as stored
from tenants.provisioning.life import manifest, shared
from tenants.provisioning.life.accounts import dump_accounts
from tenants.provisioning.life.catalogue import Table, tables_of
from tenants.provisioning.life.claims import alone_with
from tenants.provisioning.life.declared import declared
from tenants.provisioning.life.manifest import Manifest, Part, TablePart
from tenants.provisioning.life.snapshot import ALIAS, snapshot
from tenants.provisioning.life.writing import Writer, add_manifest, writing

Report = Callable[[str], None]

SCHOOL_FIELDS = ("slug", "name", "short_name", "kind", "zone", "state", "is_demo")
ACCOUNTS = f"{manifest.SHARED}/accounts.jsonl"
STEPS = 4
UNFINISHED = ".part-"


def export_school(school: School, target: Path, report: Report) -> tuple[Manifest, str]:
    """Write the archive of a school; its manifest and its digest. Outside any transaction.

    ``target``: a file ``*.zip``, or a folder to be made. ``Conflict`` when it cannot be written, when the school has
    no tables, or when somebody else works on the school.
    """
    with alone_with(school.slug), writing(target) as writer:
        with snapshot() as session:
            report(_("Writing the tables"))
            described = _describe(session, school.pk)
            tables = list(_tables(session, described.schema, writer))
            report(_("Writing the shared rows"))
            rows = list(_shared(writer, school.pk))
        # After the snapshot: a document that is made meanwhile is one more file, never one too few.
        report(_("Writing the files"))
        described = dataclasses.replace(described, tables=tables, shared=rows, files=list(_files(writer, school)))
        report(_("Closing the archive"))
        return described, add_manifest(writer, described)


def _describe(session: Any, school_id: int) -> Manifest:
    school = School.objects.using(ALIAS).select_related("municipality").get(pk=school_id)
    if school.state in (School.State.NEW, School.State.DELETED):
        raise Conflict(_("A school that is being created or was deleted has nothing to export."))
    return Manifest(
        product=version("estafeta"),
        made_at=now().isoformat(timespec="seconds"),
        school={name: getattr(school, name) for name in SCHOOL_FIELDS},
        municipality={"code": school.municipality.code, "title": school.municipality.title},
        migrations=migrations_of(session, school.schema_name),
    )


def migrations_of(session: Any, schema: str) -> list[list[str]]:
    """The migrations applied in a schema: [[app, name]], in order of names."""
    statement = sql.SQL("SELECT app, name FROM {}").format(sql.Identifier(schema, "django_migrations"))
    with session.cursor() as cursor:
        cursor.execute(statement)
        return sorted([app, name] for app, name in cursor.fetchall())


def _tables(session: Any, schema: str, writer: Writer) -> Iterator[TablePart]:
    with session.cursor() as cursor:
        for table in tables_of(cursor, schema):
            path = f"{manifest.DATA}/{table.name}.csv"
            written = writer.add(path, copied_out(cursor, table))
            yield TablePart(
                name=table.name,
                columns=list(table.columns),
                counters={counter.column: (counter.last, counter.is_called) for counter in table.counters},
                part=dataclasses.replace(written, rows=cursor.rowcount),
            )


def copied_out(cursor: Any, table: Table) -> Iterator[bytes]:
    """A table as CSV, piece by piece; ``cursor.rowcount`` tells the rows afterwards."""
    with cursor.copy(table.copy_out()) as copy:
        for chunk in copy:
            yield bytes(chunk)


def _shared(writer: Writer, school_id: int) -> Iterator[Part]:
    yield _lines(writer, ACCOUNTS, list(dump_accounts(school_id, using=ALIAS)))
    for rule in declared():
        if rule.carried == "exported":
            yield _lines(writer, path_of(rule.label), list(shared.dump_rows(rule, school_id, using=ALIAS)))


def path_of(label: str) -> str:
    """Where the rows of a shared model stand in an archive."""
    return f"{manifest.SHARED}/{label.lower()}.jsonl"


def _lines(writer: Writer, path: str, rows: list[dict[str, Any]]) -> Part:
    return dataclasses.replace(writer.add(path, shared.encode(rows)), rows=len(rows))


def _files(writer: Writer, school: School) -> Iterator[Part]:
    prefix = prefix_of(school.schema_name)
    for name in stored.files_of(school):
        # Such files are being written at this moment; their rows do not name them yet.
        if not PurePosixPath(name).name.startswith(UNFINISHED):
            yield writer.add(f"{manifest.FILES}{name.removeprefix(prefix)}", _pieces(school, name))


def _pieces(school: School, name: str) -> Iterator[bytes]:
    try:
        yield from stored.pieces(school, name)
    except OSError as error:
        raise Conflict(
            _("The file %(name)s of the school cannot be read: %(why)s.") % {"name": name, "why": error.strerror},
            next_step=_("Export again; if the file is lost, put it back from a backup first."),
        ) from error
