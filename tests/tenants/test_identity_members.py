"""Members of a school: invited, listed, revoked; and who may do it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.acting import Actor, system_actor
from kernel.errors import Conflict, InputError, NotAllowed
from tenants.identity import actions
from tenants.identity.models import Account, Membership, Role
from tenants.identity.queries import actor_for
from tenants.organisations.models import School
from tests.support.cast import PASSWORD, ClientFor, account_in, acting_as
from tests.support.identity import enter, member
from tests.tenants.test_identity_password_reset import NEW, set_password

RunJobs = Callable[[], Any]
INVITED = {"email": "Vera@Example.test", "role": "mentor", "last_name": "Соколова", "first_name": "Вера"}


def invite(client_for: ClientFor, school: School, run_jobs: RunJobs, **values: str) -> int:
    with run_jobs():
        answer = client_for("curator", school).post("/accounts/members/add/", {**INVITED, **values})
    return answer.status_code


def test_invited_person_sets_a_password_and_enters(client_for: ClientFor, alpha: School, run_jobs: RunJobs) -> None:
    assert invite(client_for, alpha, run_jobs) == 302
    (message,) = mail.outbox
    assert message.to == ["vera@example.test"]
    (link,) = re.findall(r"http://\S+/key/\S+", str(message.body))
    assert link.startswith("http://alpha.estafeta.localhost:8000/")
    set_password(link.replace(":8000", ""))
    assert enter("vera@example.test", NEW, at="alpha").status_code == 302


def test_a_known_person_gets_a_role_and_no_new_password(
    client_for: ClientFor, alpha: School, beta: School, run_jobs: RunJobs
) -> None:
    account = account_in("mentor", beta)
    invite(client_for, alpha, run_jobs, email=account.email)
    assert set(account.memberships.values_list("school__slug", flat=True)) == {"alpha", "beta"}
    assert "/key/" not in str(mail.outbox[0].body)
    account.refresh_from_db()
    assert account.last_name == "Mentor"


def test_a_role_of_the_region_is_not_given_by_a_school(client_for: ClientFor, alpha: School, run_jobs: RunJobs) -> None:
    assert invite(client_for, alpha, run_jobs, role="platform_operator") == 422
    assert not mail.outbox


def test_a_revoked_role_comes_to_life_again(alpha: School) -> None:
    acting = acting_as("curator", alpha)
    found = actions.revoke_membership(membership=member("mentor", alpha), acting=acting)
    again = actions.grant_membership(account=found.account, role="mentor", school=alpha, acting=acting)
    assert (again.pk, again.is_active) == (found.pk, True)


@pytest.mark.parametrize("role", ["mentor", "mentee", "guardian", "methodical_association"])
def test_others_do_not_manage_members(client_for: ClientFor, alpha: School, role: str) -> None:
    client = client_for(role, alpha)
    number = member("mentor", alpha).pk
    for path in ("/accounts/members/", "/accounts/members/add/", f"/accounts/members/{number}/revoke/"):
        assert client.get(path).status_code == 403


def test_a_curator_of_another_school_grants_nothing_here(alpha: School, beta: School) -> None:
    with pytest.raises(NotAllowed):
        actions.grant_membership(
            account=account_in("mentor", beta), role="head", school=alpha, acting=acting_as("curator", beta)
        )


def test_a_curator_grants_nothing_in_the_region(alpha: School) -> None:
    account = account_in("curator", alpha)
    with pytest.raises(NotAllowed):
        actions.grant_membership(account=account, role="platform_operator", acting=acting_as("curator", alpha))


def test_a_membership_of_another_school_is_not_found(client_for: ClientFor, alpha: School, beta: School) -> None:
    number = member("mentor", beta).pk
    answer = client_for("curator", alpha).post(f"/accounts/members/{number}/revoke/")
    assert answer.status_code == 404
    assert member("mentor", beta).is_active


def test_members_are_pages_of_schools_only(client_for: ClientFor, alpha: School) -> None:
    assert client_for("curator", alpha, at="region").get("/accounts/members/").status_code == 404


def test_revoked_person_is_out_at_once(client_for: ClientFor, alpha: School) -> None:
    mentor = client_for("mentor", alpha)
    assert mentor.get("/accounts/me/").status_code == 200
    client_for("head", alpha).post(f"/accounts/members/{member('mentor', alpha).pk}/revoke/")
    assert mentor.get("/accounts/me/").status_code == 404


@pytest.mark.parametrize("role", [Role.CURATOR, Role.HEAD])
def test_the_last_of_the_office_cannot_leave(alpha: School, role: str) -> None:
    with pytest.raises(Conflict):
        actions.revoke_membership(membership=member(role, alpha), acting=acting_as(role, alpha))
    assert member(role, alpha).is_active


def test_one_of_two_heads_may_leave(alpha: School) -> None:
    other = Account.objects.create_user("second@alpha.test", PASSWORD)
    Membership.objects.create(account=other, school=alpha, role=Role.HEAD)
    left = actions.revoke_membership(membership=member(Role.HEAD, alpha), acting=acting_as("head", alpha))
    assert not left.is_active


def test_refusal_to_leave_is_shown_with_the_next_step(client_for: ClientFor, alpha: School) -> None:
    answer = client_for("head", alpha).post(f"/accounts/members/{member('head', alpha).pk}/revoke/")
    assert answer.status_code == 422
    assert "Сначала назначьте" in answer.content.decode()


def test_revoking_twice_is_a_conflict(alpha: School) -> None:
    found = member("mentor", alpha)
    actions.revoke_membership(membership=found, acting=acting_as("curator", alpha))
    with pytest.raises(Conflict):
        actions.revoke_membership(membership=found, acting=acting_as("curator", alpha))


def test_a_municipal_coordinator_needs_a_municipality(alpha: School) -> None:
    with pytest.raises(InputError):
        actions.grant_membership(
            account=account_in("curator", alpha), role=Role.MUNICIPAL_COORDINATOR, acting=system_actor()
        )


def test_a_bad_email_makes_no_account(db: None) -> None:
    with pytest.raises(InputError):
        actions.create_account(email="nobody", acting=system_actor())
    assert not Account.objects.filter(email="nobody").exists()


def fill(school: School, number: int) -> None:
    accounts = [Account(email=f"p{index}@alpha.test", last_name=f"Иванов{index}") for index in range(number)]
    Account.objects.bulk_create(accounts)
    Membership.objects.bulk_create(Membership(account=account, school=school, role="mentor") for account in accounts)


def test_list_of_members_asks_equally_often_for_any_number(client_for: ClientFor, alpha: School) -> None:
    client = client_for("curator", alpha)
    client.get("/accounts/members/")
    counts = []
    for number in (1, 30):
        Membership.objects.filter(role="mentor").delete()
        Account.objects.filter(email__startswith="p").delete()
        fill(alpha, number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/accounts/members/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_members_are_found_by_a_part_of_the_name_whatever_the_case(client_for: ClientFor, alpha: School) -> None:
    fill(alpha, 3)
    page = client_for("curator", alpha).get("/accounts/members/?q=ИВАНОВ2").content.decode()
    assert "p2@alpha.test" in page
    assert "p1@alpha.test" not in page


def test_members_are_exported(client_for: ClientFor, alpha: School) -> None:
    answer = client_for("curator", alpha).get("/accounts/members/?export=xlsx")
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


def test_two_heads_who_leave_at_once_do_not_both_leave(transactional_db: None) -> None:
    school = School.objects.get(slug="alpha")
    other = Account.objects.create_user("second@alpha.test", PASSWORD)
    Membership.objects.create(account=other, school=school, role=Role.HEAD)
    leaving = [(member(Role.HEAD, school), acting_as("head", school))]
    leaving.append((Membership.objects.get(account=other), actor_for(other, place="school", school=school)))
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def leave(membership: Membership, acting: Actor) -> None:
        start.wait(timeout=10)
        try:
            actions.revoke_membership(membership=membership, acting=acting)
            outcomes.append("left")
        except Conflict:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=pair) for pair in leaving]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["left", "refused"]
    assert Membership.objects.filter(school=school, role=Role.HEAD, is_active=True).count() == 1
