"""Terms of consents: expiry, coming of age, renewal, deadlines of the law."""

from __future__ import annotations

import datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.school.consents import actions, queries, terms, upkeep
from apps.school.consents.models import Consent, SigningLink
from kernel.acting import Actor
from kernel.clock import at, now, today
from kernel.errors import InputError
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.consents import give
from tests.support.people import make_guardian, make_person, make_pupil, staying

DAY = datetime.timedelta(days=1)


@pytest.fixture
def curator(in_alpha: School) -> Actor:
    acting = acting_as("curator", in_alpha)
    actions.ensure_texts(acting=acting)
    return acting


def turning_18(days: int) -> datetime.date:
    """The birthday of somebody who turns 18 in so many days."""
    day = today() + days * DAY
    return day.replace(year=day.year - 18)


def test_consent_lasts_as_long_as_its_text_says(curator: Actor) -> None:
    text = queries.current_texts()["photo_video"]
    actions.revise_text(
        text=text,
        title=text.title,
        body=text.body,
        valid_from=today(),
        term="years",
        term_years=1,
        acting=curator,
    )
    person = make_person()
    consent = actions.record_paper(person=person, signer=person, kind="photo_video", given_on=today(), acting=curator)
    last = terms.ends_on("years", 1, None, today())
    assert last is not None
    assert consent.expires_on == last
    assert queries.has(person, "photo_video", on=last)
    assert not queries.has(person, "photo_video", on=last + DAY)


@pytest.mark.parametrize("fields", [{"term": "years"}, {"term": "years", "term_years": 0}, {"term": "date"}])
def test_term_of_a_text_is_complete(fields: dict[str, object], curator: Actor) -> None:
    text = queries.current_texts()["photo_video"]
    with pytest.raises(InputError):
        actions.revise_text(
            text=text,
            title=text.title,
            body="Иной",
            valid_from=today(),
            acting=curator,
            **fields,  # type: ignore[arg-type]  # from a mapping
        )


def test_term_of_a_year_begun_on_29_february_ends_on_the_last_of_february() -> None:
    assert terms.ends_on("years", 1, None, datetime.date(2024, 2, 29)) == datetime.date(2025, 2, 28)


def test_those_who_turn_18_are_listed_in_good_time(curator: Actor) -> None:
    soon = make_pupil(birth_date=turning_18(20))
    later = make_pupil(birth_date=turning_18(200))
    adult = make_person()
    for person in (soon, later):
        give(person, "pd_processing_guardian", signer=make_guardian(person))
        give(person, "pd_processing")
    give(adult, "pd_processing")
    rows = list(upkeep.ending())
    assert {(row.person_id, row.type) for row in rows} == {
        (soon.pk, "pd_processing_guardian"),
        (soon.pk, "pd_processing"),
    }
    ends = today() + 19 * DAY
    assert {getattr(row, "ends_on") for row in rows} == {ends}  # noqa: B009  # an annotation
    assert queries.has(soon, "pd_processing", on=ends)
    assert not queries.has(soon, "pd_processing", on=ends + DAY)


def test_renewal_asks_the_grown_up_and_prolongs_a_running_term(curator: Actor) -> None:
    grown = make_pupil(birth_date=turning_18(0), email="grown@example.test")
    guardian = make_guardian(grown, email="parent@example.test")
    give(grown, "pd_processing_guardian", signer=guardian, given_on=today() - 400 * DAY)
    person = make_person(email="own@example.test")
    ending = give(person, "photo_video", text=queries.current_texts()["photo_video"], expires_on=today() + 10 * DAY)
    ids = [row.pk for row in upkeep.ending()]
    assert actions.ask_for_renewal(consent_ids=ids, acting=curator) == 2
    links = {link.text.type: link for link in SigningLink.objects.all()}
    assert links["pd_processing"].signer == grown
    actions.record_paper(person=person, signer=person, kind="photo_video", given_on=today(), acting=curator)
    ending.refresh_from_db()
    assert ending.replaced_by is not None
    assert ending.replaced_by.expires_on is None


def test_renewal_of_a_minor_s_consent_waits_for_the_birthday(curator: Actor) -> None:
    pupil = make_pupil(birth_date=turning_18(20), email="pupil@example.test")
    consent = give(pupil, "pd_processing")
    with pytest.raises(InputError) as refusal:
        actions.ask_for_renewal(consent_ids=[consent.pk], acting=curator)
    assert f"{today() + 20 * DAY:%d.%m.%Y}" in refusal.value.problems[0]["message"]


def test_list_of_what_ends_asks_a_fixed_number_of_queries(
    in_alpha: School, curator: Actor, client_for: ClientFor
) -> None:
    client = staying(client_for("curator", in_alpha), in_alpha)
    page = reverse("consents:endings", urlconf=settings.SCHOOL_URLCONF)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        return len(captured)

    give(make_person(), "photo_video", expires_on=today())
    asked()
    few = asked()
    for _number in range(29):
        give(make_person(), "photo_video", expires_on=today())
    assert asked() == few


def test_expired_and_grown_consents_are_found_by_the_filter(
    in_alpha: School, curator: Actor, client_for: ClientFor
) -> None:
    old = give(make_person(last_name="Истёкшая"), "photo_video", expires_on=today() - DAY)
    give(make_person(last_name="Действующая"), "photo_video")
    client = staying(client_for("curator", in_alpha), in_alpha)
    index = reverse("consents:index", urlconf=settings.SCHOOL_URLCONF)
    page = client.get(f"{index}?state=expired").content.decode()
    assert "Истёкшая" in page
    assert "Действующая" not in page
    assert "Истёкшая" not in client.get(f"{index}?state=in_force").content.decode()
    assert Consent.objects.get(pk=old.pk).withdrawn_on is None


def test_duties_of_a_withdrawal_have_the_terms_of_the_law() -> None:
    day = datetime.date(2026, 11, 9)
    found = [duty.due_on for duty in terms.duties("pd_processing", day)]
    # Ten and three working days, weekends left out.
    assert found == [day + 30 * DAY, datetime.date(2026, 11, 23)]
    assert datetime.date(2026, 11, 12) in [duty.due_on for duty in terms.duties("distribution", day)]


def test_what_a_withdrawal_asks_for_is_listed_and_noted_as_done(curator: Actor) -> None:
    person = make_person()
    consent = give(person, "pd_processing", given_on=today() - DAY)
    actions.withdraw(consent=consent, reason="", acting=curator)
    duties = list(upkeep.duties())
    assert len(duties) == 2
    with at(now() + DAY):
        done = actions.note_duty(trace=duties[0], acting=curator)
    assert (done.done_on, done.done_by) == (today() + DAY, curator.name)
    assert [row.pk for row in upkeep.duties()] == [duties[1].pk]
