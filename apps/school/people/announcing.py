"""Which accounts are told what concerns persons. Imported by ``PeopleConfig.ready``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from apps.school.notices.recipients import use_departed
from kernel.clock import today

from .models import Person

CHILD_UNTIL = 14
"""A child so young does not act alone: its representatives do (Civil Code art. 28)."""


def accounts_by_person(persons: Iterable[Person]) -> dict[int, list[UUID]]:
    """Id of a person -> the own account; for a child who does not act alone those of its representatives too.

    At most one query, however many persons there are.
    """
    found: dict[int, list[UUID]] = {}
    children: set[int] = set()
    for person in persons:
        found[person.pk] = [person.account_id] if person.account_id is not None else []
        age = person.age_on(today())
        if age is not None and age < CHILD_UNTIL:
            children.add(person.pk)
    if children:
        guardians = Person.objects.filter(wards__ward__in=children, account_id__isnull=False)
        for ward, account in guardians.order_by("pk").values_list("wards__ward", "account_id"):
            if ward in children and account is not None:
                found[ward].append(account)
    return found


def accounts_of(persons: Iterable[Person]) -> list[UUID]:
    """Accounts of all the persons, as of ``accounts_by_person``, each once."""
    found = accounts_by_person(persons)
    return list(dict.fromkeys(account for accounts in found.values() for account in accounts))


def departed(accounts: Collection[UUID]) -> Collection[UUID]:
    """Those of the accounts whose persons have left the school."""
    rows = Person.objects.filter(account_id__in=accounts, left_on__lte=today())
    return [account for account in rows.values_list("account_id", flat=True) if account is not None]


use_departed(departed)
