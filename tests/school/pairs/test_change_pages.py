"""Pages of what is asked about a running pair, of common terms and of support."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.school.pairs import queries
from apps.school.pairs.models import CommonTerm, Match, Petition, SupportMeasure, TermChange
from apps.school.people.models import Person
from apps.school.regulation.rules.labour import earliest_end
from kernel.acting import system_actor
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.support.pairs import ask_longer, file_petition, make_pair
from tests.support.people import make_mentee, make_mentor
from tests.support.regulation import adopted

ClientFor = Callable[..., Client]
DAY = datetime.timedelta(days=1)


def seated(school: School, preset: str = "gymnasium-35", **values: Any) -> Match:
    """A pair at work of the cast's mentor and mentee."""
    with enter_school(school):
        adopted(preset, **values)
        match = queries.get_visible(make_pair().pk, system_actor("tests"))
        mentor, mentee = match.current_mentors[0].card, match.current_mentees[0].card
        for role, person in (("mentor", mentor.person_id), ("mentee", mentee.person_id)):
            Person.objects.filter(pk=person).update(account_id=account_in(role, school).pk)
    return match


def post(client: Client, path: str, **data: Any) -> int:
    return client.post(path, data).status_code


def test_longer_term_goes_from_the_mentor_to_the_head(alpha: School, client_for: ClientFor) -> None:
    match = seated(alpha)
    address, later = f"/pairs/{match.pk}/", match.ends_on + 30 * DAY
    mentor, mentee, curator = (client_for(role, alpha) for role in ("mentor", "mentee", "curator"))
    assert f"{address}extend/" in mentor.get(address).content.decode()
    page = mentor.get(f"{address}extend/").content.decode()
    assert "гл. 4, п. 11" in page
    assert post(mentor, f"{address}extend/", ground="mutual_consent", new_end=f"{later:%d.%m.%Y}") == 302
    assert post(curator, f"{address}term/order/") == 422
    with enter_school(alpha):
        word = TermChange.objects.get().agreements.get(role="mentee")
    assert f"{address}term/answer/" in mentee.get(address).content.decode()
    assert post(mentee, f"{address}term/answer/", agreement=word.pk, answer="yes") == 302
    assert "наибольший" in curator.get(f"{address}term/order/").content.decode()
    assert post(curator, f"{address}term/order/") == 302
    with enter_school(alpha):
        assert TermChange.objects.get().state == TermChange.State.ORDERED


