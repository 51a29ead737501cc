"""What answers come to, when a proposal lapses, how far the first meetings are, who reads a reflection."""

from __future__ import annotations

import datetime

from apps.school.meetings.rules import Outcome, expiry, may_read_reflection, outcome, steps

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


def test_one_answer_that_suits_agrees_and_a_refusal_declines() -> None:
    assert outcome([1], {}, [7, 8]) == Outcome()
    assert outcome([1], {1: [8]}, [7, 8]) == Outcome(8, all_answered=True)
    assert outcome([1], {1: []}, [7, 8]) == Outcome(None, is_declined=True, all_answered=True)


def test_group_takes_the_earliest_time_that_suits_everybody() -> None:
    assert outcome([1, 2, 3], {1: [7, 8], 2: [8]}, [7, 8]) == Outcome()
    assert outcome([1, 2], {1: [7, 8], 2: [8, 7]}, [7, 8]).option == 7
    assert outcome([1, 2], {1: [7], 2: [8]}, [7, 8]) == Outcome(None, is_declined=False, all_answered=True)
    assert outcome([1, 2], {1: [], 2: []}, [7, 8]).is_declined


def test_proposal_lapses_after_the_term_or_with_its_last_time() -> None:
    assert expiry(NOW, 3, NOW + datetime.timedelta(days=9)) == NOW + datetime.timedelta(days=3)
    assert expiry(NOW, 3, NOW + datetime.timedelta(hours=5)) == NOW + datetime.timedelta(hours=5)


def test_steps_go_on_behind_the_last_one_that_is_done_or_planned() -> None:
    assert steps({}, ends_soon=False)["organisational"] == "next"
    found = steps({"organisational": ["held"], "trial": ["planned"]}, ends_soon=False)
    assert found == {
        "organisational": "done",
        "trial": "planned",
        "planning": "next",
        "regular": "todo",
        "closing": "todo",
    }
    jumped = steps({"regular": ["held", "planned"]}, ends_soon=True)
    assert (jumped["trial"], jumped["closing"]) == ("todo", "next")
    assert "next" not in steps({"closing": ["planned"]}, ends_soon=True).values()


def test_regular_meetings_go_on_until_the_term_ends_soon() -> None:
    assert steps({"regular": ["held"]}, ends_soon=False)["regular"] == "next"
    assert steps({"regular": ["held", "planned"]}, ends_soon=False)["regular"] == "planned"
    assert steps({"regular": ["held"]}, ends_soon=False)["closing"] == "todo"


def test_reflection_opens_to_the_pair_when_everybody_has_written() -> None:
    def reads(**facts: object) -> bool:
        known = {"is_author": False, "is_office": False, "is_participant": False, "authors": 1, "asked": 2}
        return may_read_reflection(**{**known, **facts})  # type: ignore[arg-type]  # booleans and numbers

    assert reads(is_author=True)
    assert reads(is_office=True)
    assert not reads(is_participant=True)
    assert reads(is_participant=True, authors=2)
    assert not reads(authors=2)
