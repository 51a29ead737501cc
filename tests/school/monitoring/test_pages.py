"""Pages of monitoring: indicators for the office, one's own answer for each side."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.school.monitoring.actions import answer_satisfaction
from apps.school.monitoring.models import Satisfaction
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from kernel.errors import Conflict, InputError, NotAllowed
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.programmes.conftest import seat
from tests.support.cast import ClientFor, acting_as
from tests.support.people import make_guardian, make_mentee, make_pupil
from tests.support.programmes import ACTING, close, make_draft, make_running

URLCONF = "config.urls_school"


def answer_url(programme: Programme, side: str) -> str:
    people = people_of(programme)
    person = (people.mentors if side == "mentor" else people.mentees)[0]
    return reverse("monitoring:answer", args=[programme.pk, person.pk], urlconf=URLCONF)


@pytest.fixture
def running(alpha: School) -> Programme:
    with enter_school(alpha):
        return seat(make_running(), alpha)


def test_indicators_open_for_the_office(alpha: School, running: Programme, client_for: ClientFor) -> None:
    url = reverse("monitoring:index", urlconf=URLCONF)
    for role in ("curator", "head"):
        response = client_for(role, alpha).get(url)
        assert response.status_code == 200
        assert len(response.content) < 100_000
    assert client_for("mentor", alpha).get(url).status_code == 403


def test_indicators_are_exported(alpha: School, running: Programme, client_for: ClientFor) -> None:
    response = client_for("curator", alpha).get(reverse("monitoring:export", urlconf=URLCONF))
    assert response.getvalue()[:2] == b"PK"


def test_each_side_answers_for_itself(alpha: School, running: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        own, other = answer_url(running, "mentor"), answer_url(running, "mentee")
    client = client_for("mentor", alpha)
    assert client.post(own, {"score": "9", "comment": "Спасибо"}).status_code == 302
    assert client.get(other).status_code == 404
    with enter_school(alpha):
        assert Satisfaction.objects.get().score == 9


def test_curator_enters_a_paper_answer(alpha: School, running: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        url = answer_url(running, "mentee")
    client = client_for("curator", alpha)
    assert client.post(url, {"score": "6"}).status_code == 302
    assert client.post(url, {"score": "7"}).status_code == 302
    with enter_school(alpha):
        assert Satisfaction.objects.get().score == 7


def test_participants_do_not_see_each_other_s_scores(alpha: School, running: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        mentor = people_of(running).mentors[0]
        answer_satisfaction(programme=running, person=mentor, side="mentor", score=3, acting=ACTING)
        close(running)
        name = mentor.short_name
    words = f"{name} <span"
    assert words in client_for("curator", alpha).get(running.get_absolute_url()).content.decode()
    assert words not in client_for("mentee", alpha).get(running.get_absolute_url()).content.decode()


def test_guardian_answers_for_the_ward(in_alpha: School) -> None:
    pupil = make_pupil()
    guardian = make_guardian(pupil)
    actor = acting_as("guardian", in_alpha)
    guardian.account_id = actor.account_id
    guardian.save()
    programme = make_running(mentees=[make_mentee(person=pupil, category="willing_pupil", consents=False)])
    answer = answer_satisfaction(programme=programme, person=pupil, side="mentee", score=8, acting=actor)
    assert answer.score == 8


def test_head_does_not_answer_for_others(in_alpha: School) -> None:
    programme = make_running()
    with pytest.raises(NotAllowed):
        answer_satisfaction(
            programme=programme,
            person=people_of(programme).mentors[0],
            side="mentor",
            score=8,
            acting=acting_as("head", in_alpha),
        )


def test_draft_is_not_judged(in_alpha: School) -> None:
    programme = make_draft()
    with pytest.raises(Conflict):
        answer_satisfaction(
            programme=programme, person=people_of(programme).mentors[0], side="mentor", score=8, acting=ACTING
        )


@pytest.mark.parametrize(("side", "score"), [("mentee", 8), ("mentor", 11), ("mentor", 0)])
def test_wrong_side_or_score_is_refused(in_alpha: School, side: str, score: int) -> None:
    programme = make_running()
    with pytest.raises(InputError):
        answer_satisfaction(
            programme=programme, person=people_of(programme).mentors[0], side=side, score=score, acting=ACTING
        )
