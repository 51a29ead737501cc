"""Regulations for the tests of every room: a preset adopted in the school the test is in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from apps.school.regulation import actions
from apps.school.regulation.catalogue import preset
from apps.school.regulation.models import RegulationVersion
from kernel.acting import system_actor

Words = Mapping[tuple[str, str], str]
START = datetime.date(2020, 9, 1)


def adopted(
    slug: str = "lenskaya", *, since: datetime.date = START, words: Words | None = None, **values: Any
) -> RegulationVersion:
    """A preset in force since a day; keyword ``a__b=value`` sets ``a.b``, clause «п. 99»; ``words``: own names."""
    acting = system_actor("tests")
    data = preset(slug)
    for (dictionary, code), word in (words or {}).items():
        data["local_names"].setdefault(dictionary, {})[code] = {"singular_ru": word, "clause": "п. 99"}
    version = actions.load_version(data=data, acting=acting)
    for key, value in values.items():
        actions.set_value(version=version, key=key.replace("__", "."), value=value, clause="п. 99", acting=acting)
    return actions.adopt_version(
        version=version,
        body="pedagogical_council",
        order_no="1-од",
        order_date=since,
        effective_from=since,
        acting=acting,
    )


def samples() -> Mapping[str, object]:
    """Objects that this room's routes name."""
    found = RegulationVersion.objects.first() or adopted()
    return {"version": found.pk, "key": "term.max_months", "section": "term"}
