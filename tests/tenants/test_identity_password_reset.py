"""A forgotten password: the link of a mail, once, on the host where it was asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core import mail
from django.test import Client

from tenants.identity.models import Account
from tenants.isolation.hosts import address_of
from tenants.organisations.models import School
from tests.support.cast import account_in, host_of
from tests.support.identity import enter

RunJobs = Callable[[], Any]
NEW = "entirely-new-words"


def ask(email: str, run_jobs: RunJobs, at: str = "alpha") -> list[str]:
    """Ask for a link; the links of the mails sent."""
    with run_jobs():
        answer = Client(HTTP_HOST=host_of(at)).post("/accounts/password/reset/", {"email": email})
        assert answer["Location"] == "/accounts/password/reset/done/"
    return re.findall(r"https?://\S+", "\n".join(str(message.body) for message in mail.outbox))


def set_password(link: str, password: str = NEW) -> Client:
    """Follow a link and set a password."""
    parts = urlsplit(link)
    client = Client(HTTP_HOST=parts.netloc)
    form = client.get(parts.path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    return client


def test_the_link_leads_to_the_host_asked(alpha: School, run_jobs: RunJobs) -> None:
    (link,) = ask(account_in("mentor", alpha).email, run_jobs)
    assert link.startswith(address_of("alpha") + "/accounts/password/reset/key/")


def test_a_new_password_by_the_link_lets_in(alpha: School, run_jobs: RunJobs) -> None:
    account = account_in("mentor", alpha)
    (link,) = ask(account.email, run_jobs)
    set_password(link)
    assert enter(account.email, NEW, at="alpha").status_code == 302


def test_a_link_works_once(alpha: School, run_jobs: RunJobs) -> None:
    account = account_in("mentor", alpha)
    (link,) = ask(account.email, run_jobs)
    set_password(link)
    set_password(link, "another-new-words")
    assert enter(account.email, "another-new-words", at="alpha").status_code == 200


def test_a_weak_password_is_refused(alpha: School, run_jobs: RunJobs) -> None:
    account = account_in("mentor", alpha)
    (link,) = ask(account.email, run_jobs)
    set_password(link, "12345678901")
    assert enter(account.email, "12345678901", at="alpha").status_code == 200


def test_an_unknown_email_gets_no_mail_and_the_same_answer(db: None, run_jobs: RunJobs) -> None:
    assert ask("nobody@nowhere.test", run_jobs) == []


def test_the_mail_is_in_the_language_of_the_account(alpha: School, run_jobs: RunJobs) -> None:
    account = account_in("mentor", alpha)
    Account.objects.filter(pk=account.pk).update(language="en")
    ask(account.email, run_jobs)
    assert mail.outbox[0].subject == "A new password for Estafeta"
