"""Sample objects for the route walker: each kind of object that a route names, per school and at the region."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from tenants.isolation.context import enter_school
from tenants.organisations.models import School

SCHOOL_MODULES = (
    "regulation",
    "people",
    "consents",
    "notices",
    "orders",
    "selection",
    "pairs",
    "matching",
    "programmes",
    "meetings",
    "roadmap",
    "growth",
    "publication",
    "questionnaires",
    "monitoring",
)
REGION_MODULES = ("exchange", "rooms", "speed", "cases", "institute", "identity", "provisioning", "life")

NOBODYS_LINK = {"uidb36": "1", "key": "set-password"}
"""A link of a password mail that belongs to nobody."""

Samples = Mapping[str, object]


def school_samples(school: School) -> Samples:
    """URL keyword -> value of an object that lives in the school."""
    found: dict[str, object] = {}
    with enter_school(school):
        for name in SCHOOL_MODULES:
            found.update(import_module(f"tests.support.{name}").samples())
    return found


def region_samples() -> Samples:
    """URL keyword -> value of an object of the shared schema."""
    found: dict[str, object] = dict(NOBODYS_LINK)
    for name in REGION_MODULES:
        found.update(import_module(f"tests.support.{name}").samples())
    return found
