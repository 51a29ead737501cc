"""Creating schools: by a command, by the operator's page, again after a kill; suspending them."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from apps.school.regulation.queries import current
from kernel.acting import system_actor
from kernel.errors import Conflict, InputError, NotAllowed
from tenants.identity.models import Membership
from tenants.isolation import roles
from tenants.isolation.context import enter_school
from tenants.journal.models import Job
from tenants.organisations.models import Municipality, School
from tenants.organisations.naming import latin
from tenants.provisioning import actions, building
from tenants.provisioning.regulations import preset_document, read_regulation
from tests.support.cast import ClientFor, acting_as, host_of

RunJobs = Callable[[], Any]
FILE = Path(settings.ROOT) / "apps/school/regulation/presets/lenskaya.json"
FIELDS = {
    "slug": "gamma",
    "name": "МБОУ «Лицей «Гамма»",
    "short_name": "Лицей «Гамма»",
    "kind": "lyceum",
    "zone": "Asia/Yekaterinburg",
    "new_municipality": "Город Сосновка",
    "preset": "lenskaya",
    "curator": "curator@gamma.test",
    "head": "head@gamma.test",
}


def order(client_for: ClientFor, run_jobs: RunJobs, **values: Any) -> Any:
    client = client_for("platform_operator")
    with run_jobs():
        return client.post("/platform/schools/new/", {**FIELDS, **values})


def tables(school: School) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [school.schema_name])
        return {row[0] for row in cursor.fetchall()}


def test_the_operator_creates_a_working_school(client_for: ClientFor, run_jobs: RunJobs) -> None:
    answer = order(client_for, run_jobs)
    job = Job.objects.get(task="provisioning.open_school")
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert (job.state, job.result_url) == (Job.State.DONE, "/platform/schools/gamma/")
    school = School.objects.get(slug="gamma")
    assert (school.state, school.zone, school.municipality.title) == ("ready", "Asia/Yekaterinburg", "Город Сосновка")
    with enter_school(school):
        assert current().version_id
    assert {str(message.to[0]) for message in mail.outbox} == {"curator@gamma.test", "head@gamma.test"}
    assert Client(HTTP_HOST=host_of("gamma")).get("/accounts/login/").status_code == 200


def test_a_new_school_has_the_same_tables_as_the_others(
    client_for: ClientFor, run_jobs: RunJobs, alpha: School
) -> None:
    order(client_for, run_jobs)
    assert tables(School.objects.get(slug="gamma")) == tables(alpha)


def test_a_file_is_uploaded_instead_of_a_ready_regulation(client_for: ClientFor, run_jobs: RunJobs) -> None:
    upload = SimpleUploadedFile("regulation.json", FILE.read_bytes(), content_type="application/json")
    order(client_for, run_jobs, preset="", regulation=upload)
    assert School.objects.get(slug="gamma").state == School.State.READY


def test_a_faulty_file_is_named_before_anything_is_made(client_for: ClientFor, run_jobs: RunJobs) -> None:
    document = json.loads(FILE.read_text(encoding="utf-8"))
    document["values"]["no.such_key"] = {"value": 1, "clause": "п. 1", "quote": ""}
    upload = SimpleUploadedFile("regulation.json", json.dumps(document).encode(), content_type="application/json")
    answer = order(client_for, run_jobs, preset="", regulation=upload)
    assert answer.status_code == 422
    assert "no.such_key" in answer.content.decode()
    assert not School.objects.filter(slug="gamma").exists()


@pytest.mark.parametrize("slug", ["select", "user", "table", "a1", f"a{'-b' * 19}c", "z" * 40])
def test_a_school_may_be_named_like_a_word_of_the_database_and_as_long_as_allowed(db: None, slug: str) -> None:
    steps: list[str] = []
    school = actions.create_school(
        slug=slug, name="Гамма", municipality="Город", regulation=preset_document("lenskaya"), report=steps.append
    )
    assert len(school.schema_name.encode()) < 63
    assert len(roles.of_schema(school.schema_name).encode()) < 63
    with enter_school(school):
        assert current().version_id
    assert Client(HTTP_HOST=host_of(slug)).get("/accounts/login/").status_code == 200


@pytest.mark.parametrize(
    "slug", ["alpha", "region", "Гамма", "-gamma", "new", "gamma-", "gam_ma", "g", "z" * 41, "гамма" * 13, "a;b", "a'b"]
)
def test_a_slug_that_cannot_be_a_host_is_refused(client_for: ClientFor, run_jobs: RunJobs, slug: str) -> None:
    assert order(client_for, run_jobs, slug=slug).status_code == 422
    assert School.objects.count() == 2


def test_only_the_operator_sees_the_pages(client_for: ClientFor, alpha: School) -> None:
    for role in ("regional_coordinator", "institute_expert"):
        assert client_for(role).get("/platform/schools/").status_code == 403
    assert client_for("curator", alpha, at="region").get("/platform/schools/").status_code == 403
    assert client_for("curator", alpha).get("/platform/schools/").status_code == 404


def test_only_the_operator_registers_schools(alpha: School) -> None:
    with pytest.raises(NotAllowed):
        actions.order_school(slug="gamma", name="Гамма", municipality="Город", acting=acting_as("curator", alpha))


def test_a_killed_creation_goes_on_where_it_was(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    regulation = preset_document("lenskaya")
    steps: list[str] = []

    class KilledError(BaseException):
        pass

    def report_until(last: int) -> Callable[[str], None]:
        def report(step: str) -> None:
            if len(steps) == last:
                steps.clear()
                raise KilledError
            steps.append(step)

        return report

    school = actions.order_school(slug="gamma", name="Гамма", municipality="Город", acting=system_actor())
    for killed_before in range(4):
        with pytest.raises(KilledError):
            actions.finish_opening(school, regulation, system_actor(), report_until(killed_before))
        assert School.objects.get(slug="gamma").state == School.State.NEW
    actions.finish_opening(school, regulation, system_actor(), steps.append)
    with enter_school(school):
        assert current().version_id
    assert School.objects.get(slug="gamma").state == School.State.READY


def test_a_finished_creation_is_not_done_again(alpha: School) -> None:
    steps: list[str] = []
    actions.finish_opening(alpha, {}, system_actor(), steps.append)
    assert steps == []


def test_a_failed_creation_can_be_tried_again(
    client_for: ClientFor, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise Conflict("диск полон")

    with monkeypatch.context() as patch:
        patch.setattr(actions, "build_schema", fail)
        order(client_for, run_jobs)
    operator = client_for("platform_operator")
    page = operator.get("/platform/schools/gamma/").content.decode()
    assert "диск полон" in page
    assert "/platform/schools/gamma/retry/" in page
    with run_jobs():
        operator.post("/platform/schools/gamma/retry/")
    assert School.objects.get(slug="gamma").state == School.State.READY


def test_building_keeps_the_connection_and_with_it_the_lock_of_the_job(db: None) -> None:
    school = actions.order_school(slug="gamma", name="Гамма", municipality="Город", acting=system_actor())
    before = connection.connection
    building.build_schema(school)
    assert connection.connection is before
    assert connection.schema_name == "public"  # type: ignore[attr-defined]  # django-tenants' connection


def test_a_suspended_school_answers_no_more_and_comes_back(client_for: ClientFor, alpha: School) -> None:
    operator = client_for("platform_operator")
    assert operator.post("/platform/schools/alpha/suspend/")["Location"] == "/platform/schools/alpha/"
    assert Client(HTTP_HOST=host_of("alpha")).get("/accounts/login/").status_code == 404
    operator.post("/platform/schools/alpha/resume/")
    assert Client(HTTP_HOST=host_of("alpha")).get("/accounts/login/").status_code == 200


def test_suspending_twice_is_a_conflict(alpha: School) -> None:
    acting = acting_as("platform_operator")
    actions.suspend_school(school=alpha, acting=acting)
    with pytest.raises(Conflict):
        actions.suspend_school(school=alpha, acting=acting)


def test_a_school_goes_into_the_archive_and_back(client_for: ClientFor, alpha: School) -> None:
    operator = client_for("platform_operator")
    for step, state in (
        ("suspend", School.State.SUSPENDED),
        ("archive", School.State.ARCHIVED),
        ("unarchive", School.State.SUSPENDED),
        ("resume", School.State.READY),
    ):
        assert f"/platform/schools/alpha/{step}/" in operator.get("/platform/schools/alpha/").content.decode()
        assert operator.post(f"/platform/schools/alpha/{step}/").status_code == 302
        assert School.objects.get(slug="alpha").state == state
        answer = Client(HTTP_HOST=host_of("alpha")).get("/accounts/login/")
        assert answer.status_code == (200 if state == School.State.READY else 404)


def test_a_working_school_is_not_archived_and_a_working_one_not_unarchived(alpha: School) -> None:
    acting = acting_as("platform_operator")
    for move in (actions.archive_school, actions.unarchive_school):
        with pytest.raises(Conflict):
            move(school=alpha, acting=acting)


def test_only_the_operator_archives(alpha: School) -> None:
    actions.suspend_school(school=alpha, acting=acting_as("platform_operator"))
    with pytest.raises(NotAllowed):
        actions.archive_school(school=alpha, acting=acting_as("head", alpha))


def test_the_page_of_a_school_shows_how_far_its_creation_is(client_for: ClientFor, alpha: School) -> None:
    operator = client_for("platform_operator")
    actions.order_school_with_job(
        slug="gamma",
        name="Гамма",
        municipality="Город",
        regulation=preset_document("lenskaya"),
        acting=acting_as("platform_operator"),
        result_url="/",
    )
    Job.objects.update(state=Job.State.RUNNING, done=2, total=4, message="Загрузка положения")
    page = operator.get("/platform/schools/gamma/").content.decode()
    assert "50 %" in page
    assert "Загрузка положения" in page
    assert "/platform/schools/gamma/retry/" not in page


def test_a_command_goes_on_with_an_interrupted_school_of_that_name_only(alpha: School) -> None:
    actions.order_school(slug="gamma", name="Лицей «Гамма»", municipality="Город", acting=system_actor())
    with pytest.raises(CommandError):
        command(name="Другая школа")
    assert command()["state"] == "ready"
    with pytest.raises(CommandError):
        command()


def test_list_of_schools_searches_and_filters(client_for: ClientFor, alpha: School, beta: School) -> None:
    page = client_for("platform_operator").get("/platform/schools/?q=альфа&state=ready").content.decode()
    assert "/platform/schools/alpha/" in page
    assert "/platform/schools/beta/" not in page


def command(**options: Any) -> dict[str, Any]:
    out = StringIO()
    words = {
        "slug": "gamma",
        "name": "Лицей «Гамма»",
        "regulation": str(FILE),
        "municipality": "Муниципалитет № 1",
        **options,
    }
    pairs = [f"--{name.replace('_', '-')}={value}" for name, value in words.items()]
    call_command("school", "create", *pairs, "--json", stdout=out, stderr=StringIO())
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def test_the_command_creates_a_school_in_a_known_municipality(alpha: School) -> None:
    answer = command(curator="c@gamma.test", zone="Asia/Omsk")
    assert (answer["state"], answer["zone"]) == ("ready", "Asia/Omsk")
    assert School.objects.get(slug="gamma").municipality == alpha.municipality
    assert Membership.objects.get(school__slug="gamma").role == "curator"


def test_the_command_finds_a_municipality_by_its_code(alpha: School) -> None:
    command(municipality=alpha.municipality.code)
    assert Municipality.objects.count() == 2


def test_the_command_names_the_faults_of_a_file(db: None, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"values": {}}', encoding="utf-8")
    with pytest.raises(CommandError, match=r"\$"):
        command(regulation=str(broken))
    assert not School.objects.filter(slug="gamma").exists()


def test_the_command_lists_schools(db: None) -> None:
    out = StringIO()
    call_command("school", "list", "--json", stdout=out)
    assert [row["slug"] for row in json.loads(out.getvalue())] == ["beta", "alpha"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"not json", b"[]"])
def test_what_is_no_regulation_file_is_refused(db: None, content: bytes) -> None:
    with pytest.raises(InputError):
        read_regulation(content)


def test_codes_are_spelled_in_latin() -> None:
    assert latin("Городской округ «Ёлкин-Щёлково»") == "gorodskoy-okrug-elkin-shchelkovo"
