"""What the region has to know of regulations to set defaults and bounds, told by the internal contour.

The catalogue of parameters is the schools'. The region never imports a school's app, so the product's settings name
the desk: ``REGULATION_DESK``, a dotted path to an object with these methods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string

from apps.region.institute.outlook import NormFacts

JsonValue = Any


@dataclass(frozen=True, slots=True)
class ParameterFacts:
    """A parameter as the region lists it. ``basis``: of the product's own default; ``bounded``: numbers bound it."""

    key: str
    section: str
    title: str
    default: JsonValue
    basis: str
    bounded: bool
    listed: bool


class Desk(Protocol):
    """The catalogue of the schools' parameters, as far as the region needs it."""

    def parameters(self) -> Sequence[ParameterFacts]:
        """All parameters in the order of the catalogue, in the reader's language."""

    def fields(self, key: str) -> Mapping[str, forms.Field]:
        """The form's fields for a value of the parameter."""

    def initial(self, key: str, value: JsonValue) -> Mapping[str, Any]:
        """What stands in the fields for a value."""

    def read(self, key: str, cleaned: Mapping[str, Any]) -> JsonValue:
        """The value that the fields hold."""

    def render(self, key: str, value: JsonValue) -> str:
        """A value in words."""

    def codes(self, key: str) -> Sequence[tuple[str, str]]:
        """(code, title) of everything that a listed parameter may hold; empty for others."""

    def problems(self, key: str, value: JsonValue, norms: Sequence[NormFacts]) -> Sequence[str]:
        """What is wrong with a value: by its type, or by the mandatory ones of the norms; sentences."""


def desk() -> Desk:
    """The desk of this product."""
    found: Desk = import_string(settings.REGULATION_DESK)
    return found
