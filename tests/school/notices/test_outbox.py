"""The outbox: each message once, whatever fails between."""

from __future__ import annotations

import datetime
import re
import smtplib
from email.utils import parseaddr
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.school.notices import keeping, outbox, tasks
from apps.school.notices.channels import NotDelivered
from apps.school.notices.models import Delivery, Notice
from apps.school.notices.recipients import Address
from kernel import clock
from tenants.identity.models import Account, Membership, UnreadCount
from tenants.isolation.context import enter_region
from tenants.isolation.hosts import address_of
from tenants.isolation.tasks import school_task
from tenants.journal import errands
from tenants.journal.models import Errand
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.support.database import another_session
from tests.support.notices import at_local, boxed, tell, wish

State = Delivery.State
LINK = r"/notices/[0-9a-f-]{36}/"


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def curator(in_alpha: School) -> UUID:
    return account_in("curator", in_alpha).pk


def test_a_mail_says_no_more_than_it_must(in_alpha: School, curator: UUID) -> None:
    tell(curator, title="Приказ о наставнике Секретовой")
    assert outbox.deliver_due() == 1
    (sent,) = mail.outbox
    assert sent.subject == "Приказ ждёт вашей подписи"
    assert parseaddr(sent.to[0])[1] == "curator@alpha.test"
    html = str(sent.alternatives[0][0])  # type: ignore[attr-defined]  # a mail with two bodies
    for body in (str(sent.body), html):
        assert "Секретов" not in body
        assert f"{address_of('alpha')}/notices/{Notice.objects.get().pk}/" in body
    delivery = Delivery.objects.get()
    assert sent.extra_headers["Message-ID"] == f"<{delivery.letter}@estafeta.localhost>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["List-Unsubscribe"].startswith(f"<{address_of('alpha')}/notices/off/")
    assert (delivery.state, delivery.attempts) == (State.SENT, 1)


def test_delivered_twice_it_is_sent_once(in_alpha: School, curator: UUID) -> None:
    tell(curator)
    assert [outbox.deliver_due(), outbox.deliver_due()] == [1, 0]
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_row(in_alpha: School) -> None:
    """While one claims a row, the other passes it over and takes the next."""
    curator, head = account_in("curator", in_alpha).pk, account_in("head", in_alpha).pk
    tell(curator, head)
    first, second = Delivery.objects.order_by("pk")
    with another_session() as other, other.transaction():
        other.execute("SELECT FROM s_alpha.notices_delivery WHERE id = %s FOR UPDATE", [first.pk])
        taken = outbox.claim()
        assert taken is not None
        assert [row.pk for row in taken.rows] == [second.pk]
        assert outbox.claim() is None
    left = outbox.claim()
    assert left is not None
    assert [row.pk for row in left.rows] == [first.pk]


def test_a_killed_worker_s_letter_is_sent_again_as_the_same_letter(in_alpha: School, curator: UUID) -> None:
    tell(curator)
    moment = clock.now()
    dead = outbox.claim()
    assert dead is not None
    assert outbox.deliver_due() == 0, "the lease holds"
    with clock.at(moment + outbox.LEASE + datetime.timedelta(seconds=1)):
        assert outbox.next_at() <= clock.now()  # type: ignore[operator]  # there is something to do
        assert outbox.deliver_due() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{dead.number}@estafeta.localhost>"
    assert Delivery.objects.get().attempts == 2


def test_who_lost_the_lease_marks_nothing(in_alpha: School, curator: UUID) -> None:
    tell(curator)
    moment = clock.now()
    slow = outbox.claim()
    with clock.at(moment + outbox.LEASE + datetime.timedelta(seconds=1)):
        quick = outbox.claim()
    assert slow is not None
    assert quick is not None
    assert slow.mine.update(state=State.FAILED) == 0
    assert quick.mine.count() == 1


def test_a_letter_that_outlives_every_worker_is_given_up(in_alpha: School, curator: UUID) -> None:
    tell(curator)
    moment = clock.now()
    for number in range(len(outbox.PAUSES) + 1):
        with clock.at(moment + number * (outbox.LEASE + datetime.timedelta(seconds=1))):
            assert outbox.claim() is not None
    with clock.at(moment + datetime.timedelta(days=1)):
        assert outbox.claim() is None
    assert Delivery.objects.get().state == State.FAILED


