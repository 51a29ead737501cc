"""Entering schools, keys of caches, prefixes of files, managers that fail closed, routes of foreign schools."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection as raw_connection
from django.utils import timezone

from apps.school.journal.models import SchoolAudit
from tenants.identity.queries import actor_for
from tenants.isolation.backend import connection
from tenants.isolation.context import current_school, enter_region, enter_school, require_school
from tenants.isolation.files import SchoolPath
from tenants.organisations.models import School
from tests.support.cast import ClientFor, account_in


def test_entering_a_school_brings_its_schema_and_zone(beta: School) -> None:
    with enter_school(beta):
        assert connection.schema_name == "s_beta"
        assert timezone.get_current_timezone_name() == "Asia/Yekaterinburg"
    assert connection.schema_name == "public"


def test_the_place_is_restored_after_an_error(alpha: School) -> None:
    with pytest.raises(ZeroDivisionError), enter_school(alpha):
        _ = 1 / 0
    assert connection.schema_name == "public"
    assert current_school() is None


def test_places_nest(alpha: School, beta: School) -> None:
    with enter_school(alpha):
        with enter_school(beta), enter_region():
            assert current_school() is None
        assert current_school() == alpha


def test_code_of_a_school_outside_one_is_an_error(db: None) -> None:
    with pytest.raises(LookupError):
        require_school()


def test_a_schema_switched_past_the_context_is_noticed(alpha: School) -> None:
    raw_connection.set_schema(alpha.schema_name)  # type: ignore[attr-defined]  # django-tenants' connection
    with pytest.raises(TypeError):
        current_school()


def test_keys_of_the_cache_carry_the_schema(alpha: School, beta: School) -> None:
    with enter_school(alpha):
        assert cache.get_or_set("secret", "of alpha") == "of alpha"
    with enter_school(beta):
        assert cache.get("secret") is None
        assert cache.get_or_set("secret", "of beta") == "of beta"
    with enter_region():
        assert cache.get("secret") is None


def test_files_lie_under_the_prefix_of_the_school(in_alpha: School) -> None:
    path = SchoolPath("scans")(SchoolAudit(), "..\\..\\etc/Согласие.pdf")
    assert path.startswith("schools/s_alpha/scans/")
    assert path.endswith("/Согласие.pdf")
    assert ".." not in path


def test_a_file_has_no_place_outside_a_school(db: None) -> None:
    with pytest.raises(LookupError):
        SchoolPath("scans")(SchoolAudit(), "x.pdf")


def test_rows_of_a_school_are_not_seen_from_another(alpha: School, beta: School) -> None:
    with enter_school(alpha):
        SchoolAudit.objects.create(at=timezone.now(), code="alpha.only", actor_name="")
    with enter_school(beta):
        assert not SchoolAudit.objects.filter(code="alpha.only").exists()


def test_keys_of_two_schools_never_coincide(alpha: School, beta: School) -> None:
    numbers = []
    for school in (alpha, beta):
        with enter_school(school):
            numbers.append(SchoolAudit.objects.create(at=timezone.now(), code="x", actor_name="").pk)
    assert numbers[0] < 2_000_000 <= numbers[1]


def test_an_actor_has_in_a_school_only_the_roles_of_that_school(alpha: School, beta: School) -> None:
    account = account_in("head", alpha)
    assert actor_for(account, place="school", school=beta).roles == frozenset()
    assert actor_for(account, place="region").roles == {"head"}
    assert actor_for(account, place="school", school=alpha).schools == {"alpha": frozenset({"head"})}


def test_roles_in_a_suspended_school_do_not_count(alpha: School) -> None:
    account = account_in("head", alpha)
    School.objects.filter(pk=alpha.pk).update(state=School.State.SUSPENDED)
    assert actor_for(account, place="region").roles == frozenset()


@pytest.mark.parametrize("path", ["/accounts/members/", "/accounts/me/", "/jobs/"])
def test_a_foreign_school_answers_404(client_for: ClientFor, alpha: School, beta: School, path: str) -> None:
    assert client_for("curator", alpha, at="beta").get(path).status_code == 404


@pytest.mark.parametrize("path", ["/accounts/members/", "/accounts/me/", "/jobs/"])
def test_an_anonymous_person_is_sent_to_sign_in(client_for: ClientFor, alpha: School, path: str) -> None:
    answer = client_for(at="alpha").get(path)
    assert answer["Location"] == f"/accounts/login/?next={path}"
