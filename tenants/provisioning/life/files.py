"""Files of a school in the storage: everything under its prefix."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.core.files.storage import default_storage

from tenants.organisations.models import School

CHUNK = 1024 * 1024


def prefix_of(schema: str) -> str:
    """Where the files of a school lie (``SchoolPath`` puts them there)."""
    return f"schools/{schema}"


def files_of(school: School) -> list[str]:
    """Names in the storage of all files of the school, in order."""
    return sorted(_below(prefix_of(school.schema_name)))


def _below(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from _below(f"{folder}/{name}")


def pieces(name: str) -> Iterator[bytes]:
    """The content of a stored file piece by piece."""
    with default_storage.open(name, "rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def digest(name: str) -> str:
    """SHA-256 of a stored file, empty when there is none."""
    if not default_storage.exists(name):
        return ""
    found = hashlib.sha256()
    for chunk in pieces(name):
        found.update(chunk)
    return found.hexdigest()


def remove_files(school: School) -> int:
    """Delete everything under the school's prefix, its folders too; how many files there were."""
    names = files_of(school)
    for name in names:
        default_storage.delete(name)
    folders = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    root = prefix_of(school.schema_name)
    for folder in sorted((folder for folder in folders if folder.startswith(root)), key=len, reverse=True):
        if not any(default_storage.listdir(folder)):
            default_storage.delete(folder)
    return len(names)
