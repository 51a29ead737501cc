"""What the public page shows of people and does not know itself: rooms below fill these ports when the product starts.

``portfolio_of`` gathers the entries of a portfolio, each with the category of data that it is; ``people_of_list`` gives
who stands in a list. Both have a source of this room's own, which a better one replaces under the same name.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.school.consents import categories
from apps.school.people.models import Card, Person, PortfolioItem
from apps.school.people.queries import card_of
from apps.school.people.queries import portfolio_of as portfolio_items
from apps.school.programmes.models import Programme
from apps.school.selection.queries import in_register
from kernel.clock import today


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a portfolio. ``category``: a code of ``consents.categories``; shown only where it is allowed."""

    title: str
    text: str
    category: str
    on: datetime.date | None = None


PortfolioSource = Callable[[Person], Sequence[Entry]]
ListSource = Callable[[], QuerySet[Person]]

_portfolio_sources: dict[str, PortfolioSource] = {}
_list_sources: dict[str, ListSource] = {}


def add_portfolio_source(name: str, source: PortfolioSource) -> None:
    """Register a source of entries; the same name registered again replaces the former one."""
    _portfolio_sources[name] = source


def portfolio_of(person: Person) -> list[Entry]:
    """Everything that the rooms know for a person's portfolio, whatever may be shown of it."""
    return [entry for source in _portfolio_sources.values() for entry in source(person)]


def use_list(registry: str, source: ListSource) -> None:
    """Say who stands in a list (a code of the catalogue's ``registry``)."""
    _list_sources[registry] = source


def lists() -> frozenset[str]:
    """Registries that are lists of people here."""
    return frozenset(_list_sources)


def people_of_list(registry: str) -> QuerySet[Person]:
    """Who stands in a list now, by name; ``KeyError`` for a registry that is no list of people."""
    return _list_sources[registry]()


# ---- this room's own sources


def of_card(person: Person) -> list[Entry]:
    """What the mentor's card tells: subjects and competencies."""
    card = card_of(person, "mentor")
    if card is None or card.state != Card.State.ACTIVE:
        return []
    words = {_("Subjects"): card.subjects, _("Competencies"): getattr(card, "competencies", [])}
    return [Entry(title, ", ".join(found), categories.SUBJECTS) for title, found in words.items() if found]


def of_items(person: Person) -> list[Entry]:
    """Things of the person's own portfolio that are open to everybody."""
    items = portfolio_items(person, PortfolioItem.Visibility.EVERYBODY)
    texts = ((item, " ".join(filter(None, (item.description, item.link)))) for item in items)
    return [Entry(item.title, text, categories.ACHIEVEMENTS, item.dated) for item, text in texts]


def of_programmes(person: Person) -> list[Entry]:
    """Programmes brought to their end as a mentor, without the names of the mentees."""
    rows = Programme.objects.filter(state=Programme.State.COMPLETED, match__mentors__card__person=person)
    return [
        Entry(_("A programme of mentoring was completed"), row.results, categories.RESULTS, row.completed_on)
        for row in rows.order_by("-completed_on", "-pk").distinct()
    ]


def _in_bank(bank: str) -> ListSource:
    return lambda: Person.objects.filter(**{f"{bank}_card__state": Card.State.ACTIVE}).order_by("sort_key", "pk")


def _approved() -> QuerySet[Person]:
    """Mentors whose appointment is valid today, while they are in the bank."""
    appointed = in_register(today()).values("person_id")
    return _in_bank("mentor")().filter(pk__in=appointed)


def register() -> None:
    """The sources of this room, and the register of the selection."""
    add_portfolio_source("card", of_card)
    add_portfolio_source("items", of_items)
    add_portfolio_source("programmes", of_programmes)
    use_list("mentor_registry", _in_bank("mentor"))
    use_list("mentee_registry", _in_bank("mentee"))
    use_list("approved_mentor_list", _approved)
