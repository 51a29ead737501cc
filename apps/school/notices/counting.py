"""The number at the bell: kept per account and school in the shared schema, counted from the school's own rows."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from tenants.identity.models import UnreadCount
from tenants.isolation.context import require_school

from .queries import unread


def _numbers(accounts: Collection[UUID] | None = None) -> dict[UUID, int]:
    rows = unread() if accounts is None else unread().filter(account_id__in=accounts)
    return dict(rows.order_by().values_list("account_id").annotate(number=Count("pk")))


def recount_all() -> None:
    """Put right every number of the current school that is not true."""
    rows = UnreadCount.objects.of(require_school().pk)
    kept = dict(rows.filter(count__gt=0).values_list("account_id", "count"))
    true = _numbers()
    recount([account for account in {*kept, *true} if kept.get(account, 0) != true.get(account, 0)])


def recount(accounts: Collection[UUID]) -> None:
    """Count anew for these accounts in the current school.

    The rows are locked first, in one order: of two countings at once the later one counts what the earlier one saw.
    """
    if not accounts:
        return
    school = require_school()
    rows = UnreadCount.objects.of(school.pk)
    with transaction.atomic():
        missing = [UnreadCount(account_id=account, school=school) for account in sorted(set(accounts))]
        rows.bulk_create(missing, ignore_conflicts=True)
        locked = list(rows.filter(account_id__in=accounts).order_by("account_id").select_for_update())
        numbers = _numbers(accounts)
        for row in locked:
            row.count = numbers.get(row.account_id, 0)
        rows.bulk_update(locked, ["count"])
