"""A withdrawal takes effect at once: shown before, done after, with a trace; what the law asks for is listed."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from apps.school.consents import actions
from apps.school.consents.models import Consent, SigningLink, WithdrawalTrace
from apps.school.people.models import Card
from kernel.acting import Actor
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.consents import give, make_link
from tests.support.people import make_guardian, make_mentor, make_person, make_pupil, staying


@pytest.fixture
def curator(in_school: School) -> Actor:
    return acting_as("curator", in_school)


def page_of(consent: Consent) -> str:
    return reverse("consents:withdraw", urlconf=settings.SCHOOL_URLCONF, kwargs={"consent": consent.pk})


def kinds(consent: Consent) -> list[str]:
    return list(consent.traces.values_list("kind", flat=True))


def test_withdrawn_personal_data_take_the_person_out_of_the_bank(
    in_school: School, client_for: ClientFor, curator: Actor
) -> None:
    card = make_mentor()
    consent = Consent.objects.get(person=card.person, type="pd_processing")
    client: Client = staying(client_for("curator", in_school), in_school)
    before = client.get(page_of(consent)).content.decode()
    assert "банк наставников" in before
    card.refresh_from_db()
    assert card.state == Card.State.ACTIVE
    assert client.post(page_of(consent), {"withdrawn_on": f"{consent.given_on:%d.%m.%Y}"}).status_code == 302
    card.refresh_from_db()
    assert card.state == Card.State.LEFT
    assert kinds(consent) == ["blocked", "removed", "blocked", "duty", "duty"]
    trace = consent.traces.get(kind="removed")
    assert card.person.full_name in trace.text
    after = client.get(consent.get_absolute_url()).content.decode()
    assert trace.text in after


def test_person_without_a_right_to_the_banks_leaves_them_by_the_own_withdrawal(in_school: School) -> None:
    mentor = acting_as("mentor", in_school)
    card = make_mentor(person=make_person(account_id=mentor.account_id))
    actions.withdraw(consent=Consent.objects.get(type="pd_processing"), reason="", acting=mentor)
    card.refresh_from_db()
    assert card.state == Card.State.LEFT


def test_signature_of_the_other_guardian_keeps_the_consent_in_force(
    in_school: School, client_for: ClientFor, curator: Actor
) -> None:
    pupil = make_pupil()
    first, _second = (give(pupil, "pd_processing_guardian", signer=make_guardian(pupil)) for _number in range(2))
    page = staying(client_for("curator", in_school), in_school).get(page_of(first)).content.decode()
    assert "Другая подпись" in page
    actions.withdraw(consent=first, reason="", acting=curator)
    assert kinds(first) == ["duty", "duty"]


def test_open_links_of_the_type_are_closed(curator: Actor) -> None:
    person = make_person()
    consent = give(person, "participation")
    link = make_link(person)
    actions.withdraw(consent=consent, reason="", acting=curator)
    link.refresh_from_db()
    assert link.closed_as == SigningLink.Closed.REPLACED


def test_done_duty_is_noted_on_the_page_of_the_consent(
    in_school: School, client_for: ClientFor, curator: Actor
) -> None:
    consent = give(make_person(), "photo_video")
    actions.withdraw(consent=consent, reason="", acting=curator)
    client = staying(client_for("curator", in_school), in_school)
    assert client.get(reverse("consents:duties", urlconf=settings.SCHOOL_URLCONF)).status_code == 200
    for trace in consent.traces.filter(kind="duty"):
        done = reverse("consents:duty_done", urlconf=settings.SCHOOL_URLCONF, kwargs={"trace": trace.pk})
        assert client.post(done).status_code == 302
        assert client.post(done).status_code == 422
    assert not WithdrawalTrace.objects.filter(kind="duty", done_on=None).exists()
