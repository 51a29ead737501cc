"""What a person mentors in all schools together: told by each, held still while a place is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count

from apps.region.exchange.models import MentorLoad, Offer, RemotePair
from kernel.errors import NotFound
from kernel.locks import LockSpace
from tenants.organisations.models import School


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Mentees of one person in one other school: ``remote`` in pairs between schools, ``at_home`` as it says itself."""

    school_id: int
    school: str
    remote: int
    at_home: int


def hold_load(*, school_id: int, offer: UUID) -> tuple[Elsewhere, ...]:
    """What the offer's mentor carries in other schools, held until the end of the transaction.

    Whoever gives a place at this person, in whatever school, comes through here: one after another.
    """
    row = Offer.objects.of(school_id).filter(pk=offer).first()
    if row is None or row.mentor_account is None:
        raise NotFound()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LockSpace.MENTOR_LOADS, str(row.mentor_account)]
        )
    pairs = RemotePair.objects.of_all_schools().filter(mentor_account=row.mentor_account, state=RemotePair.State.ACTIVE)
    remote = dict(
        pairs.exclude(mentor_school=school_id).order_by().values_list("mentor_school").annotate(count=Count("pk"))
    )
    told = MentorLoad.objects.of_all_schools().filter(account=row.mentor_account).exclude(school=school_id)
    at_home = dict(told.values_list("school", "at_home"))
    names = School.objects.filter(pk__in={*remote, *at_home}).in_bulk()
    return tuple(
        Elsewhere(key, names[key].short_name, remote.get(key, 0), at_home.get(key, 0)) for key in sorted(names)
    )


def report_loads(*, school_id: int, at_home: Mapping[UUID, int]) -> None:
    """The school tells what its mentors who mentor in other schools too carry at home; others are forgotten here."""
    rows = MentorLoad.objects.of(school_id)
    rows.exclude(account__in=list(at_home)).delete()
    known = dict(rows.values_list("account", "at_home"))
    for account, count in sorted(at_home.items()):
        if known.get(account) != count:
            MentorLoad.objects.of(school_id).update_or_create(
                account=account, school_id=school_id, defaults={"at_home": count}
            )
