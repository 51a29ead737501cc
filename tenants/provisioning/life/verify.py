"""Verifying: an archive against its own manifest, and a school against an archive."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from kernel.errors import InputError
from tenants.isolation.files import prefix_of
from tenants.organisations.models import School
from tenants.provisioning.life import files as stored
from tenants.provisioning.life import manifest
from tenants.provisioning.life.catalogue import tables_of
from tenants.provisioning.life.export import copied_out
from tenants.provisioning.life.manifest import Manifest, Part, TablePart
from tenants.provisioning.life.reading import Fault, Reader, reading
from tenants.provisioning.life.rewriting import Rewriting, rewriting_for
from tenants.provisioning.life.snapshot import snapshot

FAULTS_SHOWN = 50
csv.field_size_limit(1 << 30)


def verify_archive(path: Path) -> tuple[Manifest, str, list[Fault]]:
    """The manifest, the digest of the archive, and every fault. ``InputError`` when it is no archive at all."""
    with reading(path) as archive:
        described, digest = archive.manifest()
        return described, digest, faults_of(archive, described)


def faults_of(archive: Reader, described: Manifest) -> list[Fault]:
    """What does not fit the manifest. Nothing is unpacked when the archive is not safe to unpack."""
    if archive.faults:
        return archive.faults
    listed = {part.path: part for part in described.parts}
    faults = [*_strangers(archive, listed), *_misplaced(described)]
    tables = {table.part.path: table for table in described.tables}
    for path, part in listed.items():
        if archive.sizes.get(path) != part.bytes:
            size = archive.sizes.get(path)
            message = _("It is missing.") if size is None else _("It has %(size)s bytes, the manifest says %(said)s.")
            faults.append(Fault(path, message % {"size": size, "said": part.bytes} if size is not None else message))
        else:
            faults += _content(archive, part, tables.get(path))
    return faults


def _strangers(archive: Reader, listed: dict[str, Part]) -> Iterator[Fault]:
    for path in sorted(set(archive.sizes) - set(listed) - {manifest.NAME}):
        yield Fault(path, _("The manifest does not name it."))


def _misplaced(described: Manifest) -> Iterator[Fault]:
    """Parts of the manifest that stand in a folder that is not theirs."""
    expected = [(part, manifest.FILES) for part in described.files]
    expected += [(part, manifest.SHARED) for part in described.shared]
    expected += [(table.part, manifest.DATA) for table in described.tables]
    for part, folder in expected:
        if not part.path.startswith(f"{folder}/"):
            yield Fault(part.path, _("It does not stand where such a part belongs."))


def _content(archive: Reader, part: Part, table: TablePart | None) -> list[Fault]:
    digest = hashlib.sha256()

    def watched() -> Iterator[bytes]:
        for chunk in archive.chunks(part.path):
            digest.update(chunk)
            yield chunk

    faults = []
    header: list[str] | None = None
    if part.rows < 0:
        # Consumed for its checksum alone.
        rows = sum(0 for _chunk in watched()) + part.rows
    elif table is None:
        rows = sum(chunk.count(b"\n") for chunk in watched())
    else:
        header, rows = _header_and_rows(watched())
    if digest.hexdigest() != part.sha256:
        return [Fault(part.path, _("Its checksum is not the one of the manifest: it was changed."))]
    if rows != part.rows:
        message = _("It has %(rows)s rows, the manifest says %(said)s.") % {"rows": rows, "said": part.rows}
        faults.append(Fault(part.path, message))
    if table is not None and header != table.columns:
        faults.append(Fault(part.path, _("Its columns are not those of the manifest.")))
    return faults


def _header_and_rows(chunks: Iterable[bytes]) -> tuple[list[str], int]:
    """The columns and the number of rows of a CSV file; values may hold line breaks."""
    texts = codecs.iterdecode(chunks, "utf-8", errors="replace")
    rows = csv.reader(_text_lines(texts))
    header = next(rows, [])
    return header, sum(1 for _row in rows)


def _text_lines(texts: Iterable[str]) -> Iterator[str]:
    """Lines with their ends, whatever the pieces; only a line feed ends one."""
    rest = ""
    for text in texts:
        *lines, rest = (rest + text).split("\n")
        for line in lines:
            yield line + "\n"
    if rest:
        yield rest


def require_sound(archive: Reader, described: Manifest) -> None:
    """``InputError`` with every fault of an archive."""
    faults = faults_of(archive, described)
    if faults:
        raise InputError(
            _("The archive is damaged or was changed: nothing was restored."),
            problems=[fault.as_problem() for fault in faults[:FAULTS_SHOWN]],
            next_step=_("Use another copy of the archive; “estafeta school verify FILE” names every fault."),
        )


def compare_school(path: Path, school: School) -> list[Fault]:
    """How a school differs from the archive it was restored from, tables and files; at first not at all."""
    with reading(path) as archive:
        described, _digest = archive.manifest()
        require_sound(archive, described)
        rewriting = rewriting_for(archive, described, school.schema_name)
        return [*_other_tables(archive, described, school, rewriting), *_other_files(described, school)]


def _other_tables(archive: Reader, described: Manifest, school: School, rewriting: Rewriting) -> Iterator[Fault]:
    with snapshot() as session, session.cursor() as cursor:
        standing = {table.name: table for table in tables_of(cursor, school.schema_name)}
        for part in described.tables:
            table = standing.pop(part.name, None)
            if table is None:
                yield Fault(part.name, _("The school has no such table."))
            elif _sum(copied_out(cursor, table)) != _sum(rewriting.of(archive, part.part.path)):
                yield Fault(part.name, _("The rows of the school are not those of the archive."))
        for name in standing:
            yield Fault(name, _("The archive has no such table."))


def _other_files(described: Manifest, school: School) -> Iterator[Fault]:
    prefix = prefix_of(school.schema_name)
    standing = set(stored.files_of(school))
    for part in described.files:
        name = f"{prefix}{part.path.removeprefix(manifest.FILES)}"
        standing.discard(name)
        if stored.digest(school, name) != part.sha256:
            yield Fault(name, _("The school's file is not the one of the archive."))
    for name in sorted(standing):
        yield Fault(name, _("The archive has no such file."))


def _sum(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
