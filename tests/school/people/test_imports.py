"""Lists from spreadsheets: what is rejected and why, what is written, and that nothing is doubled."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from openpyxl import load_workbook

from apps.school.people import actions, queries, tasks
from apps.school.people.importing import report
from apps.school.people.models import ColumnMemory, Person, StaffImport
from apps.school.people.rules import REASONS
from kernel.clock import today
from kernel.errors import Conflict, InputError
from kernel.uploads import UnreadableFile
from tenants.journal.models import Job
from tenants.organisations.models import School
from tests.school.people.lists import (
    FAULTS,
    FAULTS_EACH,
    HEADER,
    LAST,
    NUMBER,
    checked,
    good_row,
    upload,
    workbook,
    written,
)
from tests.support.cast import ClientFor, acting_as
from tests.support.people import make_person, staying

RunJobs = Callable[[], Any]

State = StaffImport.State


def faulty_list() -> tuple[bytes, dict[int, tuple[str, str]]]:
    """2000 rows, 100 of them faulty in ten ways; and spreadsheet row -> (column, code)."""
    rows = [good_row(number) for number in range(1, 2001)]
    expected: dict[int, tuple[str, str]] = {}
    kinds = [kind for kind in FAULTS if kind != "too_young"]
    assert len(kinds) == FAULTS_EACH
    for place, kind in enumerate(kinds * FAULTS_EACH):
        at = 15 + place * 19
        column, spoil = FAULTS[kind]
        spoil(rows[at])
        expected[at + 2] = (column, kind)
    return workbook(rows), expected


def test_hundred_faulty_rows_of_two_thousand_are_reported_and_the_rest_written(
    in_alpha: School, run_jobs: RunJobs
) -> None:
    content, expected = faulty_list()
    staff_import = checked(content, in_alpha, run_jobs)
    assert staff_import.state == State.CHECKED
    assert staff_import.counts == {"rows": 2000, "new": 1900, "changed": 0, "same": 0, "rejected": 100}
    found = {problem["row"]: (problem["column"], problem["code"]) for problem in staff_import.problems}
    assert found == expected
    assert len(staff_import.problems) == 100
    assert not Person.objects.exists()

    staff_import = written(staff_import, in_alpha, run_jobs)
    assert staff_import.state == State.DONE
    assert Person.objects.count() == 1900

    again = checked(content, in_alpha, run_jobs)
    assert again.counts == {"rows": 2000, "new": 0, "changed": 0, "same": 1900, "rejected": 100}


@pytest.mark.parametrize("kind", FAULTS)
def test_fault_is_found_in_its_column(kind: str, in_alpha: School, run_jobs: RunJobs) -> None:
    column, spoil = FAULTS[kind]
    bad = good_row(2)
    spoil(bad)
    staff_import = checked(workbook([good_row(1), bad]), in_alpha, run_jobs)
    assert [(row["row"], row["column"], row["code"]) for row in staff_import.problems] == [(3, column, kind)]
    assert report.worded(staff_import.problems[0])["reason"].casefold() == str(REASONS[kind]).casefold()


def test_report_holds_every_rejected_row(in_alpha: School, run_jobs: RunJobs, client_for: ClientFor) -> None:
    bad = good_row(2)
    bad[LAST] = None
    staff_import = checked(workbook([good_row(1), bad]), in_alpha, run_jobs)
    client = staying(client_for("curator", in_alpha), in_alpha)
    address = reverse("people:import_report", urlconf=settings.SCHOOL_URLCONF, kwargs={"staff_import": staff_import.pk})
    response = client.get(address)
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]  # a file response
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][0] == 3
    assert rows[1][2] == "Фамилия"


def test_person_twice_without_a_number_is_rejected(in_alpha: School, run_jobs: RunJobs) -> None:
    first, second = good_row(1), good_row(1)
    first[NUMBER] = second[NUMBER] = None
    staff_import = checked(workbook([first, second]), in_alpha, run_jobs)
    assert [(row["row"], row["code"]) for row in staff_import.problems] == [(3, "person_repeated")]


def test_changed_list_updates_and_shows_what_changes(in_alpha: School, run_jobs: RunJobs) -> None:
    written(checked(workbook([good_row(1), good_row(2)]), in_alpha, run_jobs), in_alpha, run_jobs)
    changed = good_row(1)
    changed[6] = "заместитель директора"
    staff_import = checked(workbook([changed, good_row(2)]), in_alpha, run_jobs)
    assert staff_import.counts == {"rows": 2, "new": 0, "changed": 1, "same": 1, "rejected": 0}
    assert staff_import.preview["changed"][0]["changes"] == [["position", "учитель", "заместитель директора"]]
    written(staff_import, in_alpha, run_jobs)
    assert Person.objects.get(staff_number="Т-00001").position == "заместитель директора"
    assert Person.objects.count() == 2


def test_married_colleague_keeps_the_card_by_the_staff_number(in_alpha: School, run_jobs: RunJobs) -> None:
    person = make_person(staff_number="Т-00001", last_name="Девичья", first_name="Анна")
    written(checked(workbook([good_row(1)]), in_alpha, run_jobs), in_alpha, run_jobs)
    person.refresh_from_db()
    assert person.last_name == good_row(1)[LAST]
    assert Person.objects.count() == 1


def test_number_of_somebody_else_is_rejected(in_alpha: School, run_jobs: RunJobs) -> None:
    make_person(staff_number="Т-00001", last_name="Другая", first_name="Ольга", birth_date=None)
    staff_import = checked(workbook([good_row(1)]), in_alpha, run_jobs)
    assert [row["code"] for row in staff_import.problems] == ["other_persons_number"]


def test_person_without_a_number_is_found_by_name_and_birth_date(in_alpha: School, run_jobs: RunJobs) -> None:
    row = good_row(1)
    born = row[5]
    make_person(staff_number="", last_name=row[LAST], first_name="Анна", patronymic="Петровна", birth_date=born)
    staff_import = checked(workbook([row]), in_alpha, run_jobs)
    assert staff_import.counts["new"] == 0


def test_namesake_born_on_another_day_is_somebody_new(in_alpha: School, run_jobs: RunJobs) -> None:
    row = good_row(1)
    make_person(last_name=row[LAST], first_name="Анна", patronymic="Петровна", birth_date=datetime.date(1960, 1, 1))
    assert checked(workbook([row]), in_alpha, run_jobs).counts["new"] == 1


def test_namesakes_without_a_birth_date_cannot_be_told_apart(in_alpha: School, run_jobs: RunJobs) -> None:
    row = good_row(1)
    row[NUMBER] = row[5] = None
    for day in (1, 2):
        born = datetime.date(1960, 1, day)
        make_person(staff_number="", last_name=row[LAST], first_name="Анна", patronymic="Петровна", birth_date=born)
    assert [row["code"] for row in checked(workbook([row]), in_alpha, run_jobs).problems] == ["several_namesakes"]


def test_empty_cell_erases_nothing(in_alpha: School, run_jobs: RunJobs) -> None:
    written(checked(workbook([good_row(1)]), in_alpha, run_jobs), in_alpha, run_jobs)
    row = good_row(1)
    row[6] = row[8] = None
    assert checked(workbook([row]), in_alpha, run_jobs).counts["same"] == 1


def test_cancelled_list_writes_nothing_and_its_file_goes(
    in_alpha: School, run_jobs: RunJobs, django_capture_on_commit_callbacks: Any
) -> None:
    staff_import = checked(workbook([good_row(1)]), in_alpha, run_jobs)
    name = str(staff_import.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        actions.cancel_import(staff_import=staff_import, acting=acting_as("curator", in_alpha))
    assert not Person.objects.exists()
    assert not default_storage.exists(name)
    with pytest.raises(Conflict):
        actions.confirm_import(staff_import=staff_import, acting=acting_as("curator", in_alpha))


def test_full_name_in_one_cell_is_split(in_alpha: School, run_jobs: RunJobs) -> None:
    content = workbook([["ИВАНОВА-ПЕТРОВА анна петровна", "12.03.1980"]], ["ФИО", "Дата рождения"])
    written(checked(content, in_alpha, run_jobs), in_alpha, run_jobs)
    person = Person.objects.get()
    assert (person.full_name, person.sex) == ("Иванова-Петрова Анна Петровна", "f")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_csv_of_any_delimiter_and_encoding_is_read(
    delimiter: str, encoding: str, in_alpha: School, run_jobs: RunJobs
) -> None:
    lines = [["Фамилия", "Имя", "Дата рождения"], ["Ёлкина", "Анна", "1980-03-12"]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    staff_import = written(checked(content, in_alpha, run_jobs, name="a.csv"), in_alpha, run_jobs)
    assert staff_import.state == State.DONE
    assert Person.objects.get(last_name="Ёлкина").birth_date == datetime.date(1980, 3, 12)


def test_title_above_the_header_and_empty_rows_are_skipped(in_alpha: School, run_jobs: RunJobs) -> None:
    rows: list[list[Any]] = [[None], list(HEADER), [None] * 3, good_row(1), [None], good_row(2)]
    staff_import = checked(workbook(rows, ["Список сотрудников школы"]), in_alpha, run_jobs)
    assert staff_import.counts["new"] == 2
    assert staff_import.preview["new"][0]["row"] == 5


def test_columns_chosen_once_are_remembered(in_alpha: School, run_jobs: RunJobs) -> None:
    header = ["Кого учим", "Как звать", "Нечто"]
    content = workbook([["Иванова", "Анна", "учитель"]], header)
    first = upload(content, in_alpha)
    assert set(first.mapping.values()) == {""}
    chosen = dict(zip(header, ["last_name", "first_name", "position"], strict=True))
    with run_jobs():
        actions.name_columns(staff_import=first, mapping=chosen, acting=acting_as("curator", in_alpha))
    assert upload(content, in_alpha).mapping == chosen
    assert ColumnMemory.objects.count() == 3


def test_columns_without_a_name_are_refused(in_alpha: School) -> None:
    staff_import = upload(workbook([["учитель", "1"]], ["Должность", "Кабинет"]), in_alpha)
    with pytest.raises(InputError):
        actions.name_columns(
            staff_import=staff_import, mapping=staff_import.mapping, acting=acting_as("curator", in_alpha)
        )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 100,
        b"PK\x03\x04 not an archive",
        b"\x00\x01\x02\x03 binary",
        workbook([])[:2000],
        workbook([]),
    ],
    ids=["empty", "old-excel", "broken-archive", "binary", "cut-off", "header-only"],
)
def test_file_that_is_no_list_is_refused_in_words(content: bytes, in_alpha: School) -> None:
    with pytest.raises(UnreadableFile) as refused:
        upload(content, in_alpha)
    assert str(refused.value.message)
    assert not StaffImport.objects.exists()


def test_list_that_is_too_long_is_refused(in_alpha: School) -> None:
    content = ("Фамилия;Имя\n" + "Иванова;Анна\n" * 20_001).encode()
    with pytest.raises(UnreadableFile):
        upload(content, in_alpha, "a.csv")


def test_writing_delivered_twice_doubles_nothing(in_alpha: School, run_jobs: RunJobs) -> None:
    staff_import = written(checked(workbook([good_row(1)]), in_alpha, run_jobs), in_alpha, run_jobs)
    Job.objects.filter(pk=str(staff_import.job_id)).update(state=Job.State.RUNNING)
    tasks.write_import.run(str(staff_import.job_id))
    staff_import.refresh_from_db()
    assert staff_import.state == State.DONE
    assert Person.objects.count() == 1


def test_writing_lost_half_way_is_done_whole_by_the_next_delivery(
    in_alpha: School, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    staff_import = checked(workbook([good_row(number) for number in range(1, 31)]), in_alpha, run_jobs)
    with django_capture_on_commit_callbacks():
        job = actions.confirm_import(staff_import=staff_import, acting=acting_as("curator", in_alpha))

    class Killed(BaseException):
        """The worker is gone: no handler of the program runs."""

    def die(*_args: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("apps.school.people.actions.staff_imports._clean", die)
        with pytest.raises(Killed):
            tasks.write_import.run(str(job.pk))
    assert not Person.objects.exists()
    tasks.write_import.run(str(job.pk))
    staff_import.refresh_from_db()
    assert (staff_import.state, Person.objects.count()) == (State.DONE, 30)


def test_check_overtaken_by_a_cancel_changes_nothing(in_alpha: School, django_capture_on_commit_callbacks: Any) -> None:
    curator = acting_as("curator", in_alpha)
    staff_import = upload(workbook([good_row(1)]), in_alpha)
    with django_capture_on_commit_callbacks():
        job = actions.name_columns(staff_import=staff_import, mapping=staff_import.mapping, acting=curator)
    actions.cancel_import(staff_import=staff_import, acting=curator)
    tasks.check_import.run(str(job.pk))
    assert queries.import_by_id(staff_import.pk).state == State.CANCELLED


def test_damaged_file_leaves_the_list_failed_with_its_reason(
    in_alpha: School, django_capture_on_commit_callbacks: Any
) -> None:
    curator = acting_as("curator", in_alpha)
    staff_import = upload(workbook([good_row(1)]), in_alpha)
    with django_capture_on_commit_callbacks():
        job = actions.name_columns(staff_import=staff_import, mapping=staff_import.mapping, acting=curator)
    with default_storage.open(str(staff_import.file.name), "wb") as file:
        file.write(b"\x00 damaged")
    tasks.check_import.run(str(job.pk))
    staff_import.refresh_from_db()
    assert staff_import.state == State.FAILED
    assert staff_import.message


def test_import_goes_through_pages(in_alpha: School, run_jobs: RunJobs, client_for: ClientFor) -> None:
    client = staying(client_for("curator", in_alpha), in_alpha)

    def address(name: str, **kwargs: object) -> str:
        return reverse(f"people:{name}", urlconf=settings.SCHOOL_URLCONF, kwargs=kwargs)

    bad = good_row(3)
    bad[LAST] = None
    file = io.BytesIO(workbook([good_row(1), good_row(2), bad]))
    file.name = "штат.xlsx"
    response = client.post(address("import_new"), {"file": file, "kind": "employee"})
    staff_import = StaffImport.objects.get()
    columns = address("import_columns", staff_import=staff_import.pk)
    assert response.headers["Location"] == columns
    page = client.get(columns)
    assert page.status_code == 200
    form = page.context["form"]
    values = {name: form.initial.get(name, "") for name in form.titles}
    with run_jobs():
        assert client.post(columns, values).status_code == 302
    preview = client.get(address("import", staff_import=staff_import.pk))
    assert "Т-00001" in preview.content.decode()
    confirm = address("import_confirm", staff_import=staff_import.pk)
    assert client.get(confirm).status_code == 200
    with run_jobs():
        assert client.post(confirm).status_code == 302
    assert Person.objects.count() == 2
    assert client.get(address("import", staff_import=staff_import.pk)).status_code == 200
    assert client.get(address("imports")).status_code == 200
    assert Person.objects.get(staff_number="Т-00001").experience_on(today()) == 1