def test_a_passing_failure_is_tried_later_with_longer_pauses(in_alpha: School, curator: UUID) -> None:
    with boxed("mail") as box:
        moment = clock.now()
        with clock.at(moment):
            tell(curator)
        waits = []
        for _number in range(len(outbox.PAUSES)):
            with clock.at(moment):
                box.refusals.append(NotDelivered("down", lasting=False))
                assert outbox.deliver_due() == 0
                row = Delivery.objects.get()
                assert row.state == State.PENDING
                waits.append(row.due_at - moment)
                moment = row.due_at
        assert tuple(waits) == outbox.PAUSES
        with clock.at(moment):
            box.refusals.append(NotDelivered("down", lasting=False))
            outbox.deliver_due()
    row = Delivery.objects.get()
    assert (row.state, row.reason, box.messages) == (State.FAILED, "down", [])


def test_a_failure_does_not_hold_up_the_others(in_alpha: School, curator: UUID) -> None:
    head = account_in("head", in_alpha).pk
    tell(curator, head)
    with boxed("mail") as box:
        box.refusals.append(NotDelivered("no such mailbox", lasting=True))
        assert outbox.deliver_due() == 1
    assert states() == [State.FAILED, State.SENT]


def test_a_digest_is_one_letter_without_what_was_read(in_alpha: School, curator: UUID) -> None:
    wish(curator, mails={"orders": "daily", "pairs": "daily"}, digest_hour=8)
    evening, morning = at_local("2026-11-26 18:00"), at_local("2026-11-27 08:00")
    with clock.at(evening):
        tell(curator, key="1")
        tell(curator, key="2")
        tell(curator, key="3", kind="pair.agreed", pair="A – B")
        assert outbox.deliver_due() == 0
    Notice.objects.filter(key="2").update(read_at=evening)
    with clock.at(morning):
        assert outbox.deliver_due() == 1
    (sent,) = mail.outbox
    assert sent.subject == "2 уведомления: Школа «Альфа»"
    assert len(re.findall(LINK, str(sent.body))) == 2
    assert states() == [State.SENT, State.DROPPED, State.SENT]


def test_a_digest_says_first_what_is_urgent_then_what_is_to_be_done(in_alpha: School) -> None:
    reader = account_in("curator", in_alpha)
    reader.language = "en"
    reader.save(update_fields=["language"])
    wish(reader.pk, mails=dict.fromkeys(("orders", "pairs"), "daily"), digest_hour=8)
    with clock.at(at_local("2026-11-26 10:00")):
        tell(reader.pk, key="1", kind="order.signed", number="7", dated="26.11.2026")
        tell(reader.pk, key="2", kind="pair.agreed", pair="A – B")
        tell(reader.pk, key="3", kind="pair.agreed", pair="C – D")
        tell(reader.pk, key="4")
    Notice.objects.filter(key="4").update(kind="consent.withdrawn")
    with clock.at(at_local("2026-11-27 08:00")):
        assert outbox.deliver_due() == 1
    (sent,) = mail.outbox
    html = str(sent.alternatives[0][0])  # type: ignore[union-attr]  # a mail with two bodies
    for body in (str(sent.body), html):
        places = [
            body.index(words) for words in ("Urgent", "An order waits", "To do", "A pair is agreed: 2", "For your")
        ]
        assert places == sorted(places)
        assert body.index("For your") < body.index("An order is signed")
        assert len(set(re.findall(LINK, body))) == 4
        assert "/notices/settings/" in body
        assert "/notices/off/" in body
        assert "A – B" not in body


def test_a_begun_digest_keeps_what_it_holds(in_alpha: School, curator: UUID) -> None:
    wish(curator, mails={"orders": "daily"}, digest_hour=8)
    morning = at_local("2026-11-27 08:00")
    with clock.at(morning - datetime.timedelta(hours=2)):
        tell(curator, key="1")
        tell(curator, key="2")
    with clock.at(morning), boxed("mail") as box:
        box.refusals.append(NotDelivered("down", lasting=False))
        outbox.deliver_due()
    begun = set(Delivery.objects.values_list("letter", flat=True))
    assert len(begun) == 1
    Notice.objects.filter(key="2").update(read_at=morning)
    with clock.at(morning + datetime.timedelta(minutes=1)):
        tell(curator, key="3")
        assert outbox.deliver_due() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{begun.pop()}@estafeta.localhost>"
    assert len(re.findall(LINK, str(mail.outbox[0].body))) == 2


def test_who_left_or_turned_mails_off_meanwhile_gets_none(in_alpha: School, curator: UUID) -> None:
    head = account_in("head", in_alpha)
    tell(curator, head.pk)
    Membership.objects.filter(account=head).update(is_active=False)
    wish(curator, mails={"orders": "never"})
    assert outbox.deliver_due() == 0
    assert mail.outbox == []
    assert dict(Delivery.objects.values_list("notice__account_id", "reason")) == {curator: "unwanted", head.pk: "left"}


