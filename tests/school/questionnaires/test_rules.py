"""Rules on questionnaires: who must have answered before what, and with what data are collected."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from apps.school.regulation.rules.survey import PreferenceFacts, candidate_survey, instrument, preference_survey
from apps.school.regulation.view import RegulationView, SetValue

DAY = datetime.date(2026, 9, 1)


def act(**values: Any) -> RegulationView:
    """A regulation that says only this (``a__b`` sets ``a.b``)."""
    return RegulationView(
        {key.replace("__", "."): SetValue(value, "п. 4", "слова акта") for key, value in values.items()}
    )


@pytest.mark.parametrize(
    ("facts", "broken"),
    [
        (PreferenceFacts(held=False), 1),
        (PreferenceFacts(held=True, silent=("Ежова А. П.",)), 1),
        (PreferenceFacts(held=True), 0),
    ],
)
def test_pair_waits_for_the_survey_of_preferences(facts: PreferenceFacts, broken: int) -> None:
    found = preference_survey(act(pairing__preference_survey=True), facts)
    assert len(found) == broken
    assert [item.parameter for item in found] == ["pairing.preference_survey"] * broken
    assert preference_survey(act(pairing__preference_survey=False), facts) == []
    assert preference_survey(act(), facts) == []


def test_refusal_of_a_pair_names_the_silent() -> None:
    facts = PreferenceFacts(held=True, silent=("Ежова А. П.",))
    [found] = preference_survey(act(pairing__preference_survey=True), facts)
    assert "Ежова А. П." in found.message
    assert found.clause == "п. 4"


def test_candidate_who_has_not_answered_is_not_chosen() -> None:
    asks = act(selection__survey=True)
    [found] = candidate_survey(asks, None)
    assert found.parameter == "selection.survey"
    assert candidate_survey(asks, DAY) == []
    assert candidate_survey(act(selection__survey=False), None) == []


def test_candidates_are_not_held_up_by_the_regional_default() -> None:
    assert act().value("selection.survey") is True
    assert candidate_survey(act(), None) == []


def test_survey_is_held_with_an_instrument_of_the_act() -> None:
    view = act(monitoring__instruments=["curator_questionnaire"])
    [found] = instrument(view, ["satisfaction_survey", "poll"])
    assert found.parameter == "monitoring.instruments"
    assert instrument(view, ["curator_questionnaire", "poll"]) == []
    assert instrument(act(), ["expert_review"]) == []
