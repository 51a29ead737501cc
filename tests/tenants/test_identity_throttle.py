"""Guessing stays hopeless, a school behind one address signs in."""

from __future__ import annotations

import datetime
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog
from django.core import mail

from kernel.clock import now
from tenants.identity.models import Account
from tenants.identity.throttle import ACCOUNT_FAILURES
from tenants.organisations.models import School
from tests.support.cast import PASSWORD, account_in
from tests.support.identity import enter
from tests.tenants.test_identity_password_reset import NEW, RunJobs, ask, set_password


def guess(email: str, times: int, *, address: str = "10.0.0.1", at: str = "alpha") -> list[int]:
    """Statuses of wrong attempts."""
    return [enter(email, f"wrong-{number}", at=at, address=address).status_code for number in range(times)]


def test_six_failures_close_the_account_for_that_address(alpha: School) -> None:
    account = account_in("mentor", alpha)
    assert guess(account.email, 6) == [200] * 5 + [429]
    answer = enter(account.email, PASSWORD, at="alpha")
    assert answer.status_code == 429
    assert "15 минут" in answer.content.decode()


def test_changing_the_host_or_the_case_does_not_help_the_guesser(alpha: School) -> None:
    account = account_in("mentor", alpha)
    guess(account.email, 3, at="alpha")
    guess(account.email.upper(), 3, at="beta")
    assert enter(account.email, PASSWORD, at="").status_code == 429


def test_the_owner_elsewhere_still_signs_in(alpha: School) -> None:
    account = account_in("mentor", alpha)
    guess(account.email, 8)
    assert enter(account.email, PASSWORD, at="alpha", address="10.0.0.2").status_code == 302


def test_the_lock_ends_after_a_quarter_of_an_hour(alpha: School) -> None:
    account = account_in("mentor", alpha)
    guess(account.email, 6)
    AccessAttempt.objects.update(attempt_time=now() - datetime.timedelta(minutes=16))
    assert enter(account.email, PASSWORD, at="alpha").status_code == 302


def test_attempts_during_the_lock_do_not_prolong_it(alpha: School) -> None:
    account = account_in("mentor", alpha)
    guess(account.email, 6)
    before = AccessAttempt.objects.get().attempt_time
    guess(account.email, 3)
    assert AccessAttempt.objects.get().attempt_time == before


def test_success_forgets_earlier_slips(alpha: School) -> None:
    account = account_in("mentor", alpha)
    guess(account.email, 5)
    assert enter(account.email, PASSWORD, at="alpha").status_code == 302
    assert guess(account.email, 5) == [200] * 5


def test_two_hundred_people_behind_one_address_sign_in(alpha: School) -> None:
    people = [Account.objects.create_user(f"teacher{number}@alpha.test", PASSWORD) for number in range(200)]
    for person in people[:40]:
        guess(person.email, 1)
    assert {enter(person.email, PASSWORD, at="alpha").status_code for person in people} == {302}


def test_guessing_from_many_addresses_leaves_only_the_mail(alpha: School, run_jobs: RunJobs) -> None:
    account = account_in("mentor", alpha)
    for number in range(ACCOUNT_FAILURES):
        enter(account.email, "wrong", at="alpha", address=f"10.1.{number}.1")
    answer = enter(account.email, PASSWORD, at="alpha", address="10.9.9.9")
    assert answer.status_code == 429
    assert "по ссылке из письма" in answer.content.decode()
    (link,) = ask(account.email, run_jobs)
    set_password(link)
    assert enter(account.email, NEW, at="alpha", address="10.9.9.9").status_code == 302
    assert mail.outbox


def test_an_account_closed_by_guesses_opens_after_an_hour(alpha: School) -> None:
    account = account_in("mentor", alpha)
    for number in range(ACCOUNT_FAILURES):
        enter(account.email, "wrong", at="alpha", address=f"10.1.{number}.1")
    AccessFailureLog.objects.update(attempt_time=now() - datetime.timedelta(minutes=61))
    assert enter(account.email, PASSWORD, at="alpha", address="10.9.9.9").status_code == 302


def test_an_account_that_does_not_exist_is_closed_likewise(alpha: School) -> None:
    assert guess("nobody@nowhere.test", 6) == [200] * 5 + [429]


def test_passwords_are_not_kept(alpha: School) -> None:
    guess(account_in("mentor", alpha).email, 2)
    kept: Any = AccessAttempt.objects.get()
    assert "wrong-" not in kept.post_data
