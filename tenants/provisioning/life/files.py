"""Files of a school in the storage: everything under its prefix.

The storage knows only the files of the present school, so each function here enters it. Nothing is asked of the
database meanwhile: the school's schema and role may be gone already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage

from tenants.isolation.context import enter_school
from tenants.isolation.files import prefix_of
from tenants.organisations.models import School

CHUNK = 1024 * 1024


def files_of(school: School) -> list[str]:
    """Names in the storage of all files of the school, in order."""
    with enter_school(school):
        return sorted(_below(prefix_of(school.schema_name)))


def _below(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from _below(f"{folder}/{name}")


def total_size(school: School) -> int:
    """Bytes of all files of the school."""
    names = files_of(school)
    with enter_school(school):
        return sum(default_storage.size(name) for name in names)


def pieces(school: School, name: str) -> Iterator[bytes]:
    """The content of a stored file piece by piece. Only the opening needs the school's place."""
    with enter_school(school):
        opened = default_storage.open(name, "rb")
    with opened as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def digest(school: School, name: str) -> str:
    """SHA-256 of a stored file, empty when there is none."""
    with enter_school(school):
        if not default_storage.exists(name):
            return ""
    found = hashlib.sha256()
    for chunk in pieces(school, name):
        found.update(chunk)
    return found.hexdigest()


def put_file(school: School, name: str, content: IO[Any]) -> None:
    """Store a file under exactly this name, in the place of whatever stood there."""
    with enter_school(school):
        default_storage.delete(name)
        default_storage.save(name, File(content))


def remove_file(school: School, name: str) -> None:
    """Delete one stored file."""
    with enter_school(school):
        default_storage.delete(name)


def remove_files(school: School) -> int:
    """Delete everything under the school's prefix, its folders too; how many files there were."""
    names = files_of(school)
    root = prefix_of(school.schema_name)
    folders = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    with enter_school(school):
        for name in names:
            default_storage.delete(name)
        for folder in sorted((folder for folder in folders if folder.startswith(root)), key=len, reverse=True):
            if not any(default_storage.listdir(folder)):
                default_storage.delete(folder)
    return len(names)
