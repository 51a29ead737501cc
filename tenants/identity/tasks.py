"""Mails. Tasks carry only keys: links with secrets are made where they are sent."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from tenants.identity import mail
from tenants.identity.models import Account, Membership
from tenants.isolation.tasks import RegionTask


class MailTask(RegionTask):
    """Base of mails: a server that does not answer is tried again for some minutes."""

    abstract = True
    autoretry_for = (OSError,)
    retry_backoff = 5
    max_retries = 8


@shared_task(base=MailTask, name="identity.mail_invitation")
def mail_invitation(membership: int) -> None:
    """Tell of a membership, with a link to set a password where the account has none."""
    found = (
        Membership.objects.filter(pk=membership, is_active=True, account__is_active=True)
        .select_related("account", "school")
        .first()
    )
    if found is not None:
        mail.invitation(found).send()


@shared_task(base=MailTask, name="identity.mail_password_reset")
def mail_password_reset(account: str, address: str) -> None:
    """The link that sets a new password. ``address``: scheme and host of the place where it was asked for."""
    found = Account.objects.filter(pk=UUID(account), is_active=True).first()
    if found is not None:
        mail.password_reset(found, address).send()


@shared_task(base=MailTask, name="identity.mail_password_changed")
def mail_password_changed(account: str) -> None:
    """Tell the owner that the password is another one now."""
    found = Account.objects.filter(pk=UUID(account)).first()
    if found is not None:
        mail.password_changed(found).send()
