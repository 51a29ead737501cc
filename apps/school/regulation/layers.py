"""What stands above a school's regulation: federal norms, the region's bounds and defaults, the state of legal acts.

Pure data and one question: does a value keep to a bound? The region's rows arrive through ``ports.Region``; without
them (a file checked on its own) the catalogue's federal norms stand alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from .catalogue import JsonValue, Norm, Text, TypeSpec, catalogue

Level = Literal["federal", "region"]


@dataclass(frozen=True, slots=True)
class RegionalDefault:
    """A region's own default for a parameter which a school leaves open, and what it rests on."""

    value: JsonValue
    basis: str


@dataclass(frozen=True, slots=True)
class Bound:
    """What a norm asks of one parameter.

    ``minimum``, ``maximum``: of a number, or of every number of a range or of limits; ``required``: codes that must be
    there, or the wanted yes or no; ``allowed``: the only codes that may be there; ``unit``: what the numbers count
    where it is not the parameter's own unit (such a bound is a rule's business, not the value's).
    """

    key: str
    source: Text
    level: Level
    mandatory: bool
    minimum: int | None = None
    maximum: int | None = None
    required: JsonValue = None
    allowed: tuple[str, ...] | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ActState:
    """A legal act that regulations rest on. ``replaced_by``: what took its place, empty when nothing did."""

    code: str
    title: Text
    valid_from: datetime.date
    valid_to: datetime.date | None
    replaced_by: str = ""

    def is_outdated_on(self, day: datetime.date) -> bool:
        """True when the act has ended or another has taken its place."""
        return bool(self.replaced_by) or (self.valid_to is not None and self.valid_to < day)


@dataclass(frozen=True)
class Layer:
    """Everything above a school's regulation on a day: bounds and defaults by parameter, acts by code."""

    bounds: Mapping[str, tuple[Bound, ...]] = field(default_factory=dict)
    defaults: Mapping[str, RegionalDefault] = field(default_factory=dict)
    acts: Mapping[str, ActState] = field(default_factory=dict)


def bound_of(key: str, norm: Norm) -> Bound:
    """A norm of the catalogue as a bound."""
    return Bound(key, norm.source, "federal", norm.mandatory, norm.min, norm.max, norm.required, unit=norm.unit)


@cache
def catalogue_layer() -> Layer:
    """The federal norms that the catalogue itself knows."""
    parameters = catalogue().parameters.values()
    return Layer(bounds={each.key: (bound_of(each.key, each.norm),) for each in parameters if each.norm is not None})


def _numbers(bound: Bound, values: list[int | None]) -> bool:
    """``None`` is "without a limit": above every upper bound."""
    if bound.minimum is not None and any(value is not None and value < bound.minimum for value in values):
        return True
    return bound.maximum is not None and any(value is None or value > bound.maximum for value in values)


def _codes(bound: Bound, codes: list[str]) -> bool:
    wanted = bound.required if isinstance(bound.required, list | tuple) else ()
    return not set(wanted) <= set(codes) or (bound.allowed is not None and not set(codes) <= set(bound.allowed))


# kind of type -> does the value fall short of the bound
GAPS: Mapping[str, Callable[[Bound, JsonValue], bool]] = {
    "int": lambda bound, value: _numbers(bound, [value]),
    "int_range": lambda bound, value: _numbers(bound, [value["min"], value["max"]]),
    "limits": lambda bound, value: _numbers(bound, [value["individual"], value["group"]]),
    "bool": lambda bound, value: bound.required is not None and value is not bound.required,
    "enum": lambda bound, value: bound.allowed is not None and value not in bound.allowed,
    "set": lambda bound, value: _codes(bound, value),
    "ordered_set": lambda bound, value: _codes(bound, value),
    "actor_set": lambda bound, value: _codes(bound, value),
    "condition_set": lambda bound, value: _codes(bound, value),
    "document_template": lambda bound, value: _codes(bound, value["fields"]),
    "reference_set": lambda bound, value: not value["general_reference"] and _codes(bound, value["acts"]),
}
BOUNDED = frozenset({"int", "int_range", "limits"})
LISTED = frozenset({"enum", "set", "ordered_set", "actor_set", "condition_set", "document_template"})


def breaks(bound: Bound, spec: TypeSpec, value: JsonValue) -> bool:
    """True when a value of the right type does not keep to the bound."""
    gap = GAPS.get(spec.kind)
    return gap is not None and not bound.unit and gap(bound, value)


def is_topped_up(bound: Bound) -> bool:
    """True for what the rules add to a school's list by themselves: the law stands above the act, nothing is lost."""
    return bound.level == "federal" and isinstance(bound.required, list | tuple)
