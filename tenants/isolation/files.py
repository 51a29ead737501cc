"""Files of a school lie under its own prefix and are served only by authorised pages."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.deconstruct import deconstructible

from tenants.isolation.context import current_school, require_school

FOLDER = "schools"


class ForeignFile(SuspiciousFileOperation):
    """A file was named that does not belong to the place in which the code runs."""


def prefix_of(schema: str) -> str:
    """Where the files of a school lie, below the root of all files: ``schools/<schema>``."""
    return f"{FOLDER}/{schema}"


@deconstructible
class SchoolPath:
    """``upload_to`` of every file field in a school: ``schools/<schema>/<folder>/<random>/<name>``."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: models.Model, filename: str) -> str:
        name = PurePosixPath(filename.replace("\\", "/")).name[-80:]
        return f"{prefix_of(require_school().schema_name)}/{self.folder}/{uuid.uuid4().hex}/{name}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SchoolPath) and self.folder == other.folder

    def __hash__(self) -> int:
        return hash(self.folder)


@deconstructible
class SchoolStorage(FileSystemStorage):
    """The storage of all files. It knows only those of the present school: outside a school, none at all.

    A row that names another school's file (a mistake, a spoilt import) does not open it. There are no addresses:
    pages hand files out after asking who wants them.
    """

    def path(self, name: str) -> str:
        """The path on the disk, through which every operation of this storage goes; ``ForeignFile`` for others'."""
        school = current_school()
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if school is None or ".." in parts or "/".join(parts[:2]) != prefix_of(school.schema_name):
            raise ForeignFile("this file does not belong to the present place")
        return super().path(name)

    def url(self, name: str | None) -> str:
        """Never: a link that needs no permission would be a leak."""
        raise ForeignFile("files are handed out by pages")
