"""The school's words, rights and duties, ready to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..catalogue import JsonValue, catalogue
from ..view import RegulationView, Word

KINDS = ("rights", "duties", "functions")


@dataclass(frozen=True, slots=True)
class NameRow:
    """A word of the school beside the catalogue's title."""

    title: str
    word: Word


@dataclass(frozen=True, slots=True)
class RoleList:
    """Rights, duties or functions of a role or a body."""

    actor: str
    kind: str
    items: tuple[JsonValue, ...]


def names_of(view: RegulationView) -> list[NameRow]:
    """All own words, in the order of the act."""
    return [NameRow(catalogue().title(dictionary, code), word) for (dictionary, code), word in view.words.items()]


def role_lists_of(view: RegulationView) -> Iterator[RoleList]:
    """The lists that are not empty. The act's own heading decides what is a right, a duty or a function."""
    titles = {"rights": _("rights"), "duties": _("duties"), "functions": _("functions")}
    for actor, lists in view.extras["role_lists"].items():
        for kind in KINDS:
            if lists.get(kind):
                yield RoleList(view.actor_name(actor), titles[kind], tuple(lists[kind]))
