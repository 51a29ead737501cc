"""What follows a commit happens where it was asked for."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from apps.school.people.actions import staff_imports
from apps.school.people.models import StaffImport
from kernel.acting import system_actor
from tenants.isolation.commits import after_commit
from tenants.isolation.context import current_school, enter_region, enter_school
from tenants.organisations.models import School


def here() -> str:
    school = current_school()
    return school.slug if school else "region"


def test_callbacks_run_in_the_places_where_they_were_asked_for(
    alpha: School, beta: School, django_capture_on_commit_callbacks: Any
) -> None:
    seen: list[str] = []
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for school in (alpha, beta):
            with enter_school(school):
                after_commit(lambda: seen.append(here()))
        with enter_school(alpha), enter_region():
            after_commit(lambda: seen.append(here()))
    assert seen == ["alpha", "beta", "region"]
    assert here() == "region"


def test_without_a_transaction_it_happens_at_once(transactional_db: None) -> None:
    seen: list[str] = []
    with enter_school(School.objects.get(slug="beta")):
        after_commit(lambda: seen.append(here()))
    assert seen == ["beta"]


def test_a_rollback_takes_the_callback_along(transactional_db: None) -> None:
    seen: list[str] = []

    def fail() -> None:
        with transaction.atomic():
            after_commit(lambda: seen.append(here()))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seen == []


def test_the_file_of_a_cancelled_list_goes_although_the_place_was_left(
    alpha: School, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic(), enter_school(alpha):
        row = StaffImport.objects.create(file=ContentFile(b"names", "list.csv"), file_name="list.csv")
        name = str(row.file.name)
        staff_imports.cancel_import(staff_import=row, acting=system_actor("tests"))
        assert default_storage.exists(name)
    with enter_school(alpha):
        assert not default_storage.exists(name)
