"""Pages of matching."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from apps.school.matching import actions
from apps.school.matching.models import FitWeights, MeetingConditions, Proposal, Tie
from apps.school.pairs.models import Match
from kernel.clock import today
from tenants.organisations.models import School
from tests.support.cast import ClientFor, account_in
from tests.support.matching import ACTING, propose_cohort
from tests.support.pairs import a_term
from tests.support.people import counted, make_mentee, make_mentor, make_person, staying
from tests.support.questionnaires import answer, make_round
from tests.support.regulation import adopted

URLS = "config.urls_school"


def at(name: str, *args: int) -> str:
    return reverse(f"matching:{name}", urlconf=URLS, args=args)


@pytest.fixture
def curator(in_alpha: School, client_for: ClientFor) -> Client:
    """The curator of alpha, whose regulation is a gymnasium's."""
    adopted("gymnasium-35", forms__role_models=False)
    return staying(client_for("curator", in_alpha), in_alpha)


def asked(**changes: Any) -> dict[str, Any]:
    starts_on, ends_on = a_term()
    values = {
        "who": "all",
        "form": "pedagogue_pedagogue",
        "type": "traditional",
        "structure": "one_to_one",
        "size": 1,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "objective": "pairs_first",
        "least": 0,
    }
    return {**values, **changes}


def test_cohort_is_asked_for_and_its_board_shown(curator: Client) -> None:
    mentor, mentee, left = make_mentor(capacity=1), make_mentee(), make_mentee(request="", deficits=[])
    assert curator.get(at("new")).status_code == 200
    done = curator.post(at("new"), asked())
    proposal = Proposal.objects.get()
    assert done.headers["Location"] == at("board", proposal.pk)
    text = curator.get(at("board", proposal.pk)).content.decode()
    assert mentor.person.short_name in text
    assert mentee.person.short_name in text
    assert left.person.full_name in text
    book = curator.get(at("board", proposal.pk) + "?export=xlsx")
    assert b"".join(book.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]  # a file
    assert str(proposal) in curator.get(at("index")).content.decode()


def test_refusal_keeps_what_was_typed(curator: Client) -> None:
    make_mentee()
    answered = curator.post(at("new"), asked(ends_on=today().replace(year=today().year + 8)))
    assert answered.status_code == 422
    assert "1.2" in answered.content.decode() or "срок" in answered.content.decode().lower()
    chosen = curator.post(at("new"), asked(who="chosen"))
    assert chosen.status_code == 422
    assert not Proposal.objects.exists()


def test_reasons_follow_the_criteria_of_the_act(in_alpha: School, client_for: ClientFor) -> None:
    adopted("gymnasium-35", forms__role_models=False, pairing__criteria=["mutual_interest"])  # pairing.criteria
    mentor, mentee = make_mentor(), make_mentee()
    round_ = make_round("preference", mentor.person, mentee.person)
    for invitation in round_.invitations.all():
        answer(invitation)
    proposal = propose_cohort([mentee])
    text = staying(client_for("curator", in_alpha), in_alpha).get(at("why", proposal.pk, mentee.pk)).content.decode()
    assert text.index("Оба хотят работать") < text.index("Тот же предмет")


def test_decisions_are_made_on_the_page_of_a_mentee(curator: Client) -> None:
    mentors = [make_mentor(), make_mentor(subjects=["физика"])]
    mentee = make_mentee()
    proposal = propose_cohort([mentee])
    page = at("why", proposal.pk, mentee.pk)
    assert mentors[1].person.full_name in curator.get(page).content.decode()
    body = {"mentor": mentors[0].pk, "mentee": mentee.pk, "kind": "forbid"}
    assert curator.post(at("rule", proposal.pk), body).headers["Location"] == page
    late = curator.post(at("rule", proposal.pk), {**body, "kind": "pin", "seen": ""})
    assert late.status_code == 422
    assert f'href="{page}"' in late.content.decode()
    again = curator.post(at("solve", proposal.pk))
    solved = Proposal.objects.latest("pk")
    assert again.headers["Location"] == at("board", solved.pk)
    assert solved.choices.get().mentor == mentors[1]
    curator.post(at("rule", solved.pk), {**body, "kind": ""})
    curator.post(at("rule", solved.pk), {**body, "kind": "pin", "again": "1"})
    newest = Proposal.objects.latest("pk")
    assert newest.choices.get().mentor == mentors[0]
    text = curator.get(at("compare", newest.pk)).content.decode()
    assert mentors[1].person.short_name in text
    assert curator.get(at("compare", newest.pk) + f"?with={proposal.pk}").status_code == 200
    assert curator.post(at("rule", newest.pk), {"mentor": "x", "mentee": mentee.pk}).status_code == 404


