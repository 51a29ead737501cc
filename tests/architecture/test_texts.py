"""Every text exists in Russian and in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from ui import messages

ROOT = Path(settings.ROOT)
BUNDLES = messages.bundles(ROOT)
# The developers' page of components shows Russian; a language is named in itself.
OWN_WORDS = {"gallery.html", "language.html"}
ALIAS = re.compile(r"\b(?:n?p?gettext\w*) as (?!_\b)\w+")
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda bundle: str(bundle.locale.relative_to(ROOT)))
def test_every_text_has_its_russian(bundle: messages.Bundle) -> None:
    faults = messages.faults_of(bundle)
    assert faults == [], "\n".join(
        f"{fault.file.relative_to(ROOT)}: «{fault.text}»: {fault.reason}" for fault in faults
    )


def test_texts_are_marked_by_names_that_are_collected() -> None:
    """A text under ``gettext as mine`` would never reach the catalogue."""
    named = [
        f"{file.relative_to(ROOT)}: {found}"
        for folder in ("platform", "tenants", "apps", "api")
        for file in sorted((ROOT / folder).rglob("*.py"))
        for found in ALIAS.findall(file.read_text(encoding="utf-8"))
    ]
    assert named == []


def test_no_text_is_translated_in_two_ways() -> None:
    faults = messages.conflicts_of(BUNDLES)
    assert faults == [], "\n".join(
        f"{fault.file.relative_to(ROOT)}: «{fault.text}»: {fault.reason}" for fault in faults
    )


def test_no_template_has_russian_of_its_own() -> None:
    for folder in ("platform/ui", "tenants", "apps"):
        for file in sorted((ROOT / folder).rglob("templates/**/*.html")):
            if file.name in OWN_WORDS:
                continue
            text = COMMENT.sub("", file.read_text(encoding="utf-8"))
            assert not messages.CYRILLIC.search(text), f"{file.relative_to(ROOT)}: texts go through translation"
