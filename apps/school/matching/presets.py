"""Ready weights of the fit. Parts and the usual weights are the room of pairs' own (``pairs.weighing``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.weighing import USUAL

GREATEST = 100


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of weights."""

    code: str
    title: str | Promise
    values: Mapping[str, int]


def _preset(code: str, title: Promise, **changed: int) -> Preset:
    return Preset(code, title, MappingProxyType({**USUAL, **changed}))


PRESETS: tuple[Preset, ...] = (
    _preset("usual", _("Even-handed")),
    _preset(
        "subject", _("The subject above all"), subject=60, competence=20, experience=10, free=5, trained=5, grade=0
    ),
    _preset(
        "request", _("The request above all"), subject=10, competence=60, experience=10, free=10, trained=5, grade=5
    ),
    _preset("wishes", _("The people's own wishes"), wishes=40, past=30),
    _preset(
        "spread", _("An even load of mentors"), free=60, experience=5, trained=5, grade=5, subject=10, competence=15
    ),
    _preset("nearby", _("The same place and time"), mode=20, schedule=25, place=20),
)


def preset_of(values: Mapping[str, int]) -> Preset | None:
    """The preset that these weights are, None for the school's own."""
    return next((preset for preset in PRESETS if dict(preset.values) == dict(values)), None)
