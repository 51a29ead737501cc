"""The inbox, the settings, the link that turns mails off, the office's list, the bell."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.school.notices import counting, outbox, turning_off
from apps.school.notices.channels import NotDelivered
from apps.school.notices.models import Delivery, Notice, NoticeSettings
from apps.school.notices.recipients import Address
from tenants.identity.models import Membership
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor, account_in, host_of
from tests.support.notices import boxed, tell
from tests.support.people import counted

FORM = {"mail_orders": "weekly", "mail_pairs": "at_once", "mail_meetings": "daily", "mail_consents": "daily"}
TIMES = {"digest_hour": "9", "digest_weekday": "2", "quiet_from": "21:00", "quiet_until": "07:30", "quiet_days": ["6"]}


def told(school: School, role: str, number: int = 1, **facts: Any) -> list[Notice]:
    with enter_school(school):
        for each in range(number):
            tell(account_in(role, school).pk, key=f"{role}-{each}", **facts)
        counting.recount_all()
        return list(Notice.objects.filter(account_id=account_in(role, school).pk))


def body_of(response: Any) -> str:
    return str(response.content.decode())


def bell(client: Client, path: str = "/accounts/me/") -> str:
    found = re.search(r'class="bell-count"[^>]*>([^<]*)<', body_of(client.get(path)))
    return found.group(1) if found else ""


def test_a_notice_is_read_by_opening_it(alpha: School, client_for: ClientFor) -> None:
    (notice,) = told(alpha, "head", title="Приказ о паре Ивановой", url="/orders/?state=waiting")
    client = client_for("head", alpha)
    page = body_of(client.get("/notices/"))
    assert "Приказ ждёт вашей подписи" in page
    assert "Приказ о паре Ивановой" in page
    assert bell(client) == "1"
    assert "Приказ о паре Ивановой" in body_of(client.get(f"/notices/{notice.pk}/"))
    assert bell(client) == "1", "looking changes nothing"
    opened = client.post(f"/notices/{notice.pk}/open/")
    assert opened.headers["Location"] == "/orders/?state=waiting"
    assert bell(client) == ""


def test_nobody_opens_or_marks_what_was_told_to_others(alpha: School, client_for: ClientFor) -> None:
    (notice,) = told(alpha, "head")
    stranger = client_for("curator", alpha)
    assert stranger.get(f"/notices/{notice.pk}/").status_code == 404
    assert stranger.post(f"/notices/{notice.pk}/open/").status_code == 404
    stranger.post("/notices/read/", {"selected": [str(notice.pk)]})
    stranger.post("/notices/read-all/")
    with enter_school(alpha):
        assert Notice.objects.get().read_at is None


def test_notices_are_marked_by_many_and_back(alpha: School, client_for: ClientFor) -> None:
    first, second, _third = told(alpha, "head", 3)
    client = client_for("head", alpha)
    client.post("/notices/read/", {"selected": [str(first.pk), str(second.pk)]})
    assert bell(client) == "1"
    client.post("/notices/unread/", {"selected": [str(second.pk)]})
    assert bell(client) == "2"
    client.post("/notices/read-all/")
    assert bell(client) == ""
    assert client.post("/notices/read/", {"selected": ["nonsense"]}).status_code == 404
    assert client.post("/notices/read/").status_code == 422


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", 3), ("?state=new", 2), ("?state=read", 1), ("?group=orders", 3), ("?group=pairs", 0), ("?q=подписи+паре", 3)],
)
def test_the_inbox_is_searched_and_filtered(alpha: School, client_for: ClientFor, query: str, shown: int) -> None:
    notices = told(alpha, "head", 3)
    client = client_for("head", alpha)
    client.post("/notices/read/", {"selected": [str(notices[0].pk)]})
    assert body_of(client.get(f"/notices/{query}")).count('name="selected"') == shown


@pytest.mark.parametrize(("role", "path"), [("head", "/notices/"), ("curator", "/notices/sent/")])
def test_lists_cost_the_same_for_one_and_for_thirty(alpha: School, client_for: ClientFor, role: str, path: str) -> None:
    client = client_for(role, alpha)
    counts = []
    for number in (1, 30):
        told(alpha, "head", number)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        counts.append(counted(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_over_a_person_s_schools_goes_a_number_and_no_text(alpha: School, beta: School, client_for: ClientFor) -> None:
    curator = account_in("curator", alpha)
    Membership.objects.create(account=curator, school=beta, role="mentor")
    with enter_school(beta):
        tell(curator.pk, title="Тайна Беты")
        counting.recount_all()
    told(alpha, "curator", 2)
    client = client_for("curator", alpha)
    page = body_of(client.get("/notices/"))
    assert "Тайна Беты" not in page
    assert f'href="http://{host_of("beta")}' in page
    assert bell(client) == "3"
    region = client_for("curator", alpha, at="region")
    assert bell(region) == "3"
    overview = body_of(region.get("/accounts/notices/"))
    assert "2 не прочитано" in overview
    assert "Тайна" not in overview
    Membership.objects.filter(account=curator, school=beta).update(is_active=False)
    assert bell(client) == "2"


def test_the_bell_costs_one_query(alpha: School, client_for: ClientFor) -> None:
    told(alpha, "head", 3)
    client = client_for("head", alpha)
    client.get("/notices/settings/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/notices/settings/")
    assert len([each for each in queries if "identity_unreadcount" in each["sql"]]) == 1


def test_settings_are_kept_and_shown(alpha: School, client_for: ClientFor) -> None:
    client = client_for("mentor", alpha)
    groups = re.findall(r'name="(mail_\w+)"', body_of(client.get("/notices/settings/")))
    assert set(FORM) <= set(groups)
    answer = client.post("/notices/settings/", {**dict.fromkeys(groups, "at_once"), **FORM, **TIMES})
    assert answer.status_code == 302, body_of(answer)
    with enter_school(alpha):
        row = NoticeSettings.objects.get(account_id=account_in("mentor", alpha).pk)
    assert (row.mails["orders"], row.digest_hour, row.digest_weekday, row.quiet_days) == ("weekly", 9, 2, [6])
    page = body_of(client.get("/notices/settings/"))
    assert 'value="21:00"' in page
    refused = client.post("/notices/settings/", {**dict.fromkeys(groups, "at_once"), **TIMES, "quiet_until": ""})
    assert refused.status_code == 422
    everyday = {**TIMES, "quiet_days": [str(day) for day in range(7)]}
    assert client.post("/notices/settings/", {**dict.fromkeys(groups, "at_once"), **everyday}).status_code == 422


def test_the_link_of_a_mail_turns_such_mails_off_without_signing_in(alpha: School) -> None:
    with enter_school(alpha):
        tell(account_in("head", alpha).pk)
        outbox.deliver_due()
    link = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = re.sub(r"^https?://[^/]+", "", link)
    program = Client(HTTP_HOST=host_of("alpha"), enforce_csrf_checks=True)
    assert "«Приказы»" in body_of(program.get(path))
    answer = program.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert program.post(path).status_code == 200, "a second time nothing is wrong"
    with enter_school(alpha):
        assert NoticeSettings.objects.get().mails == {"orders": "never"}
        tell(account_in("head", alpha).pk, key="2")
        assert Delivery.objects.count() == 1


def test_a_link_is_of_one_school_and_cannot_be_made(alpha: School, beta: School) -> None:
    with enter_school(alpha):
        path = turning_off.path(account_in("head", alpha).pk, "", ["orders"])
    assert Client(HTTP_HOST=host_of("beta")).post(path).status_code == 404
    assert Client(HTTP_HOST=host_of("alpha")).post(f"{path[:-3]}xx/").status_code == 404


def test_somebody_without_an_account_turns_mails_off_too(alpha: School) -> None:
    with enter_school(alpha):
        tell(Address("mother@example.test"))
        path = turning_off.path(None, "mother@example.test", ["orders"])
    Client(HTTP_HOST=host_of("alpha")).post(path)
    with enter_school(alpha):
        assert outbox.deliver_due() == 0
        tell(Address("mother@example.test"), key="2")
        assert Delivery.objects.count() == 1


def test_the_office_sees_what_failed_and_sends_it_again(
    alpha: School, client_for: ClientFor, run_jobs: Callable[[], Any]
) -> None:
    with enter_school(alpha), boxed("mail") as box:
        tell(account_in("head", alpha).pk, title="Личное Секретовой")
        box.refusals.append(NotDelivered("SMTP 550", lasting=True))
        outbox.deliver_due()
        notice = Notice.objects.get()
    client = client_for("curator", alpha)
    page = body_of(client.get("/notices/sent/?state=failed"))
    assert "SMTP 550" in page
    assert "Head Alpha" in page
    assert "Секретовой" not in page
    with run_jobs():
        client.post("/notices/sent/again/", {"selected": [str(notice.pk)]})
    assert len(mail.outbox) == 1
    assert client.post("/notices/sent/again/", {"selected": [str(notice.pk)]}).status_code == 422
    assert len(mail.outbox) == 1
    assert client_for("mentor", alpha).get("/notices/sent/").status_code == 403


def test_pages_of_notices_are_reached_by_a_click(alpha: School, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)
    assert 'href="/notices/"' in body_of(client.get("/accounts/me/"))
    page = body_of(client.get("/notices/"))
    for name in ("settings", "sent"):
        assert f'href="{reverse(f"notices:{name}", urlconf="config.urls_school")}"' in page
