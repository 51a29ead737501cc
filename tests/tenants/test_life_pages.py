"""The operator's pages of a school's data: export, archive, deletion by an act, and the documents it leaves."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kernel.errors import Conflict, InputError, NotAllowed
from tenants.isolation.context import enter_school
from tenants.journal.models import Job, SharedAudit
from tenants.organisations.models import School
from tenants.provisioning.actions import suspend_school, unarchive_school
from tenants.provisioning.life import actions
from tenants.provisioning.life.models import Destruction, SchoolExport
from tests.support import life
from tests.support.cast import ClientFor, acting_as, host_of
from tests.support.people import make_person

RunJobs = Callable[[], Any]
PAGE = "/platform/schools/alpha/"
FORM = {
    "act_number": "7-у",
    "act_date": "01.09.2026",
    "basis": "Школа ликвидирована",
    "responsible": "Иванова А. А., директор",
    "address": "г. Сосновка, ул. Школьная, 1",
    "confirm": "alpha",
}


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def operator(client_for: ClientFor) -> Client:
    return client_for("platform_operator")


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_operator_exports_and_downloads(operator: Client, alpha: School, run_jobs: RunJobs) -> None:
    with run_jobs():
        answer = operator.post(f"{PAGE}export/")
    job = Job.objects.get(task=actions.EXPORT_TASK)
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert (job.state, job.percent, job.result_url) == (Job.State.DONE, 100, f"{PAGE}data/")
    export = SchoolExport.objects.of(alpha.pk).get()
    page = operator.get(f"{PAGE}data/").content.decode()
    assert f"{PAGE}exports/{export.pk}/" in page
    file = operator.get(f"{PAGE}exports/{export.pk}/")
    assert file["Content-Disposition"].startswith('attachment; filename="alpha-')
    assert file["Cache-Control"] == "private, no-store"
    content = body(file)
    assert len(content) == export.size
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "manifest.json" in archive.namelist()


def test_nobody_else_gets_the_archive(
    operator: Client, client_for: ClientFor, alpha: School, beta: School, run_jobs: RunJobs
) -> None:
    with run_jobs():
        operator.post(f"{PAGE}export/")
    address = f"{PAGE}exports/{SchoolExport.objects.of(alpha.pk).get().pk}/"
    for role in ("regional_coordinator", "institute_expert", "municipal_coordinator"):
        assert client_for(role).get(address).status_code == 403
    assert client_for("head", alpha, at="region").get(address).status_code == 403
    assert client_for("head", alpha).get(address).status_code == 404
    assert Client(HTTP_HOST=host_of("region")).get(address).status_code == 302
    # Not under another school's name either, nor by a guessed number.
    assert operator.get(address.replace("alpha", "beta")).status_code == 404
    assert operator.get(f"{PAGE}exports/{uuid4()}/").status_code == 404


def test_an_archive_is_removed(operator: Client, alpha: School, run_jobs: RunJobs, tmp_path: Path) -> None:
    with run_jobs():
        operator.post(f"{PAGE}export/")
    export = SchoolExport.objects.of(alpha.pk).get()
    assert operator.post(f"{PAGE}exports/{export.pk}/remove/")["Location"] == f"{PAGE}data/"
    assert life.names_below(tmp_path / "media" / "exports") == []
    assert operator.get(f"{PAGE}exports/{export.pk}/").status_code == 404
    assert operator.post(f"{PAGE}exports/{export.pk}/remove/").status_code == 422


def test_the_operator_deletes_by_an_act(
    operator: Client, client_for: ClientFor, alpha: School, beta: School, run_jobs: RunJobs
) -> None:
    with enter_school(alpha):
        people = [make_person(last_name=life.SURNAME) for _number in range(3)]
    others = life.sums(beta)
    life.archive(alpha)
    assert f"{PAGE}delete/" in operator.get(f"{PAGE}data/").content.decode()
    with run_jobs():
        answer = operator.post(f"{PAGE}delete/", FORM)
    job = Job.objects.get(task=actions.DESTRUCTION_TASK)
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert (job.state, job.percent) == (Job.State.DONE, 100)
    assert life.fresh("alpha").state == School.State.DELETED
    assert life.sums(alpha) == {}
    assert life.sums(beta) == others

    done = Destruction.objects.of(alpha.pk).get()
    assert done.facts["subjects"] == [person.pk for person in people]
    assert done.facts["tables"]["people_person"] == 3
    page = operator.get(f"{PAGE}data/").content.decode()
    act, extract = f"{PAGE}acts/{done.pk}/", f"{PAGE}acts/{done.pk}/log/"
    assert act in page
    assert extract in page
    assert body(operator.get(act)).startswith(b"%PDF-")
    rows = list(csv.reader(io.StringIO(body(operator.get(extract)).decode("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in rows if row[2].startswith("people.person:")] == [
        f"people.person:{person.pk}" for person in people
    ]
    assert all(row[4] == FORM["basis"] and "7-у" in row[5] for row in rows[1:])
    assert client_for("institute_expert").get(act).status_code == 403


def test_no_name_of_a_person_is_left_by_a_destruction(alpha: School) -> None:
    with enter_school(alpha):
        make_person(last_name=life.SURNAME)
    done = life.delete(alpha)
    assert life.SURNAME not in bytes(done.extract).decode()
    assert life.SURNAME not in str(done.facts)
    assert life.SURNAME not in str(list(SharedAudit.objects.values_list("facts", flat=True)))


def test_deleting_asks_for_the_name_in_the_address(operator: Client, alpha: School) -> None:
    life.archive(alpha)
    answer = operator.post(f"{PAGE}delete/", {**FORM, "confirm": "beta"})
    assert answer.status_code == 422
    assert not Destruction.objects.of(alpha.pk).exists()


@pytest.mark.parametrize("state", [School.State.READY, School.State.SUSPENDED, School.State.NEW])
def test_only_an_archived_school_is_deleted(operator: Client, alpha: School, state: str) -> None:
    School.objects.filter(pk=alpha.pk).update(state=state)
    assert operator.post(f"{PAGE}delete/", FORM).status_code == 422
    assert not Destruction.objects.of(alpha.pk).exists()


def test_an_act_without_its_contents_is_refused(alpha: School) -> None:
    life.archive(alpha)
    with pytest.raises(InputError) as refusal:
        actions.order_destruction(school=alpha, confirm="alpha", acting=life.ACTING, **{**life.ACT, "basis": " "})
    assert [problem["place"] for problem in refusal.value.problems] == ["basis"]


def test_a_school_whose_destruction_is_ordered_stays_in_the_archive(alpha: School) -> None:
    life.archive(alpha)
    actions.order_destruction(school=alpha, confirm="alpha", acting=life.ACTING, **life.ACT)
    with pytest.raises(Conflict):
        unarchive_school(school=alpha, acting=life.ACTING)
    assert life.fresh("alpha").state == School.State.ARCHIVED


def test_only_the_operator_decides_about_a_school(alpha: School) -> None:
    acting = acting_as("head", alpha)
    with pytest.raises(NotAllowed):
        actions.order_export(school=alpha, acting=acting, result_url="/")
    with pytest.raises(NotAllowed):
        actions.order_destruction(school=alpha, confirm="alpha", acting=acting, **life.ACT)


def test_a_deleted_school_cannot_be_deleted_or_exported_again(alpha: School) -> None:
    life.delete(alpha)
    with pytest.raises(Conflict):
        actions.order_destruction(school=alpha, confirm="alpha", acting=life.ACTING, **life.ACT)
    with pytest.raises(Conflict):
        actions.order_export(school=alpha, acting=life.ACTING, result_url="/")


def test_the_command_deletes_and_puts_the_documents_into_a_folder(alpha: School, tmp_path: Path) -> None:
    suspend_school(school=alpha, acting=life.ACTING)
    call_command("school", "archive", "alpha", stdout=StringIO())
    words = ["alpha", "--act-number=7", "--date=2026-09-01", "--basis=ликвидация", "--responsible=Иванова"]
    with pytest.raises(CommandError):
        call_command("school", "delete", *words, "--confirm=beta", stdout=StringIO(), stderr=StringIO())
    options = ["--confirm=alpha", f"--documents={tmp_path / 'acts'}"]
    call_command("school", "delete", *words, *options, stdout=StringIO(), stderr=StringIO())
    assert life.names_below(tmp_path / "acts") == ["alpha-act.pdf", "alpha-extract.csv"]
    assert life.fresh("alpha").state == School.State.DELETED


def test_the_command_names_an_unknown_school(db: None) -> None:
    with pytest.raises(CommandError, match="no-such"):
        call_command("school", "archive", "no-such", stdout=StringIO())
