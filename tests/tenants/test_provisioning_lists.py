"""Many schools from a table: what each row asks, its faults, creating what is missing."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DataError

from kernel.acting import system_actor
from kernel.errors import Conflict, InputError, NotAllowed
from tenants.identity.models import Membership
from tenants.journal.models import Job
from tenants.organisations.models import School
from tenants.provisioning import actions, bulk, lists
from tenants.provisioning.models import SchoolList
from tenants.provisioning.regulations import preset_document
from tests.support.cast import ClientFor, acting_as
from tests.support.provisioning import GAMMA, csv_table, school_row
from ui.files import write_xlsx

RunJobs = Callable[[], Any]


def read(*rows: dict[str, str]) -> list[lists.Row]:
    return lists.read_rows(io.BytesIO(csv_table(*rows)))


def load(client_for: ClientFor, content: bytes) -> str:
    """The page of the loaded table."""
    upload = SimpleUploadedFile("schools.csv", content, content_type="text/csv")
    answer = client_for("platform_operator").post("/platform/school-lists/new/", {"file": upload})
    return str(answer["Location"])


def create(client_for: ClientFor, run_jobs: RunJobs, page: str) -> Job:
    with run_jobs():
        client_for("platform_operator").post(f"{page}create/")
    return Job.objects.filter(task=bulk.LIST_TASK).latest("created_at")


def test_a_row_is_understood_by_words_and_by_codes(db: None) -> None:
    (row,) = read(GAMMA)
    assert row.faults == []
    assert row.values == {**GAMMA, "kind": "lyceum"}
    (coded,) = read({**GAMMA, "kind": "lyceum", "slug": "Gamma", "zone": ""})
    assert (coded.values["kind"], coded.values["slug"], coded.values["zone"]) == ("lyceum", "gamma", "Europe/Moscow")


def test_a_workbook_is_read_like_a_text(db: None) -> None:
    content = write_xlsx(list(lists.TITLES.values()), [[GAMMA[name] for name in lists.TITLES]], title="Школы")
    (row,) = lists.read_rows(io.BytesIO(content))
    assert (row.number, row.faults, row.values["slug"]) == (2, [], "gamma")


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("slug", "школа", "Имя в адресе"),
        ("slug", "region", "Имя в адресе"),
        ("slug", "", "Имя в адресе"),
        ("slug", "a" * 41, "Имя в адресе"),
        ("slug", "alpha", "Имя в адресе"),
        ("name", "", "Полное название"),
        ("name", "а" * 301, "Полное название"),
        ("kind", "цирк", "Вид организации"),
        ("municipality", "", "Муниципалитет"),
        ("zone", "Europe/Sosnovka", "Часовой пояс"),
        ("curator", "куратор", "Почта куратора"),
        ("head", "нет", "Почта руководителя"),
        ("preset", "свод законов", "Готовое положение"),
    ],
)
def test_a_fault_is_told_with_its_column(alpha: School, field: str, value: str, column: str) -> None:
    (row,) = read({**GAMMA, field: value})
    assert {named for named, _reason in row.faults} == {column}
    assert all(reason for _column, reason in row.faults)


def test_a_name_that_stands_twice_is_blamed_on_the_second_row(db: None) -> None:
    first, second = read(school_row("gamma"), school_row("gamma"))
    assert first.faults == []
    assert "2" in second.faults[0][1]


def test_a_table_without_a_needed_column_is_refused(db: None) -> None:
    with pytest.raises(InputError, match="Муниципалитет"):
        lists.read_rows(io.BytesIO(csv_table(GAMMA, without=("municipality",))))


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04broken", "Имя в адресе".encode()])
def test_what_is_no_table_is_refused(db: None, content: bytes) -> None:
    with pytest.raises(InputError):
        lists.read_rows(io.BytesIO(content))


def test_the_page_shows_faulty_rows_before_anything_is_made(client_for: ClientFor, db: None) -> None:
    url = load(client_for, csv_table(GAMMA, school_row("школа"), school_row("alpha")))
    page = client_for("platform_operator").get(url).content.decode()
    assert "Лицей «Гамма»" in page
    for row, place in ((3, "Имя в адресе"), (4, "Имя в адресе")):
        assert f'data-label="Строка">{row}</td>' in page
        assert place in page
    assert School.objects.count() == 2


def test_confirming_creates_the_good_rows(client_for: ClientFor, run_jobs: RunJobs, db: None) -> None:
    url = load(client_for, csv_table(GAMMA, school_row("школа"), school_row("delta")))
    job = create(client_for, run_jobs, url)
    assert (job.state, job.done, job.total, job.result_url) == (Job.State.DONE, 2, 2, url)
    ready = School.objects.filter(slug__in=["gamma", "delta"], state=School.State.READY)
    assert {school.slug: school.zone for school in ready} == dict.fromkeys(("gamma", "delta"), "Asia/Yekaterinburg")
    assert Membership.objects.filter(school__slug="gamma").count() == 2


def test_the_same_table_creates_only_what_is_missing(client_for: ClientFor, run_jobs: RunJobs, db: None) -> None:
    content = csv_table(school_row("gamma"), school_row("delta"))
    actions.order_school(**order_fields("gamma"), acting=system_actor())
    actions.create_school(**order_fields("delta"), regulation=preset_document("lenskaya"), report=lambda step: None)
    before = School.objects.get(slug="delta").updated_at
    job = create(client_for, run_jobs, load(client_for, content))
    assert job.total == 1
    assert School.objects.get(slug="gamma").state == School.State.READY
    assert School.objects.get(slug="delta").updated_at == before


def order_fields(slug: str) -> dict[str, Any]:
    row = school_row(slug, short_name=f"Школа {slug}", kind="lyceum")
    return {name: value for name, value in row.items() if name != "preset"}


def test_a_refused_school_stops_nobody_and_is_told(
    client_for: ClientFor, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    real = actions.build_schema

    def fail_for_some(school: School, *rest: Any) -> None:
        if school.slug == "gamma":
            raise Conflict("диск полон")
        if school.slug == "delta":
            raise DataError("испорчено")
        real(school, *rest)

    url = load(client_for, csv_table(school_row("gamma"), school_row("delta"), school_row("epsilon")))
    with monkeypatch.context() as patch:
        patch.setattr(actions, "build_schema", fail_for_some)
        job = create(client_for, run_jobs, url)
    assert (job.state, job.done) == (Job.State.DONE, 3)
    assert School.objects.get(slug="epsilon").state == School.State.READY
    page = client_for("platform_operator").get(url).content.decode()
    assert "диск полон" in page
    assert "Ошибка базы данных" in page
    create(client_for, run_jobs, url)
    assert School.objects.filter(state=School.State.READY).count() == 5
    assert SchoolList.objects.get().failures == {}


def test_a_list_with_nothing_to_create_is_refused(alpha: School) -> None:
    acting = acting_as("platform_operator")
    row = school_row("alpha", name=alpha.name)
    kept = bulk.keep_list(file=io.BytesIO(csv_table(row)), file_name="schools.csv", acting=acting)
    with pytest.raises(Conflict):
        bulk.order_list(school_list=kept, acting=acting, result_url="/")


def test_a_list_is_not_carried_out_twice_at_once(db: None) -> None:
    acting = acting_as("platform_operator")
    kept = bulk.keep_list(file=io.BytesIO(csv_table(GAMMA)), file_name="schools.csv", acting=acting)
    bulk.order_list(school_list=kept, acting=acting, result_url="/")
    with pytest.raises(Conflict):
        bulk.order_list(school_list=kept, acting=acting, result_url="/")


def test_only_the_operator_loads_lists(alpha: School) -> None:
    with pytest.raises(NotAllowed):
        bulk.keep_list(file=io.BytesIO(csv_table(GAMMA)), file_name="x", acting=acting_as("curator", alpha))


def test_the_sample_table_can_be_loaded(client_for: ClientFor, db: None) -> None:
    answer = client_for("platform_operator").get("/platform/school-lists/sample/")
    (row,) = lists.read_rows(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]  # a file
    assert row.faults == []
    assert row.values["head"] == "head@school-12.example"
    assert row.values["kind"] == "school"


def command(path: Path, *options: str) -> tuple[list[dict[str, Any]], bool]:
    """The rows' outcomes, and whether the command ended with success."""
    out = StringIO()
    try:
        call_command("school", "create-many", str(path), "--json", *options, stdout=out, stderr=StringIO())
    except CommandError:
        return json.loads(out.getvalue()), False
    return json.loads(out.getvalue()), True


def test_the_command_creates_and_repeats(db: None, tmp_path: Path) -> None:
    table = tmp_path / "schools.csv"
    table.write_bytes(csv_table(school_row("gamma"), school_row("школа"), school_row("delta")))
    outcomes, ok = command(table)
    assert [row["outcome"] for row in outcomes] == ["created", "faulty", "created"]
    assert not ok
    table.write_bytes(csv_table(school_row("gamma"), school_row("delta")))
    outcomes, ok = command(table)
    assert [row["outcome"] for row in outcomes] == ["exists", "exists"]
    assert ok


def test_a_dry_run_of_the_command_makes_nothing(db: None, tmp_path: Path) -> None:
    table = tmp_path / "schools.csv"
    table.write_bytes(csv_table(school_row("gamma")))
    outcomes, ok = command(table, "--dry-run")
    assert ([row["outcome"] for row in outcomes], ok) == (["new"], True)
    assert (School.objects.count(), SchoolList.objects.count()) == (2, 0)
