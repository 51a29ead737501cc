"""Consents that end soon and are to be renewed, and what withdrawals still ask for."""

from __future__ import annotations

import datetime

from django.db.models import Case, DateField, F, Func, Min, QuerySet, When
from django.db.models.functions import Least

from kernel.clock import today

from .models import Consent, WithdrawalTrace

SOON_DAYS = 60


class LastDayAsMinor(Func):
    """The day before the 18th birthday of a date of birth (of 29 February: a day earlier than ``rules`` counts)."""

    template = "(%(expressions)s + INTERVAL '18 years - 1 day')::date"
    output_field = DateField()


def ending(days: int = SOON_DAYS, on: datetime.date | None = None) -> QuerySet[Consent]:
    """Consents not withdrawn that end within so many days, by their term or on the 18th birthday, or have ended.

    Those that were given anew are not among them: the newer one has ended the older. Each has ``ends_on``, the last
    day on which it counts.
    """
    last = (on or today()) + datetime.timedelta(days=days)
    grown = LastDayAsMinor(F("person__birth_date"))
    as_minor = When(given_on__lte=grown, then=grown)
    rows = Consent.objects.filter(withdrawn_on__isnull=True, person__left_on__isnull=True)
    rows = rows.annotate(ends_on=Least("expires_on", Case(as_minor, output_field=DateField())))
    return rows.filter(ends_on__lte=last).select_related("person", "signer", "text").order_by("ends_on", "pk")


def duties() -> QuerySet[WithdrawalTrace]:
    """What is still to be done after withdrawals, by its last day."""
    rows = WithdrawalTrace.objects.filter(kind=WithdrawalTrace.Kind.DUTY, done_on__isnull=True)
    return rows.select_related("consent__person").order_by("due_on", "pk")


def first_deadline(rows: QuerySet[WithdrawalTrace]) -> datetime.date | None:
    """The nearest last day."""
    found: datetime.date | None = rows.aggregate(first=Min("due_on"))["first"]
    return found
