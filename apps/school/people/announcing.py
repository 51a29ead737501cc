"""Which accounts are told what concerns persons. Imported by ``PeopleConfig.ready``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from apps.school.notices.recipients import use_departed
from kernel.clock import today

from .models import Person

CHILD_UNTIL = 14
"""A child so young does not act alone: its representatives do (Civil Code art. 28)."""


def accounts_of(persons: Iterable[Person]) -> list[UUID]:
    """Accounts of the persons; for a child who does not act alone those of its representatives too."""
    found: list[UUID] = []
    children: list[int] = []
    for person in persons:
        if person.account_id is not None:
            found.append(person.account_id)
        age = person.age_on(today())
        if age is not None and age < CHILD_UNTIL:
            children.append(person.pk)
    if children:
        guardians = Person.objects.filter(wards__ward__in=children, account_id__isnull=False)
        ids = guardians.order_by("pk").values_list("account_id", flat=True)
        found += [account for account in ids if account is not None]
    return list(dict.fromkeys(found))


def departed(accounts: Collection[UUID]) -> Collection[UUID]:
    """Those of the accounts whose persons have left the school."""
    rows = Person.objects.filter(account_id__in=accounts, left_on__lte=today())
    return [account for account in rows.values_list("account_id", flat=True) if account is not None]


use_departed(departed)
