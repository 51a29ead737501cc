"""Export, deletion, restoration of one school: it comes back whole, and nobody else notices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from celery import current_app

from apps.region.cases.models import PracticeCase
from apps.school.orders.models import Order
from apps.school.people.models import Person
from tenants.identity.models import Account, Membership
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tenants.provisioning.life.export import export_school
from tenants.provisioning.life.restore import restore_school
from tenants.provisioning.life.verify import compare_school
from tests.support import life
from tests.support.cast import PASSWORD, ClientFor, account_in
from tests.support.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def filled(alpha: School, monkeypatch: pytest.MonkeyPatch) -> School:
    """Alpha with content; the documents of its orders are rendered at once."""
    with monkeypatch.context() as patch:
        patch.setitem(current_app.conf, "task_always_eager", True)
        life.fill_school(alpha)
    return alpha


@pytest.mark.parametrize("name", ["alpha.zip", "alpha"])
def test_a_school_comes_back_whole_after_its_deletion(
    filled: School, beta: School, tmp_path: Path, client_for: ClientFor, name: str
) -> None:
    before, tables, files = life.sums(filled), life.catalogue(filled), life.stored(filled)
    others = life.sums(beta)
    assert {file.rsplit(".")[-1] for file in files} == {"pdf", "docx"}
    head = account_in("head", filled)

    export_school(filled, tmp_path / name, life.silent)
    life.delete(filled)
    assert life.sums(filled) == {}
    assert life.stored(filled) == {}
    assert not Account.objects.filter(pk=head.pk).exists()

    restore_school(tmp_path / name, acting=life.ACTING, report=life.silent)
    back = life.fresh("alpha")
    assert back.state == School.State.READY
    assert life.sums(back) == before
    assert life.stored(back) == files
    assert life.catalogue(back) == tables
    assert life.sums(beta) == others
    assert compare_school(tmp_path / name, back) == []
    with enter_school(back):
        order = Order.objects.exclude(pdf="").first()
        assert order is not None
        path = f"{order.get_absolute_url()}"
    for role in ("head", "curator"):
        client = client_for(role, back)
        assert [client.get(page).status_code for page in ("/", path)] == [200, 200]
    assert Account.objects.get(pk=head.pk).check_password(PASSWORD)


def test_counters_go_on_where_they_were(filled: School, tmp_path: Path) -> None:
    with enter_school(filled):
        last = Person.objects.latest("pk").pk
    export_school(filled, tmp_path / "a.zip", life.silent)
    life.delete(filled)
    restore_school(tmp_path / "a.zip", acting=life.ACTING, report=life.silent)
    with enter_school(life.fresh("alpha")):
        assert make_person().pk == last + 1


def test_an_export_is_the_same_every_time(filled: School, tmp_path: Path) -> None:
    first, _ = export_school(filled, tmp_path / "1.zip", life.silent)
    second, _ = export_school(filled, tmp_path / "2", life.silent)
    assert list(first.parts) == list(second.parts)


def test_shared_rows_come_back(filled: School, tmp_path: Path) -> None:
    case = PracticeCase.objects.of(filled.pk).get()
    members = Membership.objects.filter(school=filled).count()
    export_school(filled, tmp_path / "a.zip", life.silent)
    life.delete(filled)
    assert PracticeCase.objects.of(filled.pk).get().author_name == ""
    restored = restore_school(tmp_path / "a.zip", acting=life.ACTING, report=life.silent)
    again = PracticeCase.objects.of(filled.pk).get()
    assert (again.author_name, again.search, again.created_at) == (case.author_name, case.search, case.created_at)
    assert Membership.objects.filter(school__slug="alpha").count() == members == restored.accounts_made
