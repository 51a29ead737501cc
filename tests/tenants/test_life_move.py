"""Moving a school: to another installation, to another name. Two databases of one server are the two installations."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection

from apps.school.consents.models import Consent
from apps.school.people.models import Person
from tenants.identity.models import Account, Membership
from tenants.isolation.context import as_owner, enter_school
from tenants.organisations.models import Municipality, School
from tenants.provisioning.actions import resume_school, suspend_school
from tenants.provisioning.life.export import export_school
from tenants.provisioning.life.restore import restore_school
from tenants.provisioning.life.verify import compare_school, verify_archive
from tests.support import database, life
from tests.support.cast import ClientFor, account_in
from tests.support.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "here"


@contextmanager
def another_installation(settings: Any, media: Path) -> Iterator[None]:
    """Inside, the product works on another database and another folder of files."""
    here, files = configured.DATABASES["default"]["NAME"], settings.MEDIA_ROOT
    there = f"estafeta_test_elsewhere_{os.getpid()}"
    connection.close()
    database.clone(database.ensure_template(), there)
    database.use_database(there)
    settings.MEDIA_ROOT = media
    try:
        yield
    finally:
        database.use_database(here)
        database.drop(there)
        settings.MEDIA_ROOT = files


def test_a_school_moves_to_another_installation(
    alpha: School, beta: School, settings: Any, tmp_path: Path, client_for: ClientFor
) -> None:
    life.fill_school(alpha)
    curator = account_in("curator", alpha)
    archive = tmp_path / "alpha.zip"
    suspended = suspend_school(school=alpha, acting=life.ACTING)
    export_school(suspended, archive, life.silent)
    others = life.sums(beta)

    with another_installation(settings, tmp_path / "there"):
        School.objects.filter(slug="alpha").delete()
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA s_alpha CASCADE")
        Municipality.objects.exclude(schools__isnull=False).delete()
        # The curator works there already, under another UUID.
        known = Account.objects.create_user(curator.email, "another-password", last_name="Свой")

        restored = restore_school(archive, acting=life.ACTING, report=life.silent)
        assert (restored.accounts_matched, restored.school.state) == (1, School.State.SUSPENDED)
        assert restored.school.municipality.title == "Муниципалитет № 1"
        assert compare_school(archive, restored.school) == []
        known.refresh_from_db()
        assert known.check_password("another-password")
        resume_school(school=restored.school, acting=life.ACTING)
        assert {row.account_id for row in Membership.objects.filter(role="curator", school__slug="alpha")} == {known.pk}
        with enter_school(restored.school):
            assert Person.objects.filter(last_name=life.SURNAME, position=life.AWKWARD).exists()
        assert client_for("curator", life.fresh("alpha")).get("/").status_code == 200

    assert verify_archive(archive)[2] == []
    life.delete(suspended)
    assert life.sums(beta) == others


def test_references_follow_an_account_that_has_another_uuid(alpha: School, settings: Any, tmp_path: Path) -> None:
    mentor = account_in("mentor", alpha)
    with enter_school(alpha):
        person = make_person(account_id=mentor.pk)
    export_school(alpha, tmp_path / "a.zip", life.silent)
    with another_installation(settings, tmp_path / "there"):
        known = Account.objects.create_user(mentor.email)
        restored = restore_school(tmp_path / "a.zip", slug="gamma", acting=life.ACTING, report=life.silent)
        with enter_school(restored.school):
            assert Person.objects.get(pk=person.pk).account_id == known.pk
        assert not Account.objects.filter(pk=mentor.pk).exists()
        assert compare_school(tmp_path / "a.zip", restored.school) == []


def test_a_school_stands_again_beside_itself_under_another_name(alpha: School, tmp_path: Path) -> None:
    life.fill_school(alpha)
    before, files = life.sums(alpha), life.stored(alpha)
    members = Membership.objects.filter(school=alpha).count()
    export_school(alpha, tmp_path / "a.zip", life.silent)
    restored = restore_school(tmp_path / "a.zip", slug="gamma-2", acting=life.ACTING, report=life.silent)
    gamma = restored.school
    assert (life.sums(alpha), life.stored(alpha)) == (before, files)
    assert life.stored(gamma) == files
    assert (restored.accounts_made, Membership.objects.filter(school=gamma).count()) == (0, members)
    # What is the region's stays with the school it came from.
    assert restored.shared["cases.PracticeCase"] == (0, 1)
    assert compare_school(tmp_path / "a.zip", gamma) == []
    with enter_school(gamma):
        scan = Consent.objects.exclude(scan="").get().scan
        assert str(scan.name).startswith("schools/s_gamma_2/consents/")
        assert scan.read() == b"%PDF scan" * 1000


def test_a_school_that_was_changed_since_differs_from_its_archive(alpha: School, tmp_path: Path) -> None:
    life.put_file(alpha, "a.txt", b"a")
    export_school(alpha, tmp_path / "a.zip", life.silent)
    with enter_school(alpha):
        make_person()
    life.put_file(alpha, "b.txt", b"b")
    places = {fault.place for fault in compare_school(tmp_path / "a.zip", alpha)}
    assert {"people_person", "schools/s_alpha/b.txt"} <= places
