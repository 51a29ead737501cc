"""Whom consents tell what: the curator of what ends. Imported by ``ConsentsConfig.ready``."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.days import every_day
from apps.school.notices.reactions import key_of, on
from apps.school.notices.recipients import holding
from apps.school.notices.sending import notify
from kernel.actions import ActionRecord

from . import upkeep
from .models import Consent

ENDING_DAYS = (30, 7)
"""So many days before its end a consent is told of."""

kinds.register_group("consents", _("Consents"), order=40)
kinds.register(
    "consent.withdrawn",
    group="consents",
    title=_("A consent is withdrawn"),
    text=_("%(name)s: %(text)s."),
    urgent=True,
)
kinds.register(
    "consent.ending",
    group="consents",
    title=_("A consent ends soon"),
    text=_("%(name)s: %(text)s, the last day is %(last)s."),
)


@on("consent.withdraw")
def tell_of_withdrawal(record: ActionRecord) -> None:
    """At once: from this moment the data may not be used as before."""
    consent = Consent.objects.select_related("person", "text").get(pk=key_of(record.subject))
    notify(
        "consent.withdrawn",
        to=holding("curator"),
        key=f"{consent.pk}",
        besides=record.acting,
        url=consent.person.get_absolute_url(),
        name=consent.person.short_name,
        text=consent.text.title,
    )


@every_day
def tell_of_endings(day: datetime.date) -> None:
    """Each consent once for every term in ``ENDING_DAYS`` that it has come into."""
    curators = holding("curator")
    for consent in upkeep.ending(max(ENDING_DAYS), on=day) if curators else ():
        last: datetime.date = getattr(consent, "ends_on")  # noqa: B009  # an annotation of the query
        if last < day:
            continue
        term = min(days for days in ENDING_DAYS if (last - day).days <= days)
        notify(
            "consent.ending",
            to=curators,
            key=f"{consent.pk}:{last}:{term}",
            url=reverse("consents:endings", urlconf=settings.SCHOOL_URLCONF),
            name=consent.person.short_name,
            text=consent.text.title,
            last=last,
        )
