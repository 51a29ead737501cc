"""The digest of all that decides what a school's tables look like."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Mapping
from pathlib import Path

import django
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from tenants.provisioning.template import catalogue, seeds

READERS = (catalogue, seeds)


def graph_digest() -> str:
    """64 hexadecimal digits of the present state of the code."""
    return digest_of({name: file.read_bytes() for name, file in deciding_files().items()})


def deciding_files() -> dict[str, Path]:
    """Every migration on disk, other libraries' included, and what reads a template from the catalogue.

    Not only migrations of schools' apps: a school's own table of migrations lists the others too.
    """
    found = {module.__name__: Path(inspect.getfile(module)) for module in READERS}
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        found[f"{app}.{name}"] = Path(inspect.getfile(type(migration)))
    return found


def digest_of(texts: Mapping[str, bytes]) -> str:
    """Of names and texts, whatever their order, under this Django and these schools' apps."""
    digest = hashlib.sha256(repr((django.get_version(), sorted(settings.TENANT_APPS))).encode())
    for name, text in sorted(texts.items()):
        digest.update(f"\n{name} {len(text)}\n".encode())
        digest.update(text)
    return digest.hexdigest()
