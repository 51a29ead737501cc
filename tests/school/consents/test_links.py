"""Signing by a link with a one-time code: evidence, throttling, single use, minors' guardians."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from apps.school.consents import actions, queries, rules, signing
from apps.school.consents.errors import LinkClosed
from apps.school.consents.models import Consent, SigningLink
from apps.school.people.models import Person
from kernel.acting import ANONYMOUS, Actor
from kernel.clock import at, now, today
from kernel.errors import Conflict, InputError, RuleViolation
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.consents import make_link
from tests.support.people import make_guardian, make_person, make_pupil, staying

RunJobs = Callable[[], Any]
EMAIL = "mama@example.test"


@pytest.fixture
def curator(in_alpha: School) -> Actor:
    acting = acting_as("curator", in_alpha)
    actions.ensure_texts(acting=acting)
    return acting


def sent(person: Person, signer: Person, kind: str, acting: Actor) -> SigningLink:
    return actions.send_link(person=person, signer=signer, text=queries.current_texts()[kind], acting=acting)


def with_code(link: SigningLink) -> str:
    """A code was asked for; what stands in its letter."""
    fresh = actions.send_code(link=link, acting=ANONYMOUS)
    return signing.code_of(fresh.nonce, fresh.code_number)


def page_of(link: SigningLink) -> str:
    keys = {"link_token": signing.token_of(link.nonce)}
    return reverse("consents:sign", urlconf=settings.SCHOOL_URLCONF, kwargs=keys)


def test_guardian_without_an_account_signs_from_the_mail(
    in_alpha: School, curator: Actor, client_for: ClientFor, run_jobs: RunJobs
) -> None:
    pupil = make_pupil()
    guardian = make_guardian(pupil, email=EMAIL)
    with run_jobs():
        link = sent(pupil, guardian, "participation_guardian", curator)
    [letter] = mail.outbox
    assert letter.to == [EMAIL]
    [address] = re.findall(r"https?://\S+/consents/sign/\S+", str(letter.body))
    assert address == signing.address(link.nonce)
    stranger = staying(client_for(at="alpha"), in_alpha)
    page = stranger.get(page_of(link)).content.decode()
    assert pupil.full_name in page
    with run_jobs():
        assert stranger.post(f"{page_of(link)}code/").status_code == 302
    [code] = re.findall(r"^\d{6}$", str(mail.outbox[1].body), re.MULTILINE)
    answer = stranger.post(page_of(link), {"code": code, "agreed": "on"}, REMOTE_ADDR="10.1.2.3")
    assert answer.status_code == 200
    consent = Consent.objects.get()
    assert (consent.signer, consent.way, consent.given_on) == (guardian, Consent.Way.LINK, today())
    assert consent.evidence is not None
    assert {key: consent.evidence[key] for key in ("email", "ip", "text", "link")} == {
        "email": EMAIL,
        "ip": "10.1.2.3",
        "text": link.text_id,
        "link": link.pk,
    }
    assert consent.evidence["code_hash"] == signing.hash_of(link.nonce, 1)
    assert code not in str(consent.evidence)
    assert stranger.get(page_of(link)).status_code == 410


def test_link_of_one_school_is_nothing_in_another(alpha: School, client_for: ClientFor, in_alpha: School) -> None:
    link = make_link(make_person())
    assert signing.nonce_of(link.nonce) is None
    assert signing.nonce_of(f"{link.nonce}:{'x' * 43}") is None
    assert client_for(at="beta").get(page_of(link)).status_code == 404


def test_refused_link_says_what_to_do(in_alpha: School, client_for: ClientFor) -> None:
    link = make_link(make_person())
    SigningLink.objects.update(expires_at=now() - datetime.timedelta(minutes=1))
    page = staying(client_for(at="alpha"), in_alpha).get(page_of(link))
    assert page.status_code == 410
    with pytest.raises(LinkClosed) as refusal:
        actions.open_link(link.nonce)
    assert refusal.value.next_step


def test_too_many_wrong_codes_close_the_link_and_each_is_counted(in_alpha: School, client_for: ClientFor) -> None:
    link = make_link(make_person())
    right = with_code(link)
    wrong = str((int(right) + 1) % 10**6).zfill(6)
    stranger = staying(client_for(at="alpha"), in_alpha)
    for _attempt in range(signing.MAX_ATTEMPTS):
        assert stranger.post(page_of(link), {"code": wrong, "agreed": "on"}).status_code == 422
    link.refresh_from_db()
    assert (link.attempts, link.closed_as) == (signing.MAX_ATTEMPTS, SigningLink.Closed.GUESSED)
    assert stranger.post(page_of(link), {"code": right, "agreed": "on"}).status_code == 410
    assert not Consent.objects.exists()


def test_code_lives_for_minutes_and_only_the_latest_counts(in_alpha: School) -> None:
    link = make_link(make_person())
    first = with_code(link)
    with pytest.raises(Conflict):
        actions.send_code(link=link, acting=ANONYMOUS)
    with at(now() + datetime.timedelta(minutes=2)):
        second = with_code(link)
        assert not actions.try_code(link=link, code=first, acting=ANONYMOUS)
        assert actions.try_code(link=link, code=f" {second[:3]} {second[3:]} ", acting=ANONYMOUS)
    with at(now() + datetime.timedelta(minutes=signing.CODE_MINUTES + 3)), pytest.raises(InputError):
        actions.try_code(link=link, code=second, acting=ANONYMOUS)


def test_codes_of_a_link_are_limited(in_alpha: School) -> None:
    link = make_link(make_person())
    for minute in range(signing.MAX_CODES):
        with at(now() + datetime.timedelta(minutes=2 * minute)):
            with_code(link)
    with at(now() + datetime.timedelta(hours=1)), pytest.raises(LinkClosed):
        with_code(link)


def test_nothing_is_signed_before_a_code_was_asked_for(in_alpha: School) -> None:
    link = make_link(make_person())
    with pytest.raises(InputError):
        actions.try_code(link=link, code=signing.code_of(link.nonce, 0), acting=ANONYMOUS)
    with pytest.raises(InputError):
        actions.sign_by_link(link=link, code=signing.code_of(link.nonce, 0), ip="", acting=ANONYMOUS)


def test_outdated_text_is_not_signed(curator: Actor) -> None:
    person = make_person(email=EMAIL)
    link = sent(person, person, "participation", curator)
    code = with_code(link)
    actions.revise_text(text=link.text, title="Новое", body="Новый текст", valid_from=today(), acting=curator)
    with pytest.raises(Conflict):
        actions.sign_by_link(link=link, code=code, ip="", acting=ANONYMOUS)


def test_newer_link_closes_the_older(curator: Actor) -> None:
    person = make_person(email=EMAIL)
    old = sent(person, person, "participation", curator)
    sent(person, person, "participation", curator)
    with pytest.raises(LinkClosed):
        actions.open_link(old.nonce)


def test_link_asks_for_the_right_signer_with_an_e_mail(curator: Actor) -> None:
    pupil = make_pupil(email="pupil@example.test")
    with pytest.raises(RuleViolation):
        sent(pupil, pupil, "participation", curator)
    person = make_person(email="")
    with pytest.raises(InputError):
        sent(person, person, "participation", curator)


def test_links_of_many_name_everybody_with_whom_it_does_not_work(curator: Actor, run_jobs: RunJobs) -> None:
    reachable, silent = make_person(email=EMAIL), make_person()
    ids = [reachable.pk, silent.pk]
    with pytest.raises(InputError) as refusal:
        actions.send_links(person_ids=ids, kind="participation", acting=curator)
    assert [problem["place"] for problem in refusal.value.problems] == [silent.full_name]
    with run_jobs():
        assert actions.send_links(person_ids=ids[:1], kind="participation", acting=curator) == 1
    assert len(mail.outbox) == 1


def test_from_fourteen_the_guardian_and_the_minor_both_get_a_link(curator: Actor) -> None:
    born = today().replace(year=today().year - 15, month=1, day=1)
    pupil = make_pupil(birth_date=born, email="pupil@example.test")
    guardian = make_guardian(pupil, email=EMAIL)
    assert actions.send_links(person_ids=[pupil.pk], kind=rules.DISTRIBUTION, acting=curator) == 2
    assert set(SigningLink.objects.values_list("signer_id", flat=True)) == {pupil.pk, guardian.pk}


def test_office_sends_links_from_the_card_and_from_the_table(
    in_alpha: School, curator: Actor, client_for: ClientFor
) -> None:
    client: Client = staying(client_for("curator", in_alpha), in_alpha)
    person = make_person(email=EMAIL)
    page = reverse("consents:send_link", urlconf=settings.SCHOOL_URLCONF, kwargs={"person": person.pk})
    assert client.get(f"{page}?kind=participation").status_code == 200
    text = queries.current_texts()["participation"]
    assert client.post(page, {"text": text.pk, "signer": person.pk}).status_code == 302
    many = reverse("consents:send_many", urlconf=settings.SCHOOL_URLCONF)
    assert client.post(many, {"selected": [person.pk], "kind": "photo_video"}).status_code == 302
    assert set(SigningLink.objects.values_list("text__type", flat=True)) == {"participation", "photo_video"}
