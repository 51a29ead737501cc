"""Who looked at whose personal data: one INSERT per page, no lock, nothing for one's own data.

Not an action of the audit: reading changes nothing that anybody would be told of, and an action would write three rows.
The rows live for ``KEPT`` (as long as the proof of destruction must be kept, приказ РКН 28.10.2022 № 179) and then go,
a portion with every two hundredth row: the table does not grow without bound, and no clock has to be wound.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from apps.school.people import queries as people
from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.clock import now

from .models import Viewing

What = Viewing.What
KEPT = datetime.timedelta(days=3 * 365 + 1)
SWEPT_ONCE_IN = 200
SWEPT_AT_ONCE = 1000


def note(person: Person, actor: Actor, what: str) -> None:
    """Somebody opened the data of a person. Nothing is noted of one's own data, of one's wards', of the product."""
    note_many([person.pk], actor, what)


def note_many(person_ids: Iterable[int], actor: Actor, what: str) -> None:
    """As ``note``, of everybody in a list: one INSERT however long it is."""
    if actor.account_id is None:
        return
    ids = set(person_ids) - _own(actor)
    if not ids:
        return
    moment, roles = now(), sorted(actor.roles)
    made = Viewing.objects.bulk_create(
        Viewing(person_id=pk, account_id=actor.account_id, name=actor.name[:200], roles=roles, what=what, at=moment)
        for pk in sorted(ids)
    )
    if any(row.pk % SWEPT_ONCE_IN == 0 for row in made):
        sweep()


def _own(actor: Actor) -> set[int]:
    """Oneself and one's wards (one query)."""
    rows = Person.objects.filter(Q(account_id=actor.account_id) | Q(guardians__guardian__account_id=actor.account_id))
    return set(rows.values_list("pk", flat=True))


def sweep() -> int:
    """Delete a portion of what is older than ``KEPT``. Returns how many rows went."""
    old = Viewing.objects.filter(at__lt=now() - KEPT).order_by("at").values("pk")[:SWEPT_AT_ONCE]
    return Viewing.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[0]


def all_rows() -> QuerySet[Viewing]:
    """Everything within ``KEPT``, the newest first."""
    return Viewing.objects.filter(at__gte=now() - KEPT).select_related("person")


def of_mine(actor: Actor) -> QuerySet[Viewing]:
    """Who looked at the data of the actor and of the actor's wards."""
    me = people.person_of(actor.account_id)
    if me is None:
        return Viewing.objects.none()
    return all_rows().filter(Q(person=me) | Q(person__in=people.wards_of(me)))
