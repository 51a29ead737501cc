"""The regulation a school is opened with. Its app stands above this floor and is reached by names in the settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.errors import InputError
from tenants.isolation.context import enter_school
from tenants.organisations.models import School

MAX_BYTES = 2_000_000
FAULTS_SHOWN = 30


def presets() -> list[tuple[str, str]]:
    """Slugs and titles of the ready regulations."""
    return list(import_string(settings.SCHOOL_PRESETS)())


def preset_document(slug: str) -> dict[str, Any]:
    """One of the ready regulations. ``InputError`` for an unknown slug."""
    if slug not in dict(presets()):
        raise _refused([_("There is no such ready regulation.")])
    document: dict[str, Any] = import_string(settings.SCHOOL_PRESET)(slug)
    return document


def read_regulation(content: bytes) -> dict[str, Any]:
    """The document of a regulation file. ``InputError`` names every fault with its path."""
    if len(content) > MAX_BYTES:
        raise _refused([_("The file is too large for a regulation.")])
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise _refused([_("This is not a JSON file: %(why)s") % {"why": error}]) from error
    if not isinstance(document, dict):
        raise _refused([_("The file must hold one object.")])
    faults = list(import_string(settings.SCHOOL_REGULATION_CHECK)(document))
    if faults:
        raise _refused([str(fault) for fault in faults])
    return document


def _refused(faults: list[str]) -> InputError:
    problems = [{"place": "regulation", "message": fault} for fault in faults[:FAULTS_SHOWN]]
    return InputError(
        _("The regulation cannot be loaded."),
        problems=problems,
        next_step=_("Correct the file; “estafeta regulation check FILE” names every fault too."),
    )


def carry_out_opening(school: School, regulation: Mapping[str, Any], acting: Actor) -> None:
    """Do the opening steps of the settings inside the school. Each is repeatable."""
    with enter_school(school):
        for name in settings.SCHOOL_OPENING_STEPS:
            import_string(name)(school=school, regulation=dict(regulation), acting=acting)
