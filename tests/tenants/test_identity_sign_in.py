"""Signing in and out: one sign-in for all hosts, own pages, no way for strangers."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from tenants.identity.models import Account, Membership
from tenants.organisations.models import School
from tests.support.cast import PASSWORD, ClientFor, account_in, host_of
from tests.support.identity import enter


def test_sign_in_on_a_school_leads_to_its_first_page(alpha: School) -> None:
    account = account_in("curator", alpha)
    answer = enter(account.email, at="alpha")
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_sign_in_ignores_the_case_of_the_email(alpha: School) -> None:
    answer = enter(account_in("curator", alpha).email.upper(), at="alpha")
    assert answer.status_code == 302


def test_one_sign_in_serves_all_hosts(alpha: School) -> None:
    answer = enter(account_in("curator", alpha).email)
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["domain"] == settings.BASE_DOMAIN


def test_front_door_leads_to_the_only_place(alpha: School) -> None:
    answer = enter(account_in("curator", alpha).email)
    assert answer["Location"] == "http://alpha.estafeta.localhost:8000/"


def test_front_door_lets_a_person_with_two_places_choose(alpha: School, beta: School) -> None:
    account = account_in("curator", alpha)
    Membership.objects.create(account=account, school=beta, role="mentor")
    client = Client(HTTP_HOST=host_of(""))
    assert enter(account.email, client=client)["Location"] == "/"
    page = client.get("/").content.decode()
    assert "Школа «Альфа»" in page
    assert "beta.estafeta.localhost" in page


def test_a_next_of_another_host_of_the_installation_is_followed(alpha: School) -> None:
    client = Client(HTTP_HOST=host_of(""))
    target = "http://alpha.estafeta.localhost:8000/pairs/"
    data = {"login": account_in("curator", alpha).email, "password": PASSWORD, "next": target}
    assert client.post("/accounts/login/", data)["Location"] == target


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "http://estafeta.localhost.evil.example/"]
)
def test_a_next_elsewhere_is_not_followed(alpha: School, target: str) -> None:
    client = Client(HTTP_HOST=host_of("alpha"))
    data = {"login": account_in("curator", alpha).email, "password": PASSWORD, "next": target}
    assert client.post("/accounts/login/", data)["Location"] == "/"


def test_wrong_password_is_told_without_saying_whose(alpha: School) -> None:
    known = enter(account_in("curator", alpha).email, "wrong-password", at="alpha")
    unknown = enter("nobody@nowhere.test", "wrong-password", at="alpha")
    assert known.status_code == unknown.status_code == 200
    pattern = re.compile(r'<div class="note-body">.*?</ul>', re.DOTALL)
    found = [pattern.search(answer.content.decode()) for answer in (known, unknown)]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0].group(0) == found[1].group(0)


def test_a_switched_off_account_does_not_enter(alpha: School) -> None:
    account = account_in("curator", alpha)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    client = Client(HTTP_HOST=host_of("alpha"))
    assert enter(account.email, client=client)["Location"].startswith("/accounts/inactive/")
    assert client.get("/accounts/me/").status_code == 302


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/", "/accounts/login/code/"])
def test_the_rest_of_the_library_is_not_offered(db: None, path: str) -> None:
    assert Client(HTTP_HOST=host_of("alpha")).get(path).status_code == 404


def test_sign_in_page_names_the_school(alpha: School) -> None:
    assert "Школа «Альфа»" in Client(HTTP_HOST=host_of("alpha")).get("/accounts/login/").content.decode()


def test_sign_in_page_lists_demo_accounts_only_in_the_demo(alpha: School, settings: object) -> None:
    account = Account.objects.create_user("curator@alpha.demo", "estafeta-demo")
    Membership.objects.create(account=account, school=alpha, role="curator")
    client = Client(HTTP_HOST=host_of("alpha"))
    assert "curator@alpha.demo" not in client.get("/accounts/login/").content.decode()
    settings.DEMO = True  # type: ignore[attr-defined]  # pytest-django's wrapper
    assert "login=curator%40alpha.demo" in client.get("/accounts/login/").content.decode()
    assert "curator@alpha.demo" not in Client(HTTP_HOST=host_of("beta")).get("/accounts/login/").content.decode()


def test_login_in_the_address_fills_in_the_email(db: None) -> None:
    page = Client(HTTP_HOST=host_of("alpha")).get("/accounts/login/?login=head@alpha.demo").content.decode()
    assert 'value="head@alpha.demo"' in page


def test_signing_out_needs_a_post(client_for: ClientFor, alpha: School) -> None:
    client = client_for("curator", alpha)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/accounts/me/").status_code == 200
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert client.get("/accounts/me/").status_code == 302


def test_a_stranger_sees_where_he_belongs(client_for: ClientFor, alpha: School, beta: School) -> None:
    answer = client_for("curator", alpha, at="beta").get("/accounts/me/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Вы не состоите в этой школе" in page
    assert "http://alpha.estafeta.localhost:8000/" in page
    assert 'action="/accounts/logout/"' in page


def test_a_person_without_roles_is_a_stranger_in_the_region(db: None) -> None:
    account = Account.objects.create_user("lonely@nowhere.test", PASSWORD)
    client = Client(HTTP_HOST=host_of("region"))
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/accounts/me/")
    assert answer.status_code == 404
    assert "В регионе у вас нет роли" in answer.content.decode()


def test_a_revoked_membership_is_out_at_once(client_for: ClientFor, alpha: School) -> None:
    client = client_for("curator", alpha)
    assert client.get("/accounts/me/").status_code == 200
    Membership.objects.filter(account=account_in("curator", alpha)).update(is_active=False)
    assert client.get("/accounts/me/").status_code == 404


def test_sign_out_everywhere_ends_other_sessions(client_for: ClientFor, alpha: School) -> None:
    here, elsewhere = client_for("curator", alpha), client_for("curator", alpha)
    assert elsewhere.get("/accounts/me/").status_code == 200
    here.post("/accounts/me/sign-out-everywhere/")
    assert elsewhere.get("/accounts/me/").status_code == 302
    assert here.get("/accounts/me/").status_code == 302


def test_the_chosen_language_stays_with_the_account(client_for: ClientFor, alpha: School) -> None:
    client = client_for("curator", alpha)
    client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/me/"})
    assert account_in("curator", alpha).language == "en"
    assert "My account" in client.get("/accounts/me/").content.decode()


def test_an_unknown_language_changes_nothing(client_for: ClientFor, alpha: School) -> None:
    client_for("curator", alpha).post("/i18n/setlang/", {"language": "fr", "next": "/"})
    assert account_in("curator", alpha).language == "ru"


def test_sign_in_brings_the_language_of_the_account(alpha: School) -> None:
    account = account_in("curator", alpha)
    Account.objects.filter(pk=account.pk).update(language="en")
    cookie = enter(account.email, at="alpha").cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["domain"]) == ("en", settings.BASE_DOMAIN)


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(
    client_for: ClientFor, alpha: School, run_jobs: object
) -> None:
    here, elsewhere = client_for("curator", alpha), client_for("curator", alpha)
    data = {"oldpassword": PASSWORD, "password1": "entirely-new-words", "password2": "entirely-new-words"}
    with run_jobs():  # type: ignore[operator]
        assert here.post("/accounts/password/change/", data)["Location"] == "/accounts/me/"
    assert here.get("/accounts/me/").status_code == 200
    assert elsewhere.get("/accounts/me/").status_code == 302
    assert [message.subject for message in mail.outbox] == ["Пароль в «Эстафете» изменён"]
