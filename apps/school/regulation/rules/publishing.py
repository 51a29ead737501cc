"""What may stand on a school's public page: kinds of materials, lists of people, portfolios.

A school whose act says nothing of the kinds is not bound to the region's default: texts without persons harm nobody.
Lists and portfolios name people, so there the default (none) holds, and above it the law: nobody is shown without a
consent to distribution of the very data (152-ФЗ ст. 10.1).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..catalogue import catalogue
from ..view import RegulationView
from .breach import breach, law_breach

CONTENT = "publication.content"
REGISTRY = "publication.registry"
PORTFOLIO = "publication.portfolio"

PORTFOLIOS = "portfolios"
# Under which kind of material a list of people stands.
KIND_OF_LIST: Mapping[str, str] = {
    "mentor_registry": "participant_banks",
    "mentee_registry": "participant_banks",
    "young_teacher_register": "participant_banks",
    "approved_mentor_list": "approved_mentor_list",
}
# Kinds that are lists of persons or portfolios: never written by hand.
OF_PERSONS = frozenset({*KIND_OF_LIST.values(), PORTFOLIOS})


@dataclass(frozen=True, slots=True)
class Shown:
    """A person who would be shown. ``allowed``: categories of data in force of the consent to distribution."""

    name: str
    allowed: frozenset[str]


def material_kinds(view: RegulationView) -> tuple[str, ...]:
    """Kinds of texts that may be placed, in the act's order; all kinds where the act does not say."""
    codes = view.codes(CONTENT) if view.is_set(CONTENT) else tuple(catalogue().dictionaries["publication_item"])
    return tuple(code for code in codes if code not in OF_PERSONS)


def material(view: RegulationView, kind: str) -> list[Violation]:
    """The act lists the kind, where it lists any."""
    if not view.is_set(CONTENT) or kind in view.codes(CONTENT):
        return []
    return [breach(view, CONTENT, actual=view.local_name("publication_item", kind))]


def list_of_people(
    view: RegulationView, registry: str, people: Sequence[Shown], categories: Collection[str]
) -> list[Violation]:
    """The act publishes the list, and everybody in it has consented to the distribution of the data shown."""
    broken = material(view, KIND_OF_LIST.get(registry, PORTFOLIOS))
    if registry not in view.codes(REGISTRY):
        sentence = _("The list “{actual}” is not published by the regulation; published are: {value}. Basis: {clause}.")
        name = view.local_name("registry", registry)
        broken.append(breach(view, REGISTRY, actual=name, sentence=sentence))
    return broken + _without_consent(view, REGISTRY, people, categories)


def portfolio(view: RegulationView, role: str, owner: Shown, categories: Collection[str]) -> list[Violation]:
    """The act publishes portfolios of the role, and the owner has consented."""
    broken = material(view, PORTFOLIOS)
    if role not in view.codes(PORTFOLIO):
        broken.append(breach(view, PORTFOLIO, actual=view.local_name("role", role)))
    return broken + _without_consent(view, PORTFOLIO, [owner], categories)


def without_consent(people: Sequence[Shown], categories: Collection[str]) -> list[str]:
    """Names of those who have not consented to everything that would be shown."""
    return [person.name for person in people if not person.allowed.issuperset(categories)]


def _without_consent(
    view: RegulationView, key: str, people: Sequence[Shown], categories: Collection[str]
) -> list[Violation]:
    names, norm = without_consent(people, categories), view.norm(key)
    if not names or norm is None:
        return []
    sentence = _(
        "Nobody is shown to everybody without a separate consent to the distribution of these data. It is lacking: "
        "{actual}. Basis: {clause}."
    )
    return [law_breach(view, key, norm, actual=", ".join(names), sentence=sentence)]
