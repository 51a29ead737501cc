"""Whom consents tell what: who is to give one, whose ends, the curator. Imported by ``ConsentsConfig.ready``."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.days import every_day
from apps.school.notices.reactions import key_of, on
from apps.school.notices.recipients import holding
from apps.school.notices.sending import Happening, notify, notify_all
from kernel.actions import ActionRecord

from . import upkeep
from .models import Consent, SigningLink

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
    asks=True,
)
kinds.register(
    "consent.own_ending",
    group="consents",
    title=_("Your consent ends soon"),
    text=_("%(name)s: %(text)s, the last day is %(last)s."),
)
kinds.register(
    "consent.asked",
    group="consents",
    title=_("You are asked for a consent"),
    text=_("%(name)s: %(text)s. Sign it here, or by the link in the letter."),
    asks=True,
    mailed=False,  # the letter with the link goes out by itself
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


@on("consent.send_link")
def tell_of_link(record: ActionRecord) -> None:
    """Who is to sign finds it in the inbox too."""
    link = SigningLink.objects.select_related("person", "signer", "text").get(pk=key_of(record.subject))
    notify(
        "consent.asked",
        to=[link.signer.account_id] if link.signer.account_id is not None else [],
        key=f"{link.pk}",
        besides=record.acting,
        url=_own_page(),
        name=link.person.short_name,
        text=link.text.title,
    )


def _own_page() -> str:
    return reverse("consents:mine", urlconf=settings.SCHOOL_URLCONF)


@every_day
def tell_of_endings(day: datetime.date) -> None:
    """Each consent once for every term in ``ENDING_DAYS`` that it has come into: the curators and whoever gave it."""
    curators, url = holding("curator"), reverse("consents:endings", urlconf=settings.SCHOOL_URLCONF)
    office, own = [], []
    for consent in upkeep.ending(max(ENDING_DAYS), on=day):
        last: datetime.date = getattr(consent, "ends_on")  # noqa: B009  # an annotation of the query
        if last < day:
            continue
        term = min(days for days in ENDING_DAYS if (last - day).days <= days)
        facts = {"name": consent.person.short_name, "text": consent.text.title, "last": last}
        key, signer = f"{consent.pk}:{last}:{term}", consent.signer.account_id
        office.append(Happening(to=curators, key=key, url=url, facts=facts))
        if signer is not None:
            own.append(Happening(to=[signer], key=key, url=_own_page(), facts=facts))
    notify_all("consent.ending", office)
    notify_all("consent.own_ending", own)
