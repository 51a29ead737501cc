"""Files of a school lie under its own prefix and are served only by authorised pages."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.db import models
from django.utils.deconstruct import deconstructible

from tenants.isolation.context import require_school


@deconstructible
class SchoolPath:
    """``upload_to`` of every file field in a school: ``schools/<schema>/<folder>/<random>/<name>``."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, instance: models.Model, filename: str) -> str:
        name = PurePosixPath(filename.replace("\\", "/")).name[-80:]
        return f"schools/{require_school().schema_name}/{self.folder}/{uuid.uuid4().hex}/{name}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SchoolPath) and self.folder == other.folder

    def __hash__(self) -> int:
        return hash(self.folder)
