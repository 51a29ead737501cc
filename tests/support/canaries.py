"""Canaries: a word of its own in every text of a school. Where it is heard elsewhere, the school leaks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.http.response import HttpResponseBase

from tenants.isolation.context import as_owner
from tests.support.pdf import text_of_pdf

CODES = frozenset(
    {
        "act_kind",
        "appointed_by",
        "basis",
        "body",
        "category",
        "channel",
        "closing_ground",
        "code",
        "completion_ground",
        "condition",
        "dictionary",
        "digest",
        "direction",
        "document",
        "field",
        "form",
        "from_role",
        "grade",
        "ground",
        "key",
        "kind",
        "language",
        "mode",
        "nonce",
        "password",
        "registry",
        "role",
        "role_model",
        "route",
        "seat",
        "service",
        "source",
        "structure",
        "subject",
        "track",
        "to_role",
        "type",
        "unit",
    }
)
"""Fields whose text is a code of the product or of the regulation, never somebody's words."""

CODE = re.compile(r"[a-z0-9_.:/+-]*")


def canary_of(slug: str) -> str:
    """The word of a school: nobody writes it by chance, no declension changes it, no program breaks it."""
    return f"qz{slug}q"


def school_models() -> Iterator[type[models.Model]]:
    """Every model that lives in a school's schema."""
    for config in apps.get_app_configs():
        if config.name in settings.TENANT_APPS:
            yield from config.get_models()


def text_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Fields with somebody's words."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not isinstance(field, models.FileField)
        and not field.choices
        and field.name not in CODES
    ]


def fill(rows: models.QuerySet[Any], word: str) -> int:
    """Put the word into every text of the rows; returns into how many."""
    filled = 0
    for row in rows.order_by("pk"):
        values = {}
        for field in text_fields(type(row)):
            value = getattr(row, field.attname)
            changed = _worded(field, value, word)
            if changed != value:
                values[field.attname] = changed
        if values:
            # As the owner: the journal too has a word in each of its rows, which nobody else may change.
            with as_owner():
                rows.model._base_manager.filter(pk=row.pk).update(**values)
            filled += len(values)
    return filled


def _worded(field: models.Field[Any, Any], value: Any, word: str) -> Any:
    if isinstance(field, models.JSONField):
        return _in_json(value, word)
    if isinstance(field, models.URLField):
        return f"https://{word}.example.test/"
    if isinstance(field, models.EmailField):
        # Nobody has no mailbox: where it is empty, something else says who is meant.
        return f"{word}@example.test" if value else value
    return f"{word} {value}"[: field.max_length] if value is not None else None


def _in_json(value: Any, word: str) -> Any:
    if isinstance(value, dict):
        return {key: _in_json(item, word) for key, item in value.items()}
    if isinstance(value, list):
        return [_in_json(item, word) for item in value]
    return f"{word} {value}" if isinstance(value, str) and not CODE.fullmatch(value) else value


def text_of(response: HttpResponseBase) -> str:
    """Everything that an answer says: the body, unpacked when it is a workbook or a document, and the headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]  # a file
    said = [f"{name}: {value}" for name, value in response.headers.items()]
    said += [cookie.OutputString() for cookie in response.cookies.values()]
    return "\n".join([*said, text_of_file(body)])


def text_of_file(body: bytes) -> str:
    """The text of a page, a workbook, a DOCX or a PDF."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if body.startswith(b"%PDF"):
        return re.sub(r"[\s\u00ad-]", "", text_of_pdf(body))
    return body.decode("utf-8", "replace")


def hears(text: str, word: str) -> bool:
    """True when the text holds the word, in whatever case."""
    return word in text.casefold()
