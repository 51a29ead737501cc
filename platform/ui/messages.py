"""Translations without system gettext: extraction, check and compilation by Babel.

English texts stand in the code; each app keeps its Russian in ``locale/ru/LC_MESSAGES/django.po``. Code that is not an
app (kernel, config) shares ``platform/config/locale``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGE = "ru"
SHARED_LOCALE = Path("platform/config")
SHARED_SOURCES = ("platform/kernel", "platform/config")
SOURCES = ("platform/ui", "tenants/*", "apps/school/*", "apps/region/*", "api/v1")
KEYWORDS: Mapping[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w+)[^}]*\}")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

Key = tuple[str | tuple[str, ...], str | None]


@dataclass(frozen=True)
class Bundle:
    """One Russian catalogue and the folders whose texts it holds."""

    locale: Path
    folders: tuple[Path, ...]

    @property
    def po(self) -> Path:
        """The catalogue that people write."""
        return self.locale / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a text: where, which, why."""

    file: Path
    text: str
    reason: str


def bundles(root: Path) -> list[Bundle]:
    """All catalogues of the repository."""
    found = [Bundle(root / SHARED_LOCALE, tuple(root / source for source in SHARED_SOURCES))]
    for pattern in SOURCES:
        found += [Bundle(folder, (folder,)) for folder in sorted(root.glob(pattern)) if (folder / "apps.py").exists()]
    return found


def _sources(bundle: Bundle) -> Iterator[Path]:
    for folder in bundle.folders:
        for pattern in ("*.py", "*.html", "*.txt"):
            for file in sorted(folder.rglob(pattern)):
                if not {"migrations", "node_modules", "static"} & set(file.relative_to(folder).parts):
                    yield file


def _extracted(file: Path) -> Iterator[tuple[Key, int]]:
    text = file.read_text(encoding="utf-8")
    code = text if file.suffix == ".py" else templatize(text, origin=str(file))
    for line, message, _comments, context in extract("python", BytesIO(code.encode()), keywords=KEYWORDS):
        if message and message != "":
            yield (message, context), line


def texts_of(bundle: Bundle) -> dict[Key, Path]:
    """Every translatable text of the bundle and a file where it stands."""
    found: dict[Key, Path] = {}
    for file in _sources(bundle):
        for key, _line in _extracted(file):
            found.setdefault(key, file)
    return found


def _empty() -> Catalog:
    return Catalog(
        locale=LANGUAGE,
        project="Estafeta",
        version="1",
        header_comment="# Estafeta, Russian",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        charset="utf-8",
        fuzzy=False,
    )


def read_catalogue(bundle: Bundle) -> Catalog:
    """The bundle's Russian catalogue; an empty one where there is none yet."""
    if not bundle.po.exists():
        return _empty()
    with bundle.po.open("rb") as handle:
        return read_po(handle, locale=LANGUAGE)


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _is_translated(message: Message) -> bool:
    return all(_strings(message)) and not message.fuzzy


def _strings(message: Message) -> tuple[str, ...]:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return tuple(string or "" for string in strings)


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text)}


def faults_of(bundle: Bundle) -> list[Fault]:
    """Missing or broken Russian, and texts in the code that are not English."""
    catalogue = read_catalogue(bundle)
    found: list[Fault] = []
    for (text, context), file in texts_of(bundle).items():
        plain = _first(text)
        if CYRILLIC.search(plain):
            found.append(Fault(file, plain, "the text in the code is not English"))
            continue
        message = catalogue.get(plain, context)
        if message is None or not _is_translated(message):
            found.append(Fault(file, plain, "no Russian translation"))
            continue
        if isinstance(text, tuple) and not isinstance(message.string, tuple | list):
            found.append(Fault(file, plain, "plural forms are missing"))
            continue
        if any(
            not _placeholders(string) <= _placeholders("".join([text] if isinstance(text, str) else text))
            for string in _strings(message)
        ):
            found.append(Fault(file, plain, "a placeholder that the text does not have"))
    return found


def conflicts_of(chosen: list[Bundle]) -> list[Fault]:
    """Texts that two catalogues translate differently. Django merges all catalogues: only one of the two would show."""
    seen: dict[tuple[str, str | None], tuple[str, Path]] = {}
    found: list[Fault] = []
    for bundle in chosen:
        for message in read_catalogue(bundle):
            if not message.id or not _is_translated(message):
                continue
            text, value = _first(message.id), str(message.string)
            known = seen.setdefault((text, message.context), (value, bundle.po))
            if known[0] != value:
                found.append(Fault(bundle.po, text, f"otherwise in {known[1].parents[3].name}; add a context or agree"))
    return found


def update(bundle: Bundle) -> int:
    """Add missing texts to the catalogue with empty translations and drop unused ones. Returns how many were added."""
    old = read_catalogue(bundle)
    new = _empty()
    new.creation_date = old.creation_date  # a new date alone would change every catalogue at every run
    added = 0
    for (text, context), _file in sorted(texts_of(bundle).items(), key=lambda item: str(item[1]) + _first(item[0][0])):
        known = old.get(_first(text), context)
        new.add(text, known.string if known else "", context=context)
        added += known is None
    bundle.po.parent.mkdir(parents=True, exist_ok=True)
    with bundle.po.open("wb") as handle:
        write_po(handle, new, omit_header=False, width=110, no_location=True, sort_output=False)
    return added


def compile_catalogue(bundle: Bundle) -> bool:
    """Write the .mo beside the .po at one stroke (a running process may be reading it). False when there is no .po."""
    if not bundle.po.exists():
        return False
    target = bundle.po.with_suffix(".mo")
    fresh = target.with_suffix(f".{os.getpid()}.new")
    with fresh.open("wb") as handle:
        write_mo(handle, read_catalogue(bundle))
    fresh.replace(target)
    return True