def test_refused_extension_keeps_what_was_typed(alpha: School, client_for: ClientFor) -> None:
    match = seated(alpha)
    answer = client_for("mentee", alpha).post(
        f"/pairs/{match.pk}/extend/",
        {"ground": "business_trip", "new_end": "01.01.2040", "note": "Командировка в лагерь"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "гл. 4, п. 9" in page
    assert "Командировка в лагерь" in page


def test_term_is_shortened_and_given_up_on_pages(alpha: School, client_for: ClientFor) -> None:
    match = seated(alpha)
    curator = client_for("curator", alpha)
    sooner = match.ends_on - 30 * DAY
    assert post(curator, f"/pairs/{match.pk}/shorten/", new_end=f"{sooner:%d.%m.%Y}") == 302
    assert post(curator, f"/pairs/{match.pk}/term/withdraw/") == 302
    assert curator.get(f"/pairs/{match.pk}/term/withdraw/").status_code == 404


def test_mentee_asks_for_another_mentor_and_reads_the_answer(alpha: School, client_for: ClientFor) -> None:
    match = seated(alpha)
    mentee, curator = client_for("mentee", alpha), client_for("curator", alpha)
    path = f"/pairs/{match.pk}/another-mentor/"
    assert mentee.get(path).status_code == 200
    sent = {
        "author": match.current_mentees[0].card.person_id,
        "mentor": match.current_mentors[0].card_id,
        "route": "mentee|curator|petition|",
        "text": "Не совпадает расписание",
    }
    assert post(mentee, path, **sent) == 302
    with enter_school(alpha):
        petition = Petition.objects.get()
    own = petition.get_absolute_url()
    assert client_for("mentor", alpha).get(own).status_code == 404
    assert "Не совпадает" not in client_for("mentor", alpha).get(f"/pairs/{match.pk}/").content.decode()
    assert own in curator.get("/pairs/petitions/").content.decode()
    assert post(curator, f"{own}decide/", decision="no", answer="") == 422
    assert post(curator, f"{own}decide/", decision="no", answer="Поговорим втроём") == 302
    assert "Поговорим втроём" in mentee.get(own).content.decode()


def test_mentor_gives_the_mentoring_up(alpha: School, client_for: ClientFor) -> None:
    match = seated(alpha)
    mentor, head = client_for("mentor", alpha), client_for("head", alpha)
    path = f"/pairs/{match.pk}/resign/"
    sent = {
        "author": match.current_mentors[0].card.person_id,
        "route": "mentor|head|application|",
        "ground": "no_reason_required",
        "text": "Нагрузка",
    }
    with enter_school(alpha):
        first = earliest_end(today())
    assert f"{first:%d.%m.%Y}" in mentor.get(path).content.decode()
    answer = mentor.post(path, {**sent, "leaves_on": f"{today():%d.%m.%Y}"})
    assert answer.status_code == 422
    assert "351.8" in answer.content.decode()
    assert post(mentor, path, **sent, leaves_on=f"{first:%d.%m.%Y}") == 302
    with enter_school(alpha):
        petition = Petition.objects.get()
    assert post(head, f"{petition.get_absolute_url()}decide/", decision="yes") == 302
    page = client_for("curator", alpha).get(petition.get_absolute_url()).content.decode()
    assert f"/pairs/{match.pk}/replace/?ground=mentor_refusal" in page
    ended = client_for("curator", alpha).get(f"/pairs/{match.pk}/end/").content.decode()
    assert petition.get_absolute_url() in ended


def test_petition_is_withdrawn_by_its_author(alpha: School, client_for: ClientFor) -> None:
    match = seated(alpha)
    with enter_school(alpha):
        petition = file_petition(match)
    assert post(client_for("mentee", alpha), f"{petition.get_absolute_url()}withdraw/") == 302


def test_petitions_ask_as_many_queries_for_many_as_for_one(alpha: School, client_for: ClientFor) -> None:
    client, numbers = client_for("curator", alpha), []
    with enter_school(alpha):
        adopted("gymnasium-35")
    for made in (1, 5):
        with enter_school(alpha):
            for _key in range(made):
                file_petition(queries.get_visible(make_pair().pk, system_actor("tests")))
                make_mentee()
        for path in ("/pairs/petitions/", "/pairs/unpaired/"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            numbers.append((path, len(asked)))
    assert set(numbers[:2]) == set(numbers[2:])


def test_common_term_is_set_on_its_page(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35", term__individual=False)
    curator = client_for("curator", alpha)
    assert "/pairs/common-term/" in curator.get("/pairs/").content.decode()
    sent = {"starts_on": "01.09.2026", "ends_on": "31.05.2027", "source": "приказ № 5"}
    assert post(curator, "/pairs/common-term/", **sent) == 302
    assert "приказ № 5" in curator.get("/pairs/common-term/").content.decode()
    with enter_school(alpha):
        assert CommonTerm.objects.get().year == 2026


def test_support_is_recorded_from_the_list(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("cit")
        card = make_mentee()
    curator = client_for("curator", alpha)
    path = f"/pairs/unpaired/{card.pk}/"
    assert path in curator.get("/pairs/unpaired/").content.decode()
    assert post(curator, path, measure="Беседа с психологом", given_on=f"{today():%d.%m.%Y}") == 302
    assert "Беседа с психологом" in curator.get(path).content.decode()
    with enter_school(alpha):
        assert SupportMeasure.objects.get().card_id == card.pk


def test_candidates_are_explained_by_the_criteria_of_the_regulation(alpha: School, client_for: ClientFor) -> None:
    """pairing.criteria: their clause, their order, and what is not known yet."""
    with enter_school(alpha):
        adopted("gymnasium-35", pairing__criteria=["mutual_interest", "profile_matches_request"])
        make_mentor()
        card = make_mentee()
    client = client_for("curator", alpha)
    page = client.get(f"/pairs/new/?mentee={card.pk}").content.decode()
    assert "п. 99" in page
    unknown = page.index("О взаимном интересе пока ничего не известно")
    assert unknown < page.index("Тот же предмет")


def test_pair_shows_the_change_under_way(alpha: School, client_for: ClientFor) -> None:
    match = seated(alpha)
    with enter_school(alpha):
        changed = ask_longer(match)
    page = client_for("curator", alpha).get(f"/pairs/{changed.pk}/").content.decode()
    assert "Изменение срока" in page
    assert f"/pairs/{match.pk}/term/answer/" in page
