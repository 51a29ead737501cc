"""Shared rows by school: which models are scoped, which are not and why, and where the exceptions may be written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.db.models import Q

from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School

ROOT = Path(settings.ROOT)

UNSCOPED = {
    "organisations.Domain": "finds the school of a host, before there is any school to scope by",
    "identity.Membership": "read by account on each request: it is what tells the schools of a person",
    "shared_journal.Job": "read by its UUID; half of the jobs belong to no school",
}
"""Shared models with a key to a school and no scoped manager, each with its reason."""

READ_DIRECTLY = {
    "Domain": set(),  # reached from schools: ``domains__domain``
    "Membership": {
        "tenants/identity/queries.py",
        "tenants/identity/actions.py",
        "tenants/identity/tasks.py",
        "tenants/identity/management/commands/account.py",
        "tenants/provisioning/actions.py",
        "tenants/provisioning/life/accounts.py",
        "apps/region/statistics/permissions.py",
        "apps/region/exchange/queries.py",
        "platform/config/management/commands/demo.py",
        "platform/config/demo/notices.py",
    },
    "Job": {
        "tenants/journal/jobs.py",
        "tenants/journal/queries.py",
        "tenants/provisioning/actions.py",
        "tenants/provisioning/bulk.py",
        "tenants/provisioning/reconciling.py",
    },
}
"""The only modules that may ask an unscoped model's manager."""

JOINABLE = {"organisations.SchoolTerms": "one row a school, declared for the other schools to read"}
"""Scoped models that a query over schools may join."""

OF_ALL_SCHOOLS = {
    "apps/region/statistics/queries.py": "the dashboard's sums; the scope of the coordinator is a condition on schools",
    "apps/region/statistics/outlook.py": "which schools are late: the fan-out of reports",
    "apps/region/cases/queries.py": "the published library and the institute's queue",
    "apps/region/cases/actions.py": "an expert reviews any school's case; a school adopts another's",
    "apps/region/exchange/queries.py": "a remote pair belongs to two schools and to the coordinators",
    "apps/region/exchange/outlook/offers.py": "open offers of the other schools, names shown with consent only",
    "apps/region/exchange/outlook/needs.py": "open needs of the other schools, without names",
    "apps/region/exchange/recommending.py": "the best distribution of what is offered over what is needed",
    "apps/region/exchange/intake/requests.py": "a request locks the offer of the other school; its rivals are told",
    "apps/region/exchange/intake/needs.py": "a school answers a need of another",
    "apps/region/exchange/intake/loads.py": "what one person mentors in all schools together",
    "apps/region/speed/queries/events.py": "an event brings people of all invited schools together",
    "apps/region/speed/queries/hall.py": "everybody in the hall of an event, of whatever school",
    "apps/region/exchange/rooms.py": "a pair's room belongs to both schools",
    "apps/region/rooms/actions.py": "a room's people are of several schools",
    "apps/region/rooms/queries.py": "a room's people are of several schools",
    "apps/region/speed/actions/signing.py": "the coordinator takes anybody out of an event",
    "tenants/journal/errands.py": "which schools have work whose moment has come",
    "tenants/identity/queries.py": "one account's own counts of unread notices in its schools",
    "tenants/provisioning/fleet/recording.py": "migrations that stopped half-way, in whatever school",
    "tenants/provisioning/life/actions.py": "records of exports and acts, by their UUID",
    "tenants/provisioning/life/restore.py": "a restoration that was interrupted, of whatever school",
    "tenants/provisioning/life/tasks.py": "the export or the act that a job is about, by its UUID",
    "platform/config/demo/exchange.py": "the two people of a request, each in the own school",
    "platform/config/demo/load.py": "has the demo's region been loaded already",
}
"""Where ``of_all_schools()`` may be written, and what for."""

ROW_KEEPER = "tenants/isolation/scoping.py"


def sources() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("platform", "tenants", "apps", "api"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if not {"migrations", "node_modules"} & set(file.parts):
                yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def calls_of(name: str) -> dict[str, list[int]]:
    """File -> lines where the attribute is written."""
    found: dict[str, list[int]] = {}
    for where, tree in sources():
        lines = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == name]
        if lines:
            found[where] = lines
    return found


def keys_to_a_school(model: type[models.Model]) -> list[models.ForeignKey[models.Model, models.Model]]:
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model is School
    ]


def models_of_schools() -> list[type[models.Model]]:
    own = [model for model in apps.get_models() if model.__module__.split(".")[0] in {"tenants", "apps", "api"}]
    return [model for model in own if keys_to_a_school(model)]


def scoped_models() -> list[type[models.Model]]:
    return [model for model in models_of_schools() if isinstance(model._default_manager, ScopedManager)]


def test_shared_rows_of_schools_are_reached_through_the_scoped_manager() -> None:
    unscoped = {model._meta.label for model in models_of_schools()} - {model._meta.label for model in scoped_models()}
    assert unscoped == set(UNSCOPED)
    assert len(scoped_models()) >= 8


def test_every_key_to_a_school_counts_as_belonging() -> None:
    for model in scoped_models():
        manager = model._default_manager
        assert isinstance(manager, ScopedManager)
        assert {field.name for field in keys_to_a_school(model)} == set(manager.school_fields), model._meta.label


def test_a_scoped_model_has_no_manager_beside() -> None:
    for model in scoped_models():
        assert [type(manager) for manager in model._meta.managers] == [ScopedManager], model._meta.label


def test_rows_of_schools_cannot_be_joined_from_schools() -> None:
    joinable = {
        model._meta.label
        for model in scoped_models()
        for field in keys_to_a_school(model)
        if field.remote_field.related_name != "+"
    }
    assert joinable == set(JOINABLE)
    with pytest.raises(FieldError):
        School.objects.filter(Q(("offer__state", "open")))


def test_all_schools_are_read_in_named_modules_only() -> None:
    assert set(calls_of("of_all_schools")) - {ROW_KEEPER} == set(OF_ALL_SCHOOLS)


def test_no_school_reads_all_schools() -> None:
    assert not [where for where in OF_ALL_SCHOOLS if where.startswith("apps/school/")]


def test_the_managers_below_the_scoped_one_are_not_asked() -> None:
    # A school's shared rows are carried and destroyed model by model, as the installation declares them.
    # A person of a school is merged with a duplicate in every table of that school, whatever it is.
    assert set(calls_of("_base_manager")) == {
        "apps/school/people/merging.py",
        "tenants/provisioning/life/declared.py",
        "tenants/provisioning/life/shared.py",
    }
    allowed = {ROW_KEEPER, "tenants/journal/sinks.py", "apps/school/regulation/queries.py"}
    allowed |= {"apps/school/people/pages/cards.py", "tenants/provisioning/life/destruction.py"}
    # All but the first are given a model of the school's own schema.
    assert set(calls_of("_default_manager")) == allowed


@pytest.mark.parametrize("name", sorted(READ_DIRECTLY))
def test_unscoped_models_are_asked_in_named_modules_only(name: str) -> None:
    asking = {
        where
        for where, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "objects"
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    }
    assert asking == READ_DIRECTLY[name]
