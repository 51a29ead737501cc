"""Drafts begin: from a file, from nothing, from another version; and end unadopted."""

from __future__ import annotations

from collections.abc import Mapping

from kernel.acting import Actor
from kernel.actions import action

from .. import queries
from ..catalogue import TITLE_LENGTH, JsonValue
from ..check import check_document, errors_of
from ..errors import FaultyRegulationError
from ..models import LocalName, ParameterValue, RegulationVersion
from ..values.problems import Problem
from ..values.shape import check_text
from ..view import EXTRAS
from .common import locked_draft, touch

# part of an institution file -> field of the version
EXTRA_FIELDS = {name: name for name in EXTRAS} | {"rules": "other_rules"}


@action("regulation.load")
def load_version(*, data: Mapping[str, JsonValue], acting: Actor, title: str = "") -> RegulationVersion:
    """A new draft from an institution file. ``FaultyRegulationError`` names every fault's path; nothing is saved."""
    problems = errors_of(check_document(dict(data)))
    if problems:
        raise FaultyRegulationError(problems)
    version = RegulationVersion.objects.create(
        number=queries.next_number(),
        title=title or data["document"]["title_ru"],
        **{field: data[name] for name, field in EXTRA_FIELDS.items()},
    )
    ParameterValue.objects.bulk_create(
        ParameterValue(
            version=version,
            key=key,
            value=entry["value"],
            clause=entry["clause"],
            quote=entry["quote"],
            note=entry.get("note", ""),
            alternatives=entry.get("alternatives", []),
        )
        for key, entry in data["values"].items()
    )
    LocalName.objects.bulk_create(
        LocalName(
            version=version,
            dictionary=dictionary,
            code=code,
            singular=word["singular_ru"],
            plural=word.get("plural_ru", ""),
            definition=word.get("definition_ru", ""),
            clause=word["clause"],
            aliases=word.get("aliases_ru", []),
        )
        for dictionary, words in data["local_names"].items()
        for code, word in words.items()
    )
    return version


@action("regulation.copy")
def copy_version(*, version: RegulationVersion, acting: Actor) -> RegulationVersion:
    """A new draft with everything that ``version`` says: the way to amend an adopted regulation."""
    copy = RegulationVersion.objects.create(
        number=queries.next_number(),
        title=version.title,
        based_on=version,
        **{field: getattr(version, field) for field in EXTRA_FIELDS.values()},
    )
    values, names = list(version.values.all()), list(version.names.all())
    for value in values:
        value.pk, value.version = None, copy
    for name in names:
        name.pk, name.version = None, copy
    ParameterValue.objects.bulk_create(values)
    LocalName.objects.bulk_create(names)
    return copy


@action("regulation.start")
def start_version(*, title: str, acting: Actor) -> RegulationVersion:
    """A new draft with nothing set: the regional defaults stand until the school sets a parameter."""
    _check_title(title)
    return RegulationVersion.objects.create(number=queries.next_number(), title=title.strip())


@action("regulation.rename")
def rename_version(*, version: RegulationVersion, title: str, acting: Actor) -> RegulationVersion:
    """Give a draft another title."""
    _check_title(title)
    draft = locked_draft(version)
    draft.title = title.strip()
    draft.save(update_fields=["title"])
    touch(draft)
    return draft


def _check_title(title: str) -> None:
    faults: list[Problem] = list(check_text(title, "title", TITLE_LENGTH))
    if faults:
        raise FaultyRegulationError(faults)


@action("regulation.discard_draft")
def discard_draft(*, version: RegulationVersion, acting: Actor) -> None:
    """Delete a draft that nobody needs."""
    locked_draft(version).delete()
