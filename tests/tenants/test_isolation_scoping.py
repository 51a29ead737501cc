"""The manager that fails closed: every way Django has to rows of schools, asked without saying whose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.db.models.manager import BaseManager
from django.forms import fields_for_model
from django.shortcuts import get_object_or_404

from apps.region.exchange.models import RemotePair
from apps.region.speed.models import Registration, SpeedEvent, SpeedFeedback
from apps.region.statistics.models import IndicatorSnapshot
from kernel.clock import now, today
from tenants.isolation.scoping import ForeignRow, ScopedManager, UnscopedAccess
from tenants.organisations.models import School
from tests.support.exchange import make_remote_pair
from tests.support.speed import make_event, sign_up
from tests.support.statistics import make_school, report

UPSERT: dict[str, Any] = {"unique_fields": ["id"], "update_fields": ["goal"]}


@pytest.fixture
def reported(alpha: School, beta: School) -> None:
    report(alpha, mentors=1)
    report(beta, mentors=2)


ASKING = sorted({"all", *BaseManager._get_queryset_methods(models.QuerySet)} - {"create", "acreate"})


@pytest.mark.parametrize("name", ASKING)
def test_unscoped_access_is_refused(name: str) -> None:
    with pytest.raises(UnscopedAccess):
        getattr(IndicatorSnapshot.objects, name)()


@pytest.mark.usefixtures("reported")
@pytest.mark.parametrize(
    "ask",
    [
        lambda: get_object_or_404(IndicatorSnapshot, pk=1),
        lambda: IndicatorSnapshot(school_id=1, day=today(), taken_at=now()).validate_constraints(),
        lambda: fields_for_model(SpeedFeedback),
        lambda: IndicatorSnapshot._default_manager.all(),
    ],
)
def test_forms_and_shortcuts_are_refused(ask: Callable[[], object]) -> None:
    with pytest.raises(UnscopedAccess):
        ask()


@pytest.mark.usefixtures("reported")
def test_dumping_all_data_is_refused() -> None:
    with pytest.raises(CommandError, match="say whose rows"):
        call_command("dumpdata", "statistics", verbosity=0)


def test_a_scope_is_one_schools_rows(reported: None, alpha: School, beta: School) -> None:
    assert [row.mentors for row in IndicatorSnapshot.objects.of(alpha.pk)] == [1]
    assert IndicatorSnapshot.objects.among([alpha.pk, beta.pk]).count() == 2
    assert IndicatorSnapshot.objects.of_all_schools().count() == 2


def test_every_key_to_a_school_is_asked() -> None:
    where = str(RemotePair.objects.of(7).query)
    assert '"mentor_school_id" IN (7)' in where
    assert '"mentee_school_id" IN (7)' in where


def test_rows_of_an_event_need_a_scope_too(alpha: School, beta: School) -> None:
    event, other = make_event(), make_event()
    for school in (alpha, beta):
        sign_up(event, school, "mentor", name=school.slug)
    sign_up(other, alpha, "mentor", name="elsewhere")
    with pytest.raises(UnscopedAccess):
        event.registrations.all()
    with pytest.raises(UnscopedAccess):
        event.registrations.count()
    of_event = cast("ScopedManager[Registration]", event.registrations)
    assert [row.name for row in of_event.of(alpha.pk)] == ["alpha"]
    assert of_event.of_all_schools().count() == 2


@pytest.mark.usefixtures("alpha")
def test_rows_of_schools_are_not_prefetched_unscoped() -> None:
    make_event()
    with pytest.raises(UnscopedAccess):
        list(SpeedEvent.objects.prefetch_related("registrations"))


def test_a_new_row_says_whose_it_is() -> None:
    with pytest.raises(UnscopedAccess):
        IndicatorSnapshot.objects.create(day=today(), taken_at=now())


def test_a_scope_binds_new_rows(alpha: School, beta: School) -> None:
    foreign: dict[str, Any] = {"school": beta, "day": today(), "taken_at": now()}
    own = IndicatorSnapshot.objects.of(alpha.pk)
    with pytest.raises(ForeignRow):
        own.create(**foreign)
    with pytest.raises(ForeignRow):
        own.bulk_create([IndicatorSnapshot(**foreign)])
    with pytest.raises(ForeignRow):
        own.get_or_create(**foreign)
    with pytest.raises(ForeignRow):
        own.filter(day=today()).update_or_create(school_id=beta.pk, day=today(), defaults={"taken_at": now()})
    assert not IndicatorSnapshot.objects.of(beta.pk).exists()


def test_a_scope_binds_changed_rows(reported: None, alpha: School, beta: School) -> None:
    own = IndicatorSnapshot.objects.of(alpha.pk)
    row = own.get()
    row.school = beta
    with pytest.raises(ForeignRow):
        own.update(school=beta)
    with pytest.raises(ForeignRow), transaction.atomic():
        own.bulk_update([row], ["school"])
    assert own.update(mentors=9) == 1
    assert IndicatorSnapshot.objects.of(beta.pk).get().mentors == 2


def test_a_row_of_two_schools_is_written_by_either_and_by_no_third(alpha: School, beta: School) -> None:
    made = make_remote_pair(alpha, beta).pair
    third = make_school(3)
    for side in (alpha, beta):
        RemotePair.objects.of(side.pk).bulk_create([made], update_conflicts=True, **UPSERT)
    with pytest.raises(ForeignRow):
        RemotePair.objects.of(third.pk).bulk_create([made], update_conflicts=True, **UPSERT)
