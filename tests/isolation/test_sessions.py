"""Whoever may no longer be here is out with the next request: page, htmx, download, endpoint."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.http.response import HttpResponseBase
from django.test import Client

from tenants.identity.actions import revoke_token, sign_out_everywhere
from tenants.identity.models import Account, ApiToken, Membership
from tenants.organisations.models import School
from tests.support.api import program_of
from tests.support.cast import ClientFor, account_in, host_of
from tests.support.identity import actor_of_account

Ending = Callable[[Account], None]


def take_the_role(account: Account) -> None:
    Membership.objects.filter(account=account).update(is_active=False)


def switch_off(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)


def change_password(account: Account) -> None:
    changed = Account.objects.get(pk=account.pk)
    changed.set_password("another-password")
    changed.save()


def leave_everywhere(account: Account) -> None:
    sign_out_everywhere(account=account, acting=actor_of_account(account))


def suspend(account: Account) -> None:
    School.objects.filter(slug="alpha").update(state=School.State.SUSPENDED)


def archive(account: Account) -> None:
    School.objects.filter(slug="alpha").update(state=School.State.ARCHIVED)


def revoke_tokens(account: Account) -> None:
    for token in ApiToken.objects.filter(account=account):
        revoke_token(token=token, acting=actor_of_account(account))


PAGES = {
    "page": ("/people/", {}),
    "htmx": ("/people/", {"HX-Request": "true"}),
    "export": ("/people/?export=xlsx", {}),
    "region": ("/exchange/", {}),
}


def is_out(answer: HttpResponseBase) -> bool:
    """Refused, not found, or sent to sign in."""
    return answer.status_code in {401, 403, 404} or (
        answer.status_code == 302 and "/accounts/login/" in answer.headers["Location"]
    )


@pytest.mark.parametrize(
    "ending", [take_the_role, switch_off, change_password, leave_everywhere, suspend, archive], ids=lambda e: e.__name__
)
@pytest.mark.parametrize("kind", PAGES)
def test_pages_ask_every_time(client_for: ClientFor, alpha: School, kind: str, ending: Ending) -> None:
    path, headers = PAGES[kind]
    client = client_for("curator", alpha, at="region" if kind == "region" else "alpha")
    assert client.get(path, headers=headers).status_code == 200
    ending(account_in("curator", alpha))
    answer = client.get(path, headers=headers)
    assert is_out(answer), answer.status_code


@pytest.mark.parametrize(
    "ending", [take_the_role, switch_off, revoke_tokens, suspend, archive], ids=lambda e: e.__name__
)
@pytest.mark.parametrize("host", ["alpha", "region"])
def test_endpoints_ask_every_time(alpha: School, host: str, ending: Ending) -> None:
    program = program_of("curator", alpha, at=host)
    path = {"alpha": "/api/v1/mentors/", "region": "/api/v1/cases/"}[host]
    assert program.get(path).status_code == 200
    ending(account_in("curator", alpha))
    assert program.get(path).status_code in {401, 403, 404}


def test_one_role_taken_leaves_the_other(client_for: ClientFor, alpha: School) -> None:
    account = account_in("curator", alpha)
    Membership.objects.create(account=account, school=alpha, role="mentor")
    client = client_for("curator", alpha)
    Membership.objects.filter(account=account, role="curator").update(is_active=False)
    assert client.get("/people/").status_code == 403
    assert client.get("/pairs/").status_code == 200


# ---- messages that a page shows once


def test_a_message_of_one_school_is_not_shown_on_another_host(
    client_for: ClientFor, alpha: School, beta: School
) -> None:
    account = account_in("curator", alpha)
    Membership.objects.create(account=account, school=beta, role="curator")
    client = client_for("curator", alpha)
    answer = client.post("/people/add/", person_fields("Секретова"))
    assert answer.status_code == 302, answer.content.decode()
    assert "Секретова" not in client.cookies.output()
    elsewhere = client.get("/people/", HTTP_HOST=host_of("beta"))
    assert elsewhere.status_code == 200
    assert not list(get_messages(elsewhere.wsgi_request))
    assert waiting(client), "the message still waits in its own school"


def waiting(client: Client) -> list[str]:
    """Messages that wait in the session, by place."""
    keys = list(client.session.keys())
    return [key for key in keys if key.startswith("_messages:")]


def person_fields(last_name: str) -> dict[str, str]:
    return {"kind": "employee", "last_name": last_name, "first_name": "Ольга", "sex": "f"}


def test_messages_end_with_the_session(client_for: ClientFor, alpha: School) -> None:
    client = client_for("curator", alpha)
    assert client.post("/people/add/", person_fields("Секретова")).status_code == 302
    client.logout()
    assert not any("messages" in name for name, cookie in client.cookies.items() if cookie.value)