def test_board_takes_pairs_over(curator: Client, run_jobs: Callable[..., Any]) -> None:
    make_mentor(capacity=2)
    proposal = propose_cohort([make_mentee(), make_mentee()])
    first = proposal.choices.first()
    assert first is not None
    with run_jobs():
        done = curator.post(at("take", proposal.pk), {"selected": [first.pk]})
    assert "/jobs/" in done.headers["Location"]
    assert Match.objects.count() == 1
    with run_jobs():
        curator.post(at("take", proposal.pk) + "?all=1")
    assert Match.objects.count() == 2
    assert curator.post(at("take", proposal.pk) + "?all=1").status_code == 422


def test_weights_are_edited_and_preset(curator: Client) -> None:
    page = curator.get(at("weights")).content.decode()
    assert 'name="subject"' in page
    assert curator.post(at("weights"), {"preset": "wishes"}).status_code == 422
    values = {"subject": 40, "competence": 30, "experience": 5, "free": 5, "trained": 5, "grade": 5}
    more = {"wishes": 10, "past": 15, "mode": 5, "schedule": 5, "place": 5}
    assert curator.post(at("weights"), {"preset": "", **values, **more}).status_code == 302
    row = FitWeights.objects.first()
    assert row is not None
    assert (row.values["subject"], row.preset) == (40, "")
    assert curator.post(at("weights"), {"preset": "wishes", **values, **more}).status_code == 302
    newest = FitWeights.objects.first()
    assert newest is not None
    assert newest.preset == "wishes"
    with override("ru"):
        assert str(newest.preset_title) in curator.get(at("weights")).content.decode()


def test_ties_are_declared_and_removed(curator: Client) -> None:
    one, other = make_mentor().person, make_mentee().person
    body = {"kind": "relatives", "first": one.pk, "second": other.pk}
    assert curator.post(at("tie_new"), body).status_code == 302
    assert one.full_name in curator.get(at("ties")).content.decode()
    tie = Tie.objects.get()
    assert other.full_name in curator.get(at("tie_remove", tie.pk)).content.decode()
    curator.post(at("tie_remove", tie.pk))
    assert not Tie.objects.exists()


def test_participant_says_when_and_where(in_alpha: School, client_for: ClientFor) -> None:
    adopted("gymnasium-35")
    person = make_person(account_id=account_in("mentor", in_alpha).pk)
    make_mentor(person=person)
    client = staying(client_for("mentor", in_alpha), in_alpha)
    assert client.get(at("conditions_own")).status_code == 200
    body = {"modes": ["online"], "times": ["1am", "3pm"], "place": "Корпус 2"}
    assert client.post(at("conditions_own"), body).status_code == 302
    assert MeetingConditions.objects.get(person=person).times == ["1am", "3pm"]
    assert client.get(at("conditions_of", person.pk)).status_code == 403
    curator = staying(client_for("curator", in_alpha), in_alpha)
    assert "Корпус 2" in curator.get(at("conditions")).content.decode()
    assert "Корпус 2" in curator.get(at("conditions_of", person.pk)).content.decode()


@pytest.mark.parametrize("name", ["index", "board", "ties", "conditions"])
def test_lists_ask_as_much_for_thirty_rows_as_for_one(curator: Client, name: str) -> None:
    make_mentor()

    def queries(count: int) -> int:
        mentees = [make_mentee() for _number in range(count)]
        for _number in range(count):
            person = make_mentor().person
            actions.declare_tie(first=person, second=make_person(), kind=Tie.Kind.RELATIVES, acting=ACTING)
            actions.save_conditions(person=person, modes=["online"], times=[], place="", acting=ACTING)
        proposal = propose_cohort(mentees)
        url = at(name, proposal.pk) if name == "board" else at(name)
        curator.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert curator.get(url).status_code == 200
        return counted(captured.captured_queries)

    one = queries(1)
    # Whether somebody was left without a pair or moved asks one thing or another; rows ask nothing.
    assert queries(30 if name == "board" else 5) <= one + 2
