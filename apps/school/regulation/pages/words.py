"""The school's words, rights and duties, ready to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..catalogue import JsonValue, catalogue
from ..lines import OTHER_RULES, ROLE_KINDS
from ..view import RegulationView, Word


@dataclass(frozen=True, slots=True)
class NameRow:
    """A word of the school beside the catalogue's title. ``place``: dictionary and code, as addresses name them."""

    title: str
    word: Word
    place: str


@dataclass(frozen=True, slots=True)
class RoleList:
    """Rights, duties or functions of a role or a body. ``actor`` and ``kind`` are words, ``place`` their codes."""

    actor: str
    kind: str
    items: tuple[JsonValue, ...]
    place: str


def names_of(view: RegulationView) -> list[NameRow]:
    """All own words, in the order of the act."""
    return [
        NameRow(catalogue().title(dictionary, code), word, f"{dictionary}.{code}")
        for (dictionary, code), word in view.words.items()
    ]


def kind_titles() -> dict[str, str]:
    """The act's own headings of lists."""
    return {
        "rights": _("rights"),
        "duties": _("duties"),
        "functions": _("functions"),
        OTHER_RULES: _("Other rules"),
    }


def list_title(view: RegulationView, kind: str, actor: str) -> str:
    """Heading of a list."""
    title = kind_titles()[kind]
    return f"{view.actor_name(actor)}: {title}" if actor else title


def role_lists_of(view: RegulationView) -> Iterator[RoleList]:
    """The lists that are not empty. The act's own heading decides what is a right, a duty or a function."""
    titles = kind_titles()
    for actor, lists in view.extras["role_lists"].items():
        for kind in ROLE_KINDS:
            if lists.get(kind):
                yield RoleList(view.actor_name(actor), titles[kind], tuple(lists[kind]), f"{actor}.{kind}")
