"""Tokens of programs: shown once, kept as a digest, revoked at once."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client

from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed
from tenants.identity import actions
from tenants.identity.models import ApiToken
from tenants.identity.tokens import digest_of
from tenants.journal.models import SharedAudit
from tenants.organisations.models import School
from tests.support.cast import ClientFor, account_in
from tests.support.identity import actor_of_account, token_of


def make(client: Client) -> str:
    answer = client.post("/accounts/me/tokens/new/", {"name": "Выгрузка"})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    found = re.search(r'value="(est_[\w-]+)"', answer.content.decode())
    assert found is not None
    return found.group(1)


def test_secret_is_shown_once_and_kept_as_a_digest(client_for: ClientFor, alpha: School) -> None:
    client = client_for("curator", alpha)
    secret = make(client)
    assert ApiToken.objects.get().digest == digest_of(secret)
    assert secret not in client.get("/accounts/me/").content.decode()


def test_the_trace_of_a_token_has_no_secret_and_stands_in_the_shared_journal(
    client_for: ClientFor, alpha: School
) -> None:
    secret = make(client_for("curator", alpha))
    row = SharedAudit.objects.get(code="token.create")
    assert secret not in str(row.facts)


def test_a_double_click_makes_one_token(client_for: ClientFor, alpha: School) -> None:
    client = client_for("curator", alpha)
    data = {"name": "Выгрузка", "idempotency_key": "the-same"}
    client.post("/accounts/me/tokens/new/", data)
    client.post("/accounts/me/tokens/new/", data)
    assert ApiToken.objects.count() == 1


def test_a_token_of_somebody_else_is_not_found(client_for: ClientFor, alpha: School) -> None:
    token = token_of(account_in("head", alpha))
    assert client_for("curator", alpha).post(f"/accounts/me/tokens/{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_revoking_ends_the_token(client_for: ClientFor, alpha: School) -> None:
    token = token_of(account_in("curator", alpha))
    client_for("curator", alpha).post(f"/accounts/me/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_nobody_makes_a_token_for_another(alpha: School) -> None:
    with pytest.raises(NotAllowed):
        actions.create_token(
            account=account_in("head", alpha), name="x", acting=actor_of_account(account_in("curator", alpha))
        )


def test_a_day_that_has_passed_is_refused(alpha: School) -> None:
    account = account_in("curator", alpha)
    yesterday = today() - datetime.timedelta(days=1)
    with pytest.raises(InputError):
        actions.create_token(account=account, name="x", expires_on=yesterday, acting=actor_of_account(account))


def test_tokens_are_not_made_without_end(alpha: School) -> None:
    account = account_in("curator", alpha)
    for number in range(actions.MAX_TOKENS):
        token_of(account, f"t{number}")
    with pytest.raises(Conflict):
        token_of(account, "one more")
