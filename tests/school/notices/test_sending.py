"""Telling: in the transaction of the deed, to each once, in the recipient's own words."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from apps.school.notices.models import Delivery, Notice
from apps.school.notices.recipients import Address
from apps.school.notices.sending import OutsideTransaction, notify
from apps.school.people.announcing import accounts_of
from kernel import clock
from tenants.identity.models import Membership
from tenants.journal.models import Errand
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.notices import at_local, tell, wish
from tests.support.people import make_person


def test_a_notice_stands_and_falls_with_its_deed(in_alpha: School) -> None:
    curator = account_in("curator", in_alpha)
    with transaction.atomic():
        tell(curator.pk)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Errand.objects.of(in_alpha.pk).exists()
    tell(curator.pk)
    assert Notice.objects.get().account_id == curator.pk
    assert Errand.objects.of(in_alpha.pk).get().task == "notices.deliver"


@pytest.mark.django_db(transaction=True)
def test_telling_outside_a_transaction_is_a_mistake(in_alpha: School) -> None:
    assert not connection.in_atomic_block
    with pytest.raises(OutsideTransaction):
        notify("order.waits", to=[account_in("head", in_alpha).pk], key="1", title="")


def test_told_twice_it_is_told_once(in_alpha: School) -> None:
    curator, head = account_in("curator", in_alpha), account_in("head", in_alpha)
    assert tell(curator.pk, curator.pk) == 1
    assert tell(curator.pk, head.pk) == 1
    assert tell(curator.pk, key="2") == 1
    assert Notice.objects.count() == Delivery.objects.count() == 3
    stranger = Address("Mother@Example.RU")
    assert tell(stranger, Address("mother@example.ru")) == 1
    assert tell(stranger) == 0


def test_the_database_itself_keeps_a_notice_single(in_alpha: School) -> None:
    account = uuid4()
    row: dict[str, Any] = {"kind": "order.waits", "key": "1", "account_id": account, "language": "ru", "title": ""}
    Notice.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(**row)


def test_who_did_it_and_who_has_no_access_are_not_told(in_alpha: School) -> None:
    curator, head, mentor = (account_in(role, in_alpha) for role in ("curator", "head", "mentor"))
    Membership.objects.filter(account=mentor, school=in_alpha).update(is_active=False)
    head.is_active = False
    head.save(update_fields=["is_active"])
    with transaction.atomic():
        told = notify(
            "order.waits",
            to=[curator.pk, head.pk, mentor.pk, uuid4()],
            key="1",
            besides=acting_as("curator", in_alpha),
            title="",
        )
    assert told == 0


def test_a_person_who_left_is_told_nothing(in_alpha: School) -> None:
    mentor, mentee = account_in("mentor", in_alpha), account_in("mentee", in_alpha)
    make_person(account_id=mentor.pk, left_on=clock.today())
    make_person(account_id=mentee.pk, left_on=clock.today() + datetime.timedelta(days=1))
    assert tell(mentor.pk, mentee.pk) == 1
    assert Notice.objects.get().account_id == mentee.pk


def test_everybody_reads_the_own_language(in_alpha: School) -> None:
    russian, english = account_in("curator", in_alpha), account_in("head", in_alpha)
    english.language = "en"
    english.save(update_fields=["language"])
    with transaction.atomic():
        notify(
            "pair.term_changed", to=[russian.pk, english.pk], key="1", pair="A – B", until=datetime.date(2027, 1, 31)
        )
    assert (
        Notice.objects.get(account_id=english.pk).text
        == "A – B: the order is signed, the term is until 31 January 2027."
    )
    assert Notice.objects.get(account_id=russian.pk).text == "A – B: приказ подписан, срок – до 31 января 2027."


def test_a_missing_fact_is_a_mistake_and_tells_nobody(in_alpha: School) -> None:
    with pytest.raises(KeyError), transaction.atomic():
        notify("order.waits", to=[account_in("head", in_alpha).pk], key="1")
    assert not Notice.objects.exists()


def test_mails_go_as_the_person_wishes(in_alpha: School) -> None:
    at_once, daily, weekly, never, night = (
        account_in(role, in_alpha) for role in ("curator", "head", "mentor", "mentee", "guardian")
    )
    wish(daily.pk, mails={"orders": "daily"}, digest_hour=9)
    wish(weekly.pk, mails={"orders": "weekly"}, digest_hour=9, digest_weekday=2)
    wish(never.pk, mails={"orders": "never"})
    wish(night.pk, quiet_from=datetime.time(18), quiet_until=datetime.time(8))
    friday = at_local("2026-11-27 19:00")
    with clock.at(friday):
        tell(at_once.pk, daily.pk, weekly.pk, never.pk, night.pk)
    found = {row.notice.account_id: row for row in Delivery.objects.select_related("notice")}
    assert found[at_once.pk].due_at == friday
    assert not found[at_once.pk].together
    assert found[daily.pk].due_at == at_local("2026-11-28 09:00")
    assert found[daily.pk].together
    assert found[weekly.pk].due_at == at_local("2026-12-02 09:00")
    assert never.pk not in found
    assert found[night.pk].due_at == at_local("2026-11-28 08:00")
    assert Notice.objects.filter(account_id=never.pk).exists()


def test_news_wait_for_the_mail_of_the_day_and_what_is_asked_does_not(in_alpha: School) -> None:
    unset, all_at_once = account_in("curator", in_alpha), account_in("head", in_alpha)
    wish(all_at_once.pk, mails={"pairs": "at_once"})
    friday = at_local("2026-11-27 12:00")
    with clock.at(friday):
        tell(unset.pk, all_at_once.pk)
        tell(unset.pk, all_at_once.pk, kind="pair.term_changed", pair="A – B", until=datetime.date(2027, 1, 31))
    due = {(row.notice.account_id, row.notice.kind): row.due_at for row in Delivery.objects.select_related("notice")}
    assert due[unset.pk, "order.waits"] == due[all_at_once.pk, "order.waits"] == friday
    assert due[all_at_once.pk, "pair.term_changed"] == friday
    assert due[unset.pk, "pair.term_changed"] == at_local("2026-11-28 08:00")


def test_for_a_child_the_representatives_are_told(in_alpha: School) -> None:
    from tests.support.people import make_guardian, make_pupil

    ward = make_pupil(birth_date=clock.today() - datetime.timedelta(days=365 * 10))
    guardian = make_guardian(ward)
    guardian.account_id = account_in("guardian", in_alpha).pk
    guardian.save(update_fields=["account_id"])
    assert accounts_of([ward]) == [guardian.account_id]


def tell_in_a_hurry(account: UUID) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
        tell(account)


@pytest.mark.django_db(transaction=True)
def test_two_transactions_at_once_tell_once(in_alpha: School) -> None:
    """The second waits for the first and finds it told: no error reaches the deed."""
    head = account_in("head", in_alpha)
    config = connection.settings_dict
    with psycopg.connect(
        host=config["HOST"] or None,
        port=config["PORT"] or None,
        user=config["USER"] or None,
        password=config["PASSWORD"] or None,
        dbname=config["NAME"],
    ) as other:
        other.execute("SET search_path TO s_alpha, public")
        other.execute(
            "INSERT INTO notices_notice (id, kind, key, account_id, address, language, title, text, outside, url,"
            " urgent, in_inbox, at) VALUES (%s, 'order.waits', '1', %s, '', 'ru', '', '', '', '', false, true, now())",
            [uuid4(), head.pk],
        )
        # Until the other one commits, ours must wait: it does so in the database, beyond a short limit.
        with pytest.raises(OperationalError, match="lock timeout"):
            tell_in_a_hurry(head.pk)
        other.commit()
    assert tell(head.pk) == 0
    assert Notice.objects.count() == 1
