"""Contradictions of a regulation: those of the five real acts are found again, each kind can be made and mended."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import Any

import pytest

from apps.school.regulation import actions, conflicts, queries
from apps.school.regulation.catalogue import PRESET_SLUGS, preset
from apps.school.regulation.conflicts import Contradiction, conflicts_of
from apps.school.regulation.errors import ConflictingRegulation, UnconfirmedWarnings
from apps.school.regulation.view import RegulationView, SetValue, Word, view_of
from tenants.organisations.models import School
from tests.school.regulation.acts import school
from tests.support.cast import acting_as
from tests.support.regulation import adopted

# slug -> the contradictions of domain.md A.4 that its parameters and parts show
KNOWN: dict[str, set[str]] = {
    "lenskaya": {
        "stage_numbers",
        "another_reading",
        "voluntary_without_consent",
        "wrong_kind_word",
        "after_missing_event",
    },
    "gymnasium-35": {
        "form_unserved",
        "another_reading",
        "publication_without_consent",
        "no_rights_and_duties",
        "clause_without_chapter",
        "many_names",
        "wrong_kind_word",
    },
    "cit": {"foreign_organisation", "regular_one_off", "stages_overlap", "act_missing", "word_of_another_code"},
    "ozono-chepetskaya": {
        "another_reading",
        "deadlines_inside",
        "empty_column",
        "extension_unbounded",
        "form_unserved",
        "minor_published",
        "roadmap_scope",
        "stages_differ",
        "units_differ",
        "voluntary_without_consent",
    },
    "co-58": {"quoted_name_reused", "no_rights_and_duties", "act_expired"},
}


def kinds(found: list[Contradiction]) -> set[str]:
    return {conflict.kind for conflict in found}


@pytest.mark.parametrize("slug", PRESET_SLUGS)
def test_contradictions_of_a_real_act_are_found_and_none_is_an_error(slug: str) -> None:
    data = preset(slug)
    names = (data["name_ru"], data["short_name_ru"])
    found = conflicts_of(view_of(data), own_names=names, on=datetime.date(2026, 9, 1))
    assert KNOWN[slug] <= kinds(found)
    assert not [conflict for conflict in found if conflict.is_error]
    assert all(conflict.sentence and conflict.place for conflict in found)
    assert len({conflict.ident for conflict in found}) == len(found)


def test_regulation_that_sets_nothing_is_without_error() -> None:
    assert kinds(conflicts_of(RegulationView({}))) == {"no_rights_and_duties"}


def test_own_organisation_is_not_foreign() -> None:
    view = view_of(preset("cit"))
    assert "foreign_organisation" not in kinds(conflicts_of(view, own_names=("ГБУДО «Центр «Ладога»",)))


SEATS = [{"actor": actor, "part": "member"} for actor in ("head", "curator", "mentor")]
MADE: list[tuple[str, bool, dict[str, Any]]] = [
    ("retired_code", True, {"forms__enabled": ["pedagogue_pedagogue", "teacher_teacher"]}),
    ("no_such_date", True, {"act__validity": {"from": "2026-02-30", "to": None, "basis": "dates"}}),
    ("no_such_date", True, {"monitoring__deadlines": [{"rule": "yearly_dates", "dates": ["06-31"]}]}),
    ("invalid_value", True, {"term__max_months": "12"}),
    ("below_minimum", True, {"term__min_months": 20}),
    ("below_minimum", True, {"types__group_min": 5, "pairing__max_mentees": {"individual": 1, "group": 4}}),
    ("group_never_fits", False, {"types__group_min": 5, "pairing__max_exception": ["fast_success"]}),
    ("extension_unbounded", False, {"term__extension_grounds": ["business_trip"], "term__max_months": 12}),
    (
        "early_without_ground",
        False,
        {"term__early_completion": ["fast_success"], "termination__grounds": ["plan_completed"]},
    ),
    ("consent_of_nobody", False, {"term__extension_grounds": ["mutual_consent"], "term__extension_consent": []}),
    ("no_form_served", True, {"forms__enabled": ["employer_student"], "forms__open_list": False}),
    ("form_unserved", False, {"forms__enabled": ["pedagogue_pedagogue", "employer_student"]}),
    ("category_unused", False, {"scope__mentor_categories": ["pedagogue", "pupil"], "forms__open_list": False}),
    ("no_type_held", True, {"types__enabled": ["flash_sequential"], "structure__cardinality": ["one_to_one"]}),
    ("type_unheld", False, {"types__enabled": ["traditional", "group"], "structure__cardinality": ["one_to_one"]}),
    ("grade_unheld", False, {"scope__mentor_grades": ["lead"], "structure__cardinality": ["one_to_one"]}),
    ("basis_differs", False, {"interaction__basis": ["group"], "structure__cardinality": ["one_to_one"]}),
    ("single_absent", False, {"types__speed_single": ["flash_speed"]}),
    ("virtual_in_person", False, {"types__enabled": ["virtual"], "interaction__mode": ["in_person"]}),
    ("not_addressed", False, {"scope__mentee_categories": ["willing_pupil", "young_pedagogue"]}),
    ("age_without_pupils", False, {"scope__mentee_min_age": 12}),
    (
        "commission_overfull",
        True,
        {"selection__commission_members": SEATS, "selection__commission_size": {"min": 1, "max": 2}},
    ),
    ("commission_chairs", False, {"selection__commission_members": SEATS}),
    ("commission_chairs", True, {"selection__commission_members": [{**each, "part": "chair"} for each in SEATS]}),
    ("portfolio_not_kept", False, {"publication__portfolio": ["mentor"], "selection__portfolio": []}),
    ("acts_differ", False, {"pairing__act": "order", "replacement__act": "directive"}),
    ("units_differ", False, {"programme__unit": "individual_plan"}),
    ("publication_without_consent", False, {"publication__registry": ["mentor_registry"]}),
    ("outsider_keeps_data", False, {"curator__may_be_external": True, "data__keepers": ["curator"]}),
    ("roadmap_outside", False, {"roadmap__period": {"from": None, "to": "2019", "basis": "calendar_years"}}),
    ("stamps_reversed", False, {"act__adopted": {"body": "pedagogical_council", "protocol_date": "2030-01-01"}}),
    (
        "too_few_deadlines",
        False,
        {
            "monitoring__frequency": [{"rule": "every", "interval": "quarter", "per": 1}],
            "monitoring__deadlines": [{"rule": "months", "months": [5]}],
        },
    ),
    ("deadline_without_date", False, {"monitoring__deadlines": [{"rule": "continuous"}]}),
    ("annex_missing", False, {"act__kind": ["regulation", "roadmap"]}),
]


@pytest.mark.parametrize(("kind", "is_error", "values"), MADE, ids=lambda each: each if isinstance(each, str) else "")
def test_contradiction_is_found_where_it_is_made(kind: str, is_error: bool, values: dict[str, Any]) -> None:
    view = replace(school("lenskaya", **values), extras={**preset_extras(), "roadmaps": []})
    found = [conflict for conflict in conflicts_of(view) if conflict.kind == kind]
    assert [conflict.is_error for conflict in found] == [is_error] * len(found) != []
    assert all(conflict.remedy for conflict in found if conflict.is_error)
    made = {key.replace("__", ".") for key in values}
    assert all(made.intersection(conflict.keys) for conflict in found)


def preset_extras() -> dict[str, Any]:
    return dict(view_of(preset("lenskaya")).extras)


def test_contradiction_is_gone_when_it_is_mended() -> None:
    mended = {
        "forms__enabled": ["pedagogue_pedagogue"],
        "term__min_months": 3,
        "scope__mentor_categories": ["pedagogue"],
    }
    found = kinds(conflicts_of(school("lenskaya", **mended)))
    assert found.isdisjoint({"form_unserved", "no_form_served", "below_minimum", "category_unused"})


def test_one_word_for_two_codes_is_told() -> None:
    words = {("mentoring_form", "pupil_pupil"): Word("тандем"), ("mentoring_type", "group"): Word("«Тандем»")}
    assert "one_word_two_codes" in kinds(conflicts_of(RegulationView({}, words=words)))


def roadmap(*events: dict[str, Any]) -> RegulationView:
    stage = {
        "order": 1,
        "code": "pairing",
        "title_ru": "Этап",
        "events": [{"responsible": [], **each} for each in events],
    }
    return RegulationView({}, extras={"roadmaps": [{"code": "main", "title_ru": "Карта", "stages": [stage]}]})


def test_roadmap_without_the_curator_is_told() -> None:
    view = roadmap({"title_ru": "Анализ анкет", "when": None, "responsible": ["head"]})
    assert "nobody_curates" in kinds(conflicts_of(view))


def test_every_kind_is_described_and_tried() -> None:
    """The list of kinds in the docstring is the list of kinds in the code, and of the kinds tried here."""
    described = {
        kind
        for line in str(conflicts.__doc__).splitlines()
        if line.startswith("- ")
        for kind in re.findall(r"[a-z_]+", line[2:].split(":")[0])
    }
    tried = {kind for kind, _is_error, _values in MADE} | set().union(*KNOWN.values())
    assert described == tried | {"one_word_two_codes", "nobody_curates"}


def test_draft_that_contradicts_itself_is_not_adopted(in_alpha: School) -> None:
    draft = actions.copy_version(version=adopted("lenskaya"), acting=acting_as("curator", in_alpha))
    value: dict[str, Any] = {"version": draft, "key": "term.min_months", "value": 20, "clause": "п. 1"}
    actions.set_value(**value, acting=acting_as("curator", in_alpha))
    shown = [conflict.ident for conflict in queries.conflicts_in(queries.version_view(draft.pk))]
    with pytest.raises(ConflictingRegulation) as refusal:
        actions.adopt_version(
            version=draft,
            body="pedagogical_council",
            order_no="1",
            order_date=datetime.date(2026, 9, 1),
            effective_from=datetime.date(2026, 9, 1),
            confirmed=shown,
            acting=acting_as("head", in_alpha),
        )
    assert refusal.value.problems[0]["place"] == "term.min_months"
    assert refusal.value.next_step


def test_warnings_are_confirmed_by_name(in_alpha: School) -> None:
    curator, head = acting_as("curator", in_alpha), acting_as("head", in_alpha)
    draft = actions.load_version(data=preset("lenskaya"), acting=curator)
    day = datetime.date(2026, 9, 1)
    stamps: dict[str, Any] = {"body": "pedagogical_council", "order_no": "1", "order_date": day, "effective_from": day}
    shown = [conflict.ident for conflict in queries.conflicts_in(queries.view_of_version(draft))]
    value: dict[str, Any] = {"version": draft, "key": "scope.mentee_min_age", "value": 12, "clause": "п. 1"}
    actions.set_value(**value, acting=curator)  # a new warning appears while the head reads
    with pytest.raises(UnconfirmedWarnings):
        actions.adopt_version(version=draft, acting=head, confirmed=shown, **stamps)
    shown = [conflict.ident for conflict in queries.conflicts_in(queries.version_view(draft.pk))]
    assert not actions.adopt_version(version=draft, acting=head, confirmed=shown, **stamps).is_draft


def test_setting_is_compared_by_what_it_says() -> None:
    """The same conflict has the same name in both languages and another one for other values."""
    view = school("lenskaya", scope__mentee_min_age=12)
    [first] = [each for each in conflicts_of(view) if each.kind == "age_without_pupils"]
    assert first.ident == replace(first, sentence="in another language").ident
    assert first.ident != replace(first, detail="other").ident
    assert SetValue(12, "п. 99", "по новой редакции") == view.settings["scope.mentee_min_age"]
