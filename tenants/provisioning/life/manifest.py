"""``manifest.json``: what an archive of a school holds. Described for readers of archives in ``README.md``."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kernel.errors import InputError
from tenants.organisations.models import School

FORMAT = "estafeta-school"
VERSION = 1
NAME = "manifest.json"
MAX_BYTES = 64 * 1024 * 1024
DATA, SHARED, FILES = "data", "shared", "files"
HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the archive: its path inside, its length, the SHA-256 of its bytes, its rows (-1: not of rows)."""

    path: str
    bytes: int
    sha256: str
    rows: int = -1


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table. ``counters``: column -> [number, whether it was given out or is the next one]."""

    name: str
    columns: list[str]
    counters: dict[str, tuple[int, bool]]
    part: Part


@dataclass(frozen=True, slots=True)
class Manifest:
    """``school``: fields of the school's row; ``municipality``: {"code", "title"}; ``migrations``: [[app, name]]."""

    product: str
    made_at: str
    school: dict[str, Any]
    municipality: dict[str, str]
    migrations: list[list[str]]
    tables: list[TablePart] = field(default_factory=list)
    shared: list[Part] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)

    @property
    def parts(self) -> Iterable[Part]:
        """Every file of the archive but the manifest."""
        return (*(table.part for table in self.tables), *self.shared, *self.files)

    @property
    def rows(self) -> int:
        """Rows of the school's own tables."""
        return sum(table.part.rows for table in self.tables)

    @property
    def slug(self) -> str:
        """The school's name in the address where it was exported."""
        return str(self.school["slug"])

    @property
    def schema(self) -> str:
        """Its schema there."""
        return School.schema_of(self.slug)

    @property
    def migrations_digest(self) -> str:
        """One word for the state of the tables."""
        return hashlib.sha256(json.dumps(sorted(self.migrations)).encode()).hexdigest()

    def encode(self) -> bytes:
        """The manifest as the bytes of its file."""
        body = {"format": FORMAT, "version": VERSION, **asdict(self), "migrations_digest": self.migrations_digest}
        return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def digest_of(encoded: bytes) -> str:
    """The archive's own name: SHA-256 of its manifest, which names the digests of all else."""
    return hashlib.sha256(encoded).hexdigest()


def decode(content: bytes) -> Manifest:
    """The manifest in the bytes of its file. ``InputError`` when it is none, or one of a later format."""
    try:
        body = json.loads(content)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise broken(_("it is not JSON: %(why)s") % {"why": error}) from error
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise broken(_("it does not describe an archive of a school"))
    if body.get("version") != VERSION:
        raise InputError(
            _("The archive has format %(format)s; this version reads %(known)s.")
            % {"format": body.get("version"), "known": VERSION},
            next_step=_("Read it with the version of the product that made it, or with a newer one."),
        )
    try:
        manifest = _read(body)
    except (KeyError, TypeError, ValueError) as error:
        raise broken(_("it is incomplete: %(why)r") % {"why": error}) from error
    if body.get("migrations_digest") != manifest.migrations_digest:
        raise broken(_("the list of migrations does not fit its digest"))
    return manifest


def _read(body: dict[str, Any]) -> Manifest:
    school = body["school"]
    texts = [school[name] for name in ("slug", "name", "short_name", "kind", "zone", "state")]
    if not all(isinstance(text, str) for text in [*texts, *body["municipality"].values()]):
        raise ValueError("school")
    return Manifest(
        product=str(body["product"]),
        made_at=str(body["made_at"]),
        school=dict(school),
        municipality={name: body["municipality"][name] for name in ("code", "title")},
        migrations=[[str(app), str(name)] for app, name in body["migrations"]],
        tables=[_table(item) for item in body["tables"]],
        shared=[_part(item) for item in body["shared"]],
        files=[_part(item) for item in body["files"]],
    )


def _table(item: dict[str, Any]) -> TablePart:
    counters = {str(column): (int(last), bool(called)) for column, (last, called) in item["counters"].items()}
    part = _part(item["part"])
    if part.rows < 0:
        raise ValueError(part.path)
    return TablePart(str(item["name"]), [str(name) for name in item["columns"]], counters, part)


def _part(item: dict[str, Any]) -> Part:
    part = Part(str(item["path"]), int(item["bytes"]), str(item["sha256"]), int(item["rows"]))
    if part.bytes < 0 or not HEX.fullmatch(part.sha256):
        raise ValueError(part.path)
    return part


def broken(why: str) -> InputError:
    """The refusal of an archive whose manifest cannot be believed."""
    message = _("The manifest of the archive cannot be read: %(why)s.") % {"why": why}
    return InputError(message, problems=[{"place": NAME, "message": message}])
