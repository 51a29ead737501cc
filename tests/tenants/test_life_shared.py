"""Shared rows of a school: each model is declared, and the declaration is what happens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from apps.region.cases.models import CaseAdoption, PracticeCase
from apps.region.exchange.models import Offer, RemotePair, RemoteRequest
from apps.region.speed.models import Registration, SpeedEvent
from apps.region.statistics.models import IndicatorSnapshot
from kernel.clock import now, today
from tenants.identity.models import Account, Membership
from tenants.isolation.context import enter_school
from tenants.organisations.models import Domain, School
from tenants.provisioning.life import declared
from tenants.provisioning.life.actions import carry_out_export, order_export
from tenants.provisioning.life.cached import forget_cached
from tenants.provisioning.life.declared import reached_from_schools
from tenants.provisioning.life.export import export_school
from tenants.provisioning.life.models import SchoolExport
from tenants.provisioning.life.restore import restore_school
from tests.support import cases, exchange, life
from tests.support.cast import account_in

SURNAMES = ("Орлова", "Секретова")


def test_every_shared_model_of_a_school_is_declared_once() -> None:
    labels = [rule.label for rule in declared.declared()]
    assert len(labels) == len(set(labels))
    assert set(labels) == reached_from_schools()


@pytest.mark.django_db
def test_declarations_name_fields_that_are_there() -> None:
    for rule in declared.declared():
        assert rule.why
        for owner in rule.owners:
            assert rule.rows(0).filter(**{owner: 0}).count() == 0
        for name in [*rule.key, *(field for values in rule.clear.values() for field in values)]:
            assert rule.model._meta.get_field(name), f"{rule.label}.{name}"
        assert set(rule.clear) | set(rule.drop) <= set(rule.owners)
        assert bool(rule.key) == (rule.carried == "exported"), rule.label


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def remote_rows() -> dict[str, list[dict[str, Any]]]:
    """All rows of the exchange, column by column, but for the times of their last change."""
    models = (Offer, RemoteRequest, RemotePair)
    rows: dict[str, list[dict[str, Any]]] = {}
    for model in models:
        rows[model.__name__] = [
            {name: value for name, value in row.items() if name != "updated_at"}
            for row in model.objects.of_all_schools().order_by("pk").values()
        ]
    return rows


@pytest.mark.django_db(transaction=True)
def test_the_other_school_keeps_its_pair_without_the_names_of_the_destroyed(
    alpha: School, beta: School, media: Path, tmp_path: Path
) -> None:
    made = exchange.make_remote_pair(alpha, beta)
    meeting = made.pair.meetings.create(starts_at=now(), mentor_note="о Секретовой", mentee_note="об Орловой")
    before = remote_rows()
    export_school(alpha, tmp_path / "alpha.zip", life.silent)
    life.delete(alpha)

    pair = RemotePair.objects.of(beta.pk).get()
    assert (pair.state, pair.mentor_name, pair.mentor_account) == ("ended", "", None)
    assert pair.closed_on == today()
    assert "Секретова" in pair.mentee_name
    meeting.refresh_from_db()
    assert (meeting.mentor_note, meeting.mentee_note) == ("", "об Орловой")
    assert "Орлова" not in str(remote_rows())

    restored = restore_school(tmp_path / "alpha.zip", acting=life.ACTING, report=life.silent)
    assert remote_rows() == before
    meeting.refresh_from_db()
    assert (meeting.mentor_note, meeting.mentee_note) == ("о Секретовой", "об Орловой")
    assert restored.shared["exchange.RemotePair"] == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_the_asking_school_goes_and_the_pair_of_the_mentor_stays(alpha: School, beta: School, media: Path) -> None:
    exchange.make_remote_pair(alpha, beta)
    life.delete(beta)
    assert "Секретова" not in str(remote_rows())
    assert "Орлова" in RemotePair.objects.of(alpha.pk).get().mentor_name


@pytest.mark.django_db(transaction=True)
def test_counts_of_the_region_stay_and_persons_go(alpha: School, beta: School, media: Path) -> None:
    exchange.open_for_business(alpha)
    snapshots = list(IndicatorSnapshot.objects.of(alpha.pk).values())
    published, draft = cases.make_case(alpha), cases.make_case(alpha, state=PracticeCase.State.DRAFT)
    CaseAdoption.objects.create(case=published, school=beta)
    CaseAdoption.objects.create(case=cases.make_case(beta), school=alpha)
    event = SpeedEvent.objects.create(title="Встреча", starts_at=now())
    event.schools.set([alpha, beta])
    person = account_in("mentor", alpha)
    Registration.objects.create(
        event=event, school=alpha, account_id=person.pk, name="Орлова Нина", side="mentor", wish="О детях"
    )
    life.delete(alpha)

    assert snapshots
    assert list(IndicatorSnapshot.objects.of(alpha.pk).values()) == snapshots
    assert PracticeCase.objects.of(alpha.pk).get() == published
    assert not PracticeCase.objects.of_all_schools().filter(pk=draft.pk).exists()
    assert [row.school for row in CaseAdoption.objects.of_all_schools()] == [beta]
    assert list(Registration.objects.of(alpha.pk).values_list("name", "wish", "themes")) == [("", "", [])]
    assert not Account.objects.filter(pk=person.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_an_account_with_another_place_stays(alpha: School, beta: School, media: Path) -> None:
    both, only = account_in("mentor", alpha), account_in("head", alpha)
    Membership.objects.create(account=both, school=beta, role="mentor", is_active=False)
    done = life.delete(alpha)
    assert Account.objects.filter(pk=both.pk).exists()
    assert not Account.objects.filter(pk=only.pk).exists()
    assert done.facts["accounts"] == 1
    assert not Membership.objects.filter(school=alpha).exists()


@pytest.mark.django_db(transaction=True)
def test_cached_entries_of_the_school_go_and_those_of_others_stay(alpha: School, beta: School) -> None:
    for school in (alpha, beta):
        with enter_school(school):
            cache.set("greeting", school.slug)
    assert forget_cached(alpha.schema_name) == 1
    with enter_school(alpha):
        assert cache.get("greeting") is None
    with enter_school(beta):
        assert cache.get("greeting") == "beta"


@pytest.mark.django_db(transaction=True)
def test_exports_kept_here_are_destroyed_with_the_school(alpha: School, media: Path) -> None:
    order_export(school=alpha, acting=life.ACTING, result_url="/")
    export = carry_out_export(SchoolExport.objects.of(alpha.pk).get().pk, life.silent, life.ACTING)
    assert life.names_below(media / "exports") == [export.file]
    done = life.delete(alpha)
    assert life.names_below(media / "exports") == []
    assert done.facts["exports"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_export_replaces_the_one_that_is_kept(alpha: School, media: Path) -> None:
    made = []
    for _turn in range(2):
        order_export(school=alpha, acting=life.ACTING, result_url="/")
        waiting = SchoolExport.objects.of(alpha.pk).get(finished_at=None)
        made.append(carry_out_export(waiting.pk, life.silent, life.ACTING))
    assert life.names_below(media / "exports") == [made[1].file]
    made[0].refresh_from_db()
    assert (made[0].is_kept, made[1].is_kept) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_a_host_of_its_own_comes_back_unless_another_school_has_it(
    alpha: School, beta: School, media: Path, tmp_path: Path
) -> None:
    for host in ("own.example", "lost.example"):
        Domain.objects.create(domain=host, tenant=alpha, is_primary=False)
    export_school(alpha, tmp_path / "a.zip", life.silent)
    life.delete(alpha)
    Domain.objects.create(domain="lost.example", tenant=beta)
    restored = restore_school(tmp_path / "a.zip", acting=life.ACTING, report=life.silent)
    assert list(Domain.objects.order_by("domain").values_list("domain", "tenant__slug")) == [
        ("lost.example", "beta"),
        ("own.example", "alpha"),
    ]
    assert restored.shared["organisations.Domain"] == (1, 1)
