"""Pure rules of the selection: the same candidate is refused in one school and approved in another."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.utils import translation

from apps.school.regulation import rules as regulation
from apps.school.regulation.rules import governance
from apps.school.regulation.rules.selection import (
    AppointmentFacts,
    CandidateFacts,
    SeatFacts,
    advice,
    approval,
    commission,
    grade_structure,
    mentor_appointment,
    needs_commission,
)
from apps.school.regulation.rules.survey import candidate_survey
from apps.school.selection.rules import Weight, decided, has_quorum, rated
from kernel.errors import Violation
from tests.school.regulation.acts import mentor, pair, school

DAY = datetime.date(2026, 9, 1)
CHAIR = SeatFacts("Иванова А. П.", "chair", "head")
CURATOR = SeatFacts("Петрова О. С.", "member", "curator")
OTHER = SeatFacts("Сидоров К. И.", "member")


@pytest.fixture(autouse=True)
def _russian() -> object:
    with translation.override("ru"):
        yield


def keys(violations: list[Violation]) -> list[str]:
    return [violation.parameter for violation in violations]


def test_everything_missing_is_told_together() -> None:
    bare = CandidateFacts("Орлова А. П.", "selection_by_application")
    graded = school("ozono-chepetskaya", scope__mentor_grades=["teacher", "senior"])
    assert keys(approval(graded, bare)) == [
        "selection.routes",
        "selection.survey",
        "selection.portfolio",
        "scope.mentor_grades",
    ]
    whole = replace(bare, recommended=True, surveyed_on=DAY, portfolio=True, grade="senior")
    assert approval(graded, whole) == []
    forced = replace(whole, route="nomination_by_administration")
    [sheet] = approval(graded, forced)
    assert (sheet.parameter, sheet.clause) == ("selection.routes", "п. 2.13")
    assert "лист" in sheet.message.lower()
    listed = CandidateFacts("Орлова А. П.", "curator_list")
    assert keys(approval(school("gymnasium-35"), listed)) == ["scope.voluntary"]
    assert approval(school("gymnasium-35"), replace(listed, consents=True)) == []


def test_survey_is_a_gate_only_where_the_act_says_so() -> None:
    assert keys(candidate_survey(school("lenskaya"), None)) == ["selection.survey"]
    assert candidate_survey(school("lenskaya"), DAY) == []
    assert candidate_survey(school("gymnasium-35"), None) == []


def test_commission_decides_where_the_act_has_one() -> None:
    ozono = school("ozono-chepetskaya")
    assert needs_commission(ozono, "selection_by_application")
    assert not needs_commission(ozono, "nomination_by_staff")
    assert not needs_commission(school("lenskaya"), "selection_by_application")


def test_commission_has_the_size_of_the_act() -> None:
    ozono, two = school("ozono-chepetskaya"), [CHAIR, CURATOR]
    [refused] = commission(ozono, two)
    assert (refused.parameter, refused.clause) == ("selection.commission_size", "п. 2.13")
    assert commission(ozono, [*two, OTHER]) == []
    assert keys(commission(ozono, [*two, *[OTHER] * 4])) == ["selection.commission_size"]
    small = school("ozono-chepetskaya", selection__commission_size={"min": 2, "max": 2})
    assert commission(small, two) == []


def test_commission_has_the_seats_of_the_act() -> None:
    ozono = school("ozono-chepetskaya")
    demoted = [replace(CHAIR, part="member"), CURATOR, replace(OTHER, part="chair")]
    for members in (demoted, [CHAIR, OTHER, OTHER]):
        [refused] = commission(ozono, members)
        assert refused.parameter == "selection.commission_members"
    stranger = replace(CHAIR, holds=False)
    [refused] = commission(ozono, [stranger, CURATOR, OTHER])
    assert (refused.parameter, refused.clause) == ("selection.commission_members", "п. 2.13")
    assert stranger.name in refused.actual
    free = school("ozono-chepetskaya", selection__commission_members=[])
    assert commission(free, demoted) == []


def test_interview_is_reminded_of() -> None:
    def told(slug: str, **values: object) -> list[str]:
        view = school(slug, **values)
        return keys(advice(view, interviewed_on=None, trained_on=DAY, surveyed_on=DAY))

    assert told("lenskaya") == ["selection.interview"]
    assert told("lenskaya", selection__interview=False) == []
    assert advice(school("lenskaya"), interviewed_on=DAY, trained_on=DAY, surveyed_on=DAY) == []


def test_training_is_reminded_of() -> None:
    view = school("gymnasium-35")
    untrained = advice(view, interviewed_on=None, trained_on=None, surveyed_on=DAY)
    assert keys(untrained) == ["selection.training"]
    assert untrained[0].clause == "гл. 4, п. 8, пп. 2"
    without = school("gymnasium-35", selection__training=False)
    assert advice(without, interviewed_on=None, trained_on=None, surveyed_on=DAY) == []


def test_grade_decides_which_pairs_a_mentor_leads() -> None:
    graded, ungraded = school("co-58"), school("lenskaya")
    [refused] = grade_structure(graded, "teacher", "one_to_many")
    assert (refused.parameter, refused.clause) == ("scope.mentor_grades", "разд. 12, этап I")
    assert grade_structure(graded, "senior", "one_to_many") == []
    assert [rule.code for rule in grade_structure(graded, "lead", "one_to_one")] == ["regulation.scope.mentor_grades"]
    assert grade_structure(graded, "teacher", "many_to_one") == []
    assert grade_structure(graded, "", "one_to_many") == []
    assert grade_structure(ungraded, "teacher", "one_to_many") == []
    led = pair(mentors=(replace(mentor(), grade="lead"),))
    assert "scope.mentor_grades" in keys(regulation.pair_formation(graded, led))
    assert "scope.mentor_grades" not in keys(regulation.pair_formation(ungraded, led))


@pytest.mark.parametrize(
    ("slug", "wanted", "enough"),
    [
        ("lenskaya", "order", {"order"}),
        ("gymnasium-35", "head_approval", {"order", "local_act", "head_approval"}),
        ("co-58", "local_act", {"order", "local_act"}),
    ],
)
def test_mentor_is_appointed_by_the_act_of_the_regulation(slug: str, wanted: str, enough: set[str]) -> None:
    view = school(slug)
    assert view.value("pairing.mentor_appointment") == wanted
    for kind in ("order", "local_act", "head_approval"):
        assert (mentor_appointment(view, [AppointmentFacts("Орлова А. П.", kind)]) == []) is (kind in enough)
    two = [AppointmentFacts("Орлова А. П."), AppointmentFacts("Ильина А. П.")]
    assert [rule.actual.split(":")[0] for rule in mentor_appointment(view, two)] == ["Орлова А. П.", "Ильина А. П."]
    assert mentor_appointment(school("cit"), two) == []


def curator(**fields: object) -> governance.CuratorFacts:
    return replace(governance.CuratorFacts("Петрова О. С.", appointed_by="head"), **fields)  # type: ignore[arg-type]  # fields of the facts


def test_curator_is_appointed_by_whom_the_act_names() -> None:
    view = school("lenskaya")
    assert governance.curator_appointment(view, curator()) == []
    refused = governance.curator_appointment(view, curator(appointed_by="organisation"))
    assert keys(refused) == ["curator.appointed_by"]
    loose = school("lenskaya", curator__appointed_by="organisation")
    assert governance.curator_appointment(loose, curator(appointed_by="organisation")) == []


def test_external_curator_needs_an_act_that_permits_one() -> None:
    partner = curator(organisation="ООО «Партнёр»")
    [refused] = governance.curator_appointment(school("ozono-chepetskaya"), partner)
    assert refused.parameter == "curator.may_be_external"
    assert "Партнёр" in refused.message
    assert governance.curator_appointment(school("lenskaya"), partner) == []


def test_number_of_curators_is_the_acts() -> None:
    gymnasium, silent = school("gymnasium-35"), school("lenskaya")
    assert governance.curator_appointment(gymnasium, curator(others=1)) == []
    assert keys(governance.curator_appointment(gymnasium, curator(others=2))) == ["curator.count"]
    assert governance.curator_appointment(silent, curator(others=5)) == []


def test_curators_portfolio_is_wanted_where_the_act_says_so() -> None:
    ozono = school("ozono-chepetskaya")
    assert keys(governance.curator_appointment(ozono, curator(portfolio=False))) == ["selection.portfolio"]
    assert governance.curator_appointment(ozono, curator()) == []
    assert governance.curator_appointment(school("lenskaya"), curator(portfolio=False)) == []


def test_access_of_a_curator_follows_the_act() -> None:
    unknown = curator(appointed_by="", organisation="ООО «Партнёр»", others=2)
    strict = school("gymnasium-35", curator__may_be_external=False)
    refused = keys(governance.curator_access(strict, unknown))
    assert refused == ["curator.appointed_by", "curator.may_be_external", "curator.count"]
    assert governance.curator_access(strict, curator()) == []
    assert governance.curator_access(school("cit"), unknown) == []


def test_body_takes_part_where_the_act_names_it() -> None:
    [refused] = governance.body(school("cit"), "methodical_association")
    assert (refused.parameter, refused.clause) == ("bodies", "графа «Ответственный»")
    assert governance.body(school("lenskaya"), "methodical_association") == []
    assert keys(governance.body(school("lenskaya"), "selection_commission")) == ["bodies"]
    assert governance.body(school("ozono-chepetskaya"), "selection_commission") == []


@pytest.mark.parametrize(
    ("yes", "no", "present", "decision"),
    [(3, 0, 5, "recommended"), (2, 2, 4, "postponed"), (2, 0, 4, "postponed"), (1, 3, 5, "rejected")],
)
def test_more_than_half_of_those_present_decide(yes: int, no: int, present: int, decision: str) -> None:
    assert decided(yes, no, present) == decision


def test_quorum_is_more_than_half() -> None:
    assert [has_quorum(present, 4) for present in (2, 3)] == [False, True]


def test_rating_is_explained_and_equal_scores_are_not_torn_apart() -> None:
    weights = [Weight("Программы", "completed_programmes", 5, 12), Weight("Уроки", "manual", 2, 10)]
    values = {0: {1: 3, 2: 1, 3: 1}, 1: {2: 1, 3: 1}}
    found = rated(weights, values, [4, 3, 2, 1], top=2, threshold=5)
    assert [(each.person, each.score, each.place, each.in_pool) for each in found] == [
        (1, 12, 1, True),
        (3, 7, 2, True),
        (2, 7, 2, True),
        (4, 0, 4, False),
    ]
    with translation.override("en"):
        assert [part.told() for part in found[0].parts] == ["3 × 5 = 15, not more than 12", "0 × 2 = 0"]
