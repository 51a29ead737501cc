"""Objects of sign-in, memberships and long work."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from kernel.acting import Actor
from tenants.identity import actions
from tenants.identity.models import Account, ApiToken, Membership, Role
from tenants.isolation.context import enter_region
from tenants.journal.models import Job
from tenants.organisations.models import School
from tests.support.cast import PASSWORD, account_in, host_of


def enter(
    email: str, password: str = PASSWORD, *, at: str = "", address: str = "10.0.0.1", client: Client | None = None
) -> HttpResponse:
    """Post the sign-in form on a host from an address."""
    browser = client or Client(HTTP_HOST=host_of(at))
    answer = browser.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=address)
    assert isinstance(answer, HttpResponse)
    return answer


def member(role: str, school: School | None = None) -> Membership:
    """The membership of the cast's account of a role."""
    account = account_in(role, school)
    return Membership.objects.get(account=account, school=school, role=role)


def actor_of_account(account: Account) -> Actor:
    """An account acting about itself at the front door."""
    return Actor(account_id=account.pk, name=str(account), place="front")


def token_of(account: Account, name: str = "export") -> ApiToken:
    """A live token with its secret."""
    return actions.create_token(account=account, name=name, acting=actor_of_account(account))


def job_of(account: Account, school: School | None = None, **fields: Any) -> Job:
    """A job that nobody runs."""
    values = {"task": "journal.heartbeat", "title": "Импорт", "school": school, "account_id": account.pk}
    return Job.objects.create(**{**values, **fields})


def samples(school: School | None = None) -> dict[str, object]:
    """Values of the URL arguments of this floor's routes, of rows in the given place."""
    with enter_region():
        holder = account_in(Role.MENTOR if school else Role.INSTITUTE_EXPERT, school)
        role = Role.MENTOR if school else Role.INSTITUTE_EXPERT
        membership = Membership.objects.get(account=holder, school=school, role=role)
        token = ApiToken.objects.filter(account=holder).first() or token_of(holder)
        job = Job.objects.filter(account_id=holder.pk, school=school).first() or job_of(holder, school)
    return {
        "membership": membership.pk,
        "token": token.pk,
        "job": job.pk,
        "school": school.slug if school else "alpha",
        "account": holder.pk,
        "uidb36": "1",
        "key": "no-such-key",
    }
