"""The catalogue is the only declaration of the parameters, complete in both languages."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from jsonschema import Draft202012Validator

from apps.school.regulation.catalogue import PRESET_SLUGS, PRESETS, Parameter, catalogue, preset, read_json
from apps.school.regulation.values.render import render_value
from apps.school.regulation.values.validate import VALIDATORS, validate_value
from apps.school.regulation.view import RegulationView, view_of

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\{(\w+)\}")
PARAMETERS = list(catalogue().parameters.values())
EMPTY = RegulationView(settings={})


def test_catalogue_has_its_schema() -> None:
    Draft202012Validator(read_json(PRESETS / "catalogue.schema.json")).validate(read_json(PRESETS / "catalogue.json"))


def test_all_parameters_are_declared_once() -> None:
    keys = [item["key"] for item in read_json(PRESETS / "catalogue.json")["parameters"]]
    assert len(keys) == len(set(keys)) == len(PARAMETERS) == 101


def test_every_type_has_its_validator() -> None:
    assert set(catalogue().types) == set(VALIDATORS) == {parameter.spec.kind for parameter in PARAMETERS}
    assert len(VALIDATORS) == 18


def test_institution_schema_knows_the_same_codes() -> None:
    definitions = read_json(PRESETS / "institution.schema.json")["$defs"]
    for name, codes in catalogue().dictionaries.items():
        assert definitions[name]["enum"] == list(codes), name


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.key)
def test_parameter_is_complete_in_both_languages(parameter: Parameter) -> None:
    texts = [parameter.title, parameter.help, parameter.basis]
    texts += [parameter.norm.source] if parameter.norm else []
    for text in texts:
        assert CYRILLIC.search(text.ru) or text.ru
        assert text.en
        assert not CYRILLIC.search(text.en)
    assert bool(parameter.refusal.ru) is bool(parameter.refusal.en)
    found = [set(PLACEHOLDER.findall(text)) for text in (parameter.refusal.ru, parameter.refusal.en)]
    assert found[0] == found[1]
    assert found[0] <= {"value", "actual", "clause"}
    assert not parameter.refusal or "clause" in found[0]


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.key)
def test_default_is_valid_and_readable(parameter: Parameter) -> None:
    assert validate_value(parameter.default, parameter.spec) == []
    for language in ("ru", "en"):
        with translation.override(language):
            assert render_value(parameter.default, parameter.spec)
            assert EMPTY.rule(parameter.key).origin == "region"


def test_english_rendering_of_every_default_has_no_russian() -> None:
    with translation.override("en"):
        for parameter in PARAMETERS:
            assert not CYRILLIC.search(EMPTY.render(parameter.key)), parameter.key
            assert not CYRILLIC.search(EMPTY.rule(parameter.key).clause), parameter.key


@pytest.mark.parametrize("slug", PRESET_SLUGS)
def test_every_value_of_a_preset_reads_in_both_languages(slug: str) -> None:
    view = view_of(preset(slug))
    for key in view.settings:
        for language in ("ru", "en"):
            with translation.override(language):
                assert view.render(key)
                assert view.bare(key)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("pairing.max_mentees", {"individual": 2, "group": None}, "не более 2 наставляемых; в группе без ограничения"),
        ("term.max_months", 3, "3 месяца"),
        ("selection.commission_size", {"min": 3, "max": 5}, "от 3 до 5 человек"),
        ("act.validity", {"from": "2020", "to": "2025", "basis": "calendar_years"}, "с 01.01.2020 по 31.12.2025"),
        ("act.validity", {"from": "2022", "to": "2023", "basis": "academic_years"}, "с 01.09.2022 по 31.08.2023"),
        (
            "monitoring.deadlines",
            [{"rule": "yearly_dates", "dates": ["03-30", "09-30"]}],
            "ежегодно: 30 марта, 30 сентября",
        ),
        ("monitoring.deadlines", [{"rule": "months", "months": [5, 12]}], "ежегодно: май, декабрь"),
        (
            "act.adopted",
            {"body": "pedagogical_council", "protocol_no": "1", "protocol_date": "2023-01-10"},
            "педагогический совет, протокол № 1 от 10.01.2023",
        ),
        (
            "scope.mentee_experience",
            [{"track": "teachers_club", "years_gt": 5, "years_le": None}],
            "клуб педагогов: стаж более 5 лет",
        ),
        ("selection.portfolio", [], "нет"),
    ],
)
def test_value_reads_as_people_write(key: str, value: object, expected: str) -> None:
    with translation.override("ru"):
        assert EMPTY.render(key, value) == expected


def test_school_is_addressed_in_its_own_words() -> None:
    view = view_of(preset("cit"))
    with translation.override("ru"):
        assert view.local_name("role", "head") == "директор"
        assert EMPTY.local_name("role", "head") == "руководитель (директор)"
    with translation.override("en"):
        assert view.local_name("role", "head") == catalogue().dictionaries["role"]["head"].title.en
