"""Mails about consents. Tasks carry only keys: secrets are made where they are sent."""

from __future__ import annotations

from celery import shared_task

from tenants.isolation.tasks import SchoolTask

from . import mail
from .models import SigningLink


class MailTask(SchoolTask):
    """Base of mails: a server that does not answer is tried again for some minutes."""

    abstract = True
    autoretry_for = (OSError,)
    retry_backoff = 5
    max_retries = 8


@shared_task(base=MailTask, name="consents.mail_link")
def mail_link(link: int) -> None:
    """Send the address, unless the link is closed by now."""
    found = SigningLink.objects.select_related("person", "signer", "text").filter(pk=link, closed_as="").first()
    if found is not None:
        mail.invitation(found).send()


@shared_task(base=MailTask, name="consents.mail_code")
def mail_code(link: int, number: int) -> None:
    """Send a code, unless a newer one was asked for meanwhile."""
    found = SigningLink.objects.select_related("person", "text").filter(pk=link, code_number=number, closed_as="")
    for row in found:
        mail.code(row, number).send()
