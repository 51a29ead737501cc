"""Versions in the database: drafts are edited, adopted ones stand, a later one replaces an earlier from its date."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from apps.school.regulation import actions, queries, rules
from apps.school.regulation.catalogue import PRESET_SLUGS, preset
from apps.school.regulation.errors import AdoptionDatesError, FaultyRegulationError, NoRegulation, NotADraft
from apps.school.regulation.models import RegulationVersion, State
from apps.school.regulation.region import layer_on
from apps.school.regulation.view import view_of
from kernel.errors import InputError, NotFound
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.regulation.acts import document, pair
from tests.support.cast import acting_as

DAY = datetime.date


@pytest.fixture
def draft(in_alpha: School) -> RegulationVersion:
    return load("lenskaya", in_alpha)


def load(slug: str, school: School) -> RegulationVersion:
    return actions.load_version(data=preset(slug), acting=acting_as("curator", school))


def adopt(version: RegulationVersion, school: School, start: DAY, **changes: Any) -> RegulationVersion:
    adoption: dict[str, Any] = {
        "body": "pedagogical_council",
        "protocol_no": "7",
        "protocol_date": start,
        "order_no": "12-од",
        "order_date": start,
        "effective_from": start,
    }
    return actions.adopt_version(version=version, acting=acting_as("head", school), **(adoption | changes))


@pytest.mark.parametrize("slug", PRESET_SLUGS)
def test_stored_preset_is_the_same_regulation(slug: str, in_alpha: School) -> None:
    stored, original = queries.version_view(load(slug, in_alpha).pk), view_of(preset(slug))
    assert stored.settings == original.settings
    assert stored.words == original.words
    assert stored.extras == original.extras


def test_faulty_file_saves_nothing_and_names_every_place(in_alpha: School) -> None:
    data = document()
    data["values"]["term.max_months"]["value"] = "12"
    data["values"]["forms.enabled"]["value"] = ["pedagog"]
    with pytest.raises(FaultyRegulationError) as refusal:
        actions.load_version(data=data, acting=acting_as("curator", in_alpha))
    assert {problem["place"] for problem in refusal.value.problems} == {
        "$.values['term.max_months'].value",
        "$.values['forms.enabled'].value[0]",
    }
    assert not RegulationVersion.objects.exists()


def test_school_without_an_adopted_version_has_no_regulation(draft: RegulationVersion) -> None:
    with pytest.raises(NoRegulation):
        queries.current()
    assert queries.current_or_none() is None


def test_later_version_replaces_an_earlier_one_from_its_date(draft: RegulationVersion, in_alpha: School) -> None:
    first = adopt(draft, in_alpha, DAY(2025, 9, 1))
    second = actions.copy_version(version=first, acting=acting_as("curator", in_alpha))
    actions.set_value(
        version=second, key="term.max_months", value=18, clause="п. 1.2", acting=acting_as("curator", in_alpha)
    )
    adopt(second, in_alpha, DAY(2026, 3, 1))
    first.refresh_from_db()
    assert first.effective_to == DAY(2026, 2, 28)
    assert queries.current(DAY(2026, 2, 28)).value("term.max_months") == 12
    assert queries.current(DAY(2026, 3, 1)).value("term.max_months") == 18
    assert queries.version_view(first.pk).value("term.max_months") == 12  # pairs formed under it keep it
    with pytest.raises(NoRegulation):
        queries.current(DAY(2025, 8, 31))


def test_expired_act_is_usable_again_after_an_amendment(in_alpha: School) -> None:
    version = adopt(load("co-58", in_alpha), in_alpha, DAY(2020, 9, 1))
    day = DAY(2026, 10, 1)
    facts = pair(on=day, start=day, end=DAY(2027, 5, 31))
    assert rules.pair_formation(queries.current(day), facts)
    amended = actions.copy_version(version=version, acting=acting_as("curator", in_alpha))
    period = {"from": "2020", "to": "2030", "basis": "calendar_years"}
    actions.set_value(
        version=amended, key="act.validity", value=period, clause="разд. 1", acting=acting_as("curator", in_alpha)
    )
    adopt(amended, in_alpha, DAY(2026, 9, 1))
    assert rules.pair_formation(queries.current(day), facts) == []


def test_adopted_version_is_never_changed(draft: RegulationVersion, in_alpha: School) -> None:
    version, curator = adopt(draft, in_alpha, DAY(2025, 9, 1)), acting_as("curator", in_alpha)
    with pytest.raises(NotADraft):
        actions.set_value(version=version, key="term.max_months", value=18, clause="п. 1", acting=curator)
    with pytest.raises(NotADraft):
        actions.clear_value(version=version, key="term.max_months", acting=curator)
    with pytest.raises(NotADraft):
        actions.discard_draft(version=version, acting=curator)
    with pytest.raises(NotADraft):
        adopt(version, in_alpha, DAY(2026, 9, 1))


@pytest.mark.parametrize(
    "changes",
    [
        {"order_date": DAY(2026, 9, 2)},
        {"protocol_date": DAY(2026, 9, 2)},
        {"effective_from": DAY(2025, 9, 1), "order_date": DAY(2025, 9, 1), "protocol_date": None},
    ],
)
def test_dates_of_adoption_fit_each_other_and_the_versions_before(
    draft: RegulationVersion, in_alpha: School, changes: dict[str, Any]
) -> None:
    adopt(draft, in_alpha, DAY(2025, 9, 1))
    later = actions.copy_version(version=draft, acting=acting_as("curator", in_alpha))
    with pytest.raises(AdoptionDatesError):
        adopt(later, in_alpha, DAY(2026, 9, 1), **changes)


@pytest.mark.parametrize("changes", [{"order_no": " "}, {"body": "parliament"}])
def test_adoption_needs_its_particulars(draft: RegulationVersion, in_alpha: School, changes: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        adopt(draft, in_alpha, DAY(2025, 9, 1), **changes)


def test_stamps_of_the_act_are_the_facts_of_its_adoption(in_alpha: School) -> None:
    version = adopt(load("cit", in_alpha), in_alpha, DAY(2025, 9, 1))
    rule = queries.version_view(version.pk).rule("act.approved")
    assert rule.value == {"order_no": "12-од", "order_date": "2025-09-01"}
    assert rule.origin == "school"


def test_stamps_already_in_the_file_keep_their_quotation(draft: RegulationVersion, in_alpha: School) -> None:
    adopt(
        draft,
        in_alpha,
        DAY(2022, 9, 20),
        body="institution_council",
        protocol_no="2",
        order_no="45/4-од",
    )
    assert queries.version_view(draft.pk).settings["act.approved"].quote


def test_value_is_validated_by_its_type(draft: RegulationVersion, in_alpha: School) -> None:
    curator = acting_as("curator", in_alpha)
    with pytest.raises(FaultyRegulationError) as refusal:
        actions.set_value(version=draft, key="term.max_months", value=99, clause="", acting=curator)
    assert [problem["place"] for problem in refusal.value.problems] == ["value", "clause"]
    with pytest.raises(FaultyRegulationError):
        actions.set_value(version=draft, key="term.max", value=9, clause="п. 1", acting=curator)


def test_picked_reading_ends_a_contradiction(draft: RegulationVersion, in_alpha: School) -> None:
    key, curator = "scope.mentor_categories", acting_as("curator", in_alpha)
    assert queries.version_view(draft.pk).rule(key).alternatives
    actions.set_value(version=draft, key=key, value=["pedagogue", "head"], clause="п. 1.2", acting=curator)
    rule = queries.version_view(draft.pk).rule(key)
    assert (rule.value, rule.alternatives) == (["pedagogue", "head"], ())


def test_cleared_value_gives_way_to_the_regional_default(draft: RegulationVersion, in_alpha: School) -> None:
    actions.clear_value(version=draft, key="term.max_months", acting=acting_as("curator", in_alpha))
    with translation.override("ru"):
        rule = queries.version_view(draft.pk).rule("term.max_months")
    assert (rule.origin, rule.value) == ("region", 12)
    assert "региональное умолчание" in rule.clause


def test_discarded_draft_is_gone(draft: RegulationVersion, in_alpha: School) -> None:
    number = draft.pk
    actions.discard_draft(version=draft, acting=acting_as("curator", in_alpha))
    with pytest.raises(NotFound):
        queries.version_view(number)


def reads_of(body: Callable[[], object]) -> int:
    """Queries without the switches of schema."""
    with CaptureQueriesContext(connection) as captured:
        body()
    return sum(query["sql"].startswith("SELECT") for query in captured.captured_queries)


def test_current_takes_three_queries_then_two(draft: RegulationVersion, in_alpha: School) -> None:
    adopt(draft, in_alpha, DAY(2025, 9, 1))
    layer_on(DAY(2026, 1, 1))
    assert reads_of(lambda: queries.current(DAY(2026, 1, 1))) == 3
    assert reads_of(lambda: queries.current(DAY(2026, 1, 1))) == 2


def test_schools_never_see_each_others_regulation(alpha: School, beta: School) -> None:
    with enter_school(alpha):
        adopt(load("lenskaya", alpha), alpha, DAY(2025, 9, 1))
    with enter_school(beta):
        assert queries.current_or_none(DAY(2026, 1, 1)) is None
        adopt(load("ozono-chepetskaya", beta), beta, DAY(2025, 9, 1))
        assert "pupils" in queries.current(DAY(2026, 1, 1)).codes("scope.addressees")
    with enter_school(alpha):
        assert "pupils" not in queries.current(DAY(2026, 1, 1)).codes("scope.addressees")


def test_database_keeps_one_adopted_version_per_date(draft: RegulationVersion, in_alpha: School) -> None:
    adopt(draft, in_alpha, DAY(2025, 9, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        RegulationVersion.objects.create(
            number=99,
            title="Двойник",
            state=State.ADOPTED,
            body="pedagogical_council",
            order_no="1",
            order_date=DAY(2025, 9, 1),
            effective_from=DAY(2025, 9, 1),
        )


def test_database_refuses_an_adoption_without_its_order(in_alpha: School) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RegulationVersion.objects.create(number=1, title="Без приказа", state=State.ADOPTED)


def test_models_and_migrations_agree(db: None) -> None:
    call_command("makemigrations", "regulation", check=True, dry_run=True)
