"""Restoring a school from an archive: after its deletion, under another name, or in another installation.

First the archive is verified. Then everything in the database comes in one transaction: the row, the tables, the rows,
the accounts; the school is closed. Then its files are put in place, and the school gets the state it was exported in.
Killed before the commit nothing is there; killed after it, the same command goes on with the files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import Conflict, InputError
from tenants.isolation.backend import connection
from tenants.isolation.context import as_owner, enter_region
from tenants.isolation.files import prefix_of
from tenants.journal.marks import mark_school
from tenants.organisations.models import Municipality, School
from tenants.provisioning.actions import require_operator
from tenants.provisioning.building import build_schema, schema_exists
from tenants.provisioning.life import files as stored
from tenants.provisioning.life import manifest, shared
from tenants.provisioning.life.accounts import load_accounts, match_accounts
from tenants.provisioning.life.claims import alone_with
from tenants.provisioning.life.declared import declared
from tenants.provisioning.life.export import ACCOUNTS, path_of
from tenants.provisioning.life.filling import fill, readable
from tenants.provisioning.life.manifest import Manifest
from tenants.provisioning.life.migrations import require_same_migrations
from tenants.provisioning.life.models import Restoration
from tenants.provisioning.life.reading import Reader, reading
from tenants.provisioning.life.rewriting import Rewriting, accounts_in, rewriting_for
from tenants.provisioning.life.verify import require_sound
from tenants.provisioning.locks import provisioning_lock
from tenants.provisioning.template import current_template

Report = Callable[[str], None]
STEPS = 4


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restoration did. ``shared``: label -> (rows taken, rows left out: what they name is not here)."""

    school: School
    accounts_made: int
    accounts_matched: int
    shared: dict[str, tuple[int, int]]


def restore_school(path: Path, *, acting: Actor, report: Report, slug: str = "") -> Restored:
    """Bring a school back from the archive at a path, under its own slug or another. Outside any transaction.

    Raises ``InputError`` for an archive that is damaged, changed or dangerous; ``Conflict`` when the slug is taken, the
    migrations differ, the disk is full or somebody else works on the school.
    """
    with reading(path) as archive:
        described, digest = archive.manifest()
        name = slug or described.slug
        with alone_with(name):
            report(_("Verifying the archive"))
            require_sound(archive, described)
            require_same_migrations(described)
            restored = _unfinished(name, digest)
            if restored is None:
                report(_("Restoring the rows"))
                current_template()  # made here when there is none yet: not inside the transaction
                with provisioning_lock(), enter_region():
                    restored = restore_rows(
                        archive=archive, described=described, digest=digest, slug=name, acting=acting
                    )
            report(_("Restoring the files"))
            _put_files(archive, described, restored.school)
            report(_("Opening the school"))
            finish_restoration(school=restored.school, state=str(described.school["state"]), acting=acting)
            return restored


def _unfinished(slug: str, digest: str) -> Restored | None:
    """A school whose rows were restored from this very archive, by a run that was killed before its end."""
    begun = Restoration.objects.of_all_schools().filter(school__slug=slug, finished_at=None).select_related("school")
    row = begun.first()
    if row is None:
        return None
    if row.digest != digest:
        raise Conflict(
            _("The restoration of “%(slug)s” from another archive has not ended.") % {"slug": slug},
            next_step=_("Run it again with the archive it was begun with (SHA-256 of its manifest: %(digest)s).")
            % {"digest": row.digest},
        )
    return Restored(row.school, 0, 0, {})


@action("school.restore")
def restore_rows(*, archive: Reader, described: Manifest, digest: str, slug: str, acting: Actor) -> Restored:
    """Everything in the database, in one transaction. The school stays closed until its files are there."""
    require_operator(acting)
    with as_owner():
        school = _place(described, slug)
        rewriting = rewriting_for(archive, described, school.schema_name)
        build_schema(school)
        with connection.cursor() as cursor:
            fill(cursor, archive, described, school, rewriting)
        rows = accounts_in(archive)
        renamed = match_accounts(rows)
        with readable(ACCOUNTS):
            made = load_accounts(rows, school, renamed)
        taken = _load_shared(archive, rewriting, school)
        Restoration.objects.create(school=school, digest=digest)
    return Restored(school, made, len(rows) - made, taken)


def _place(described: Manifest, slug: str) -> School:
    """The school's row: a new one, or that of the deleted school of this slug, to which others' rows still point."""
    school = School.objects.select_for_update().filter(slug=slug).first()
    if school is not None and school.state != School.State.DELETED:
        raise Conflict(
            _("There is a school “%(slug)s” already.") % {"slug": slug},
            next_step=_("Choose another name in the address with --slug, or archive and delete that school first."),
        )
    school = school or School(slug=slug, schema_name=School.schema_of(slug))
    for name in ("name", "short_name", "kind", "zone"):
        setattr(school, name, described.school[name])
    school.is_demo = bool(described.school.get("is_demo", False))
    school.state = School.State.SUSPENDED
    code, title = described.municipality["code"], described.municipality["title"]
    known = Municipality.objects.filter(code=code).first() or Municipality.objects.filter(title=title).first()
    school.municipality = known or Municipality.objects.create(code=code, title=title)
    try:
        school.full_clean()
    except ValidationError as error:
        problems = [
            {"place": f"{manifest.NAME}: {field}", "message": message}
            for field, messages in error.message_dict.items()
            for message in messages
        ]
        raise InputError(_("The archive describes a school that cannot be."), problems=problems) from error
    if schema_exists(school.schema_name):
        raise Conflict(
            _("The schema %(schema)s stands already, left by an interrupted work.") % {"schema": school.schema_name},
            next_step=_("“estafeta school reconcile” tells what it is and how to remove it."),
        )
    school.save()
    return school


def _load_shared(archive: Reader, rewriting: Rewriting, school: School) -> dict[str, tuple[int, int]]:
    taken: dict[str, tuple[int, int]] = {}
    for rule in declared():
        path = path_of(rule.label)
        if rule.carried == "exported" and path in archive.sizes:
            with readable(path):
                lines = rewriting.of(archive, path, by_line=True)
                taken[rule.label] = shared.load_rows(rule, shared.decode(lines), school)
    return taken


@action("school.finish_restoration")
def finish_restoration(*, school: School, state: str, acting: Actor) -> School:
    """Open the school when it was working when it was exported; else it is suspended and the operator resumes it."""
    require_operator(acting)
    locked = School.objects.select_for_update().get(pk=school.pk)
    begun = Restoration.objects.of(locked.pk).filter(finished_at=None)
    if begun.update(finished_at=now()) and state == School.State.READY:
        locked.state = School.State.READY
        locked.save(update_fields=["state", "updated_at"])
        mark_school(locked, "school.restore")
    school.state = locked.state
    return locked


def _put_files(archive: Reader, described: Manifest, school: School) -> None:
    """Every file of the archive in its place and no other. Repeatable: what stands with its checksum is left."""
    prefix = prefix_of(school.schema_name)
    wanted = {f"{prefix}{part.path.removeprefix(manifest.FILES)}": part for part in described.files}
    try:
        for name, part in wanted.items():
            if stored.digest(school, name) == part.sha256:
                continue
            with archive.open(part.path) as stream:
                stored.put_file(school, name, stream)
        for name in stored.files_of(school):
            if name not in wanted:
                stored.remove_file(school, name)
    except OSError as error:
        message = _("The files of the school cannot be written: %(why)s.") % {"why": error.strerror}
        raise Conflict(
            message, next_step=_("Its rows are restored, it stays closed. Make room and run the same command again.")
        ) from error
