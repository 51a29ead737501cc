"""Lists and portfolios as everybody sees them: looked up anew at each request, so that a withdrawal counts at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from apps.school.consents import categories
from apps.school.consents import queries as consents
from apps.school.people.models import Card, Person
from apps.school.people.queries import Bank, card_of
from apps.school.regulation.rules.publishing import Shown
from kernel.errors import NotFound
from tenants.identity.queries import holders
from tenants.isolation.context import require_school

from . import ports
from .models import PublishedList, PublishedPortfolio

# What a list can show; contacts of many people in one place help only those who gather them.
OF_LISTS = (categories.FULL_NAME, categories.POSITION, categories.SUBJECTS)
OF_PORTFOLIOS = (categories.FULL_NAME, categories.ACHIEVEMENTS)


@dataclass(frozen=True, slots=True)
class Row:
    """A person in a public list; empty where a category is not shown."""

    name: str
    position: str = ""
    subjects: str = ""


def allowed_of(people: Collection[Person]) -> Mapping[int, frozenset[str]]:
    """Categories that may be distributed, per person (one query)."""
    return consents.distributable([person.pk for person in people])


def shown_of(people: Sequence[Person]) -> list[Shown]:
    """What the rules ask of everybody in a list (one query)."""
    allowed = allowed_of(people)
    return [Shown(person.full_name, allowed[person.pk]) for person in people]


def rows_of(published: PublishedList) -> list[Row]:
    """Those whose consent covers everything that the list shows (two queries)."""
    people = list(ports.people_of_list(published.registry).select_related("mentor_card", "mentee_card"))
    allowed, wanted = allowed_of(people), frozenset(published.categories)
    return [_row(person, wanted) for person in people if allowed[person.pk] >= wanted]


def _row(person: Person, wanted: frozenset[str]) -> Row:
    bank: Bank = "mentor"
    card = card_of(person, bank)
    words = card.subjects if card is not None else person.subjects
    return Row(
        person.full_name,
        person.position if categories.POSITION in wanted else "",
        ", ".join(words) if categories.SUBJECTS in wanted else "",
    )


def published_lists() -> QuerySet[PublishedList]:
    """All lists on the public page."""
    return PublishedList.objects.all()


def get_list(registry: str) -> PublishedList:
    """A published list; ``NotFound`` when it is not published (any more)."""
    found = PublishedList.objects.filter(registry=registry).first()
    if found is None or registry not in ports.lists():
        raise NotFound()
    return found


def portfolios() -> list[PublishedPortfolio]:
    """Those on the public page whose owners' consent stands (two queries)."""
    rows = list(PublishedPortfolio.objects.select_related("person"))
    allowed = allowed_of([row.person for row in rows])
    return [row for row in rows if allowed[row.person_id].issuperset(OF_PORTFOLIOS)]


def get_portfolio(portfolio_id: int) -> PublishedPortfolio:
    """A portfolio on the public page; ``NotFound`` also from the moment when the consent is withdrawn."""
    found = next((row for row in portfolios() if row.pk == portfolio_id), None)
    if found is None:
        raise NotFound()
    return found


def entries_of(person: Person) -> list[ports.Entry]:
    """What of the portfolio may be shown."""
    allowed = allowed_of([person])[person.pk]
    return [entry for entry in ports.portfolio_of(person) if entry.category in allowed]


def roles_of(person: Person) -> list[str]:
    """Roles in which somebody could show a portfolio: by the banks, and by the account."""
    banks: tuple[Bank, ...] = ("mentor", "mentee")
    cards = {bank: card_of(person, bank) for bank in banks}
    found: list[str] = [bank for bank, card in cards.items() if card is not None and card.state == Card.State.ACTIVE]
    if person.account_id is not None:
        rows = holders(require_school()).filter(account_id=person.account_id)
        found += [role for role in rows.values_list("role", flat=True) if role not in found]
    return found


def candidates(roles: Collection[str]) -> QuerySet[Person]:
    """People whose portfolio could be published in one of the roles (one query beside that of the members)."""
    rows = holders(require_school(), *roles)
    accounts = list(rows.values_list("account_id", flat=True))
    found = Person.objects.filter(account_id__in=accounts)
    for bank in ("mentor", "mentee"):
        if bank in roles:
            found |= Person.objects.filter(**{f"{bank}_card__state": Card.State.ACTIVE})
    return found.filter(left_on=None).select_related("mentor_card", "mentee_card", "published_portfolio").distinct()