def test_a_mail_to_somebody_without_an_account_leads_where_the_caller_says(in_alpha: School) -> None:
    tell(Address("mother@example.test", "en"), url="/consents/sign/secret/")
    assert outbox.deliver_due() == 1
    body = str(mail.outbox[0].body)
    assert f"{address_of('alpha')}/consents/sign/secret/" in body
    assert "/notices/settings/" not in body
    assert mail.outbox[0].subject == "An order waits for your signature"


@pytest.mark.parametrize(
    ("error", "lasting"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.test": (550, b"no such user")}), True),
        (smtplib.SMTPRecipientsRefused({"a@b.test": (451, b"later")}), False),
        (smtplib.SMTPDataError(552, b"too big"), True),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), False),
        (ConnectionRefusedError(), False),
        (TimeoutError(), False),
    ],
)
def test_what_a_mail_server_says(
    in_alpha: School, curator: UUID, monkeypatch: pytest.MonkeyPatch, error: Exception, lasting: bool
) -> None:
    def refuse(_mail: Any) -> int:
        raise error

    tell(curator)
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    assert outbox.deliver_due() == 0
    row = Delivery.objects.get()
    assert row.state == (State.FAILED if lasting else State.PENDING)
    assert "a@b.test" not in row.reason


def test_the_task_counts_sends_and_comes_again(in_alpha: School, curator: UUID) -> None:
    wish(curator, mails={"pairs": "daily"}, digest_hour=8)
    with clock.at(at_local("2026-11-27 10:00")):
        tell(curator)
        tell(curator, kind="pair.agreed", pair="A – B")
        assert Errand.objects.of(in_alpha.pk).count() == 2
        assert school_task("notices.deliver").run() == 1
    assert UnreadCount.objects.of(in_alpha.pk).get().count == 2
    assert Errand.objects.of(in_alpha.pk).get().due_at == at_local("2026-11-28 08:00")
    with clock.at(at_local("2026-11-28 08:00")):
        assert tasks.deliver.run() == 1
    assert not Errand.objects.of(in_alpha.pk).exists()


def test_a_lost_message_is_made_up_for(in_alpha: School, curator: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(
        "tenants.isolation.tasks.SchoolTask.send_to",
        lambda task, school, *_args, **_kwargs: sent.append((task.name, school.slug)),
    )
    moment = clock.now()
    with clock.at(moment):
        tell(curator)
    late = moment + errands.GRACE
    turns = {moment: 0, late: 1, late + datetime.timedelta(seconds=1): 0, late + errands.PATIENCE: 1}
    with enter_region():
        for turn, number in turns.items():
            with clock.at(turn):
                assert errands.send_due() == number
    assert sent == [("notices.deliver", "alpha")] * 2


def test_after_commit_one_task_is_sent(
    in_alpha: School, curator: UUID, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    sent: list[str] = []
    monkeypatch.setattr("tenants.isolation.tasks.SchoolTask.send", lambda task, **_options: sent.append(task.name))
    with django_capture_on_commit_callbacks(execute=True):
        tell(curator, key="1")
        tell(curator, key="2")
        assert sent == []
    assert sent == ["notices.deliver"]


def test_what_was_told_a_year_ago_is_forgotten_unless_it_waits(in_alpha: School, curator: UUID) -> None:
    for key in ("old", "waiting"):
        tell(curator, key=key)
    Delivery.objects.filter(notice__key="old").update(state=State.SENT)
    day = clock.today() + keeping.KEPT
    keeping.forget(day)
    assert Notice.objects.count() == 2
    keeping.forget(day + datetime.timedelta(days=1))
    assert Notice.objects.get().key == "waiting"


def test_a_kind_or_a_channel_that_is_gone_holds_nothing_up(in_alpha: School, curator: UUID) -> None:
    for key in ("kind", "channel", "good"):
        tell(curator, key=key)
    Notice.objects.filter(key="kind").update(kind="of.an.earlier.release")
    Delivery.objects.filter(notice__key="channel").update(channel="pager")
    assert outbox.deliver_due() == 1
    assert states() == [State.DROPPED, State.FAILED, State.SENT]


def test_many_readers_cost_as_many_statements_as_one(in_alpha: School, curator: UUID) -> None:
    many = [Account.objects.create_user(f"reader{number}@alpha.test") for number in range(30)]
    Membership.objects.bulk_create(Membership(account=one, school=in_alpha, role="mentor") for one in many)
    counts = []
    for readers in ([curator], [one.pk for one in many]):
        with CaptureQueriesContext(connection) as queries:
            tell(*readers, key=f"{len(readers)}")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12
