"""Consents of two records of one person, when they become one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.school.people import merging

from .models import Consent, SigningLink


def end_the_older(row: Consent) -> None:
    """Both gave the same consent: the later one stays in force, the earlier is kept as replaced by it."""
    twin = (
        Consent.objects.filter(person=row.person, signer=row.signer, type=row.type, withdrawn_on__isnull=True)
        .exclude(pk=row.pk)
        .get()
    )
    older, newer = sorted((row, twin), key=lambda consent: (consent.given_on, consent.pk))
    older.withdrawn_on, older.withdrawal_reason = newer.given_on, _("Replaced by a newer consent")
    older.replaced_by = newer
    older.save()
    newer.save()


def close_link(row: SigningLink) -> None:
    """Both were sent a link to the same text: the one of the record kept may still be used."""
    row.closed_as = SigningLink.Closed.REPLACED
    row.save()


def register() -> None:
    """Say what happens with consents and links to sign."""
    merging.on_twins(SigningLink, "person", close_link)
    merging.on_twins(SigningLink, "signer", close_link)
    merging.on_twins(Consent, "person", end_the_older)
    merging.on_twins(Consent, "signer", end_the_older)
