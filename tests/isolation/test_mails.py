"""Mails: links lead to the host of the right place, whatever the request said, and only to its people."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tenants.identity import actions
from tenants.identity.models import Account, Membership
from tenants.isolation.context import enter_school
from tenants.isolation.hosts import address_of
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as, host_of

RunJobs = Callable[[], Any]


def links() -> set[str]:
    """Scheme and host of all links in the mails sent."""
    return set(re.findall(r"https?://[^/\s]+", "\n".join(str(message.body) for message in mail.outbox)))


@pytest.mark.parametrize(
    ("asked_at", "said"),
    [
        ("alpha", "alpha"),
        ("alpha.estafeta.localhost:1", "alpha"),
        ("ALPHA.estafeta.localhost.", "alpha"),
        ("beta", ""),
        ("region", "region"),
        ("", ""),
    ],
)
def test_a_reset_link_leads_where_the_account_works(alpha: School, run_jobs: RunJobs, asked_at: str, said: str) -> None:
    account = account_in("mentor", alpha)
    host = asked_at if "." in asked_at else host_of(asked_at)
    with run_jobs():
        Client(HTTP_HOST=host).post(
            "/accounts/password/reset/", {"email": account.email}, headers={"X-Forwarded-Host": "evil.example"}
        )
    assert links() == {address_of(said)}
    assert [message.to for message in mail.outbox] == [[account.email]]


def test_an_invitation_leads_to_the_school_whatever_the_place(alpha: School, beta: School, run_jobs: RunJobs) -> None:
    account = Account.objects.create_user("new@person.test")
    membership = Membership.objects.create(account=account, school=beta, role="mentor")
    with run_jobs(), enter_school(alpha):
        actions.tell_of_membership(membership)
    assert links() == {address_of("beta")}
    assert "Бета" in str(mail.outbox[0].body)
    assert "Альфа" not in str(mail.outbox[0].body)


def test_an_invitation_that_was_taken_back_is_not_sent(alpha: School, run_jobs: RunJobs) -> None:
    with run_jobs():
        membership = actions.invite(
            email="new@person.test", role="mentor", school=alpha, acting=acting_as("curator", alpha)
        )
        Membership.objects.filter(pk=membership.pk).update(is_active=False)
    assert mail.outbox == []
