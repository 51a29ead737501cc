"""Kills, a full disk, two operators: a clear word, nothing half made, and the same command again ends the work."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kernel.errors import Conflict
from kernel.locks import LockSpace
from runtime.processes import wait_until
from tenants.identity.models import Membership
from tenants.organisations.models import School
from tenants.provisioning.actions import resume_school
from tenants.provisioning.life.actions import order_destruction
from tenants.provisioning.life.destruction import carry_out_destruction
from tenants.provisioning.life.export import export_school
from tenants.provisioning.life.models import Destruction
from tenants.provisioning.life.restore import restore_school
from tests.support import life
from tests.support.life import kill_at

pytestmark = pytest.mark.django_db(transaction=True)
DELETE = ("--act-number=7", "--date=2026-09-01", "--basis=ликвидация", "--responsible=Иванова", "--confirm=alpha")


class KilledError(BaseException):
    """What a kill looks like from inside."""


def report_until(last: int) -> Callable[[str], None]:
    """A report whose process dies when step number ``last`` begins."""
    left = [last]

    def report(step: str) -> None:
        if not left[0]:
            raise KilledError
        left[0] -= 1

    return report


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    """A data directory of the test's own, for its processes too."""
    folder = tmp_path / "data"
    settings.MEDIA_ROOT = folder / "media"
    return folder


@pytest.fixture
def school(alpha: School, data: Path) -> School:
    """Alpha with two files."""
    life.put_file(alpha, "consents/1/first.pdf", b"one" * 5000)
    life.put_file(alpha, "orders/1/second.pdf", b"two" * 5000)
    return alpha


@pytest.fixture
def archive(school: School, tmp_path: Path) -> Path:
    """Its archive."""
    export_school(school, tmp_path / "alpha.zip", life.silent)
    return tmp_path / "alpha.zip"


@pytest.fixture
def deleted(school: School, archive: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What the school had before it was deleted: rows and files."""
    had = life.sums(school), life.stored(school)
    life.delete(school)
    return had


def exported(target: Path, data: Path) -> tuple[int, str]:
    """Exit code and words of an export by a process of its own."""
    process = life.command("school", "export", "alpha", "--to", str(target), data=data)
    words = process.communicate()
    return process.returncode, words[1]


@pytest.mark.parametrize("name", ["a.zip", "a"])
def test_an_export_killed_among_its_tables_leaves_nothing_under_its_name(
    school: School, data: Path, tmp_path: Path, name: str
) -> None:
    process = life.command("school", "export", "alpha", "--to", str(tmp_path / name), data=data)
    kill_at(process, "LOCK TABLE s_alpha.people_person IN ACCESS EXCLUSIVE MODE")
    assert life.names_below(tmp_path) == [f"{name}.part", "data"]
    assert exported(tmp_path / name, data)[0] == 0
    assert life.names_below(tmp_path) == [name, "data"]


@pytest.mark.parametrize("step", range(4))
def test_an_export_stopped_at_any_step_can_be_made_again(school: School, tmp_path: Path, step: int) -> None:
    with pytest.raises(KilledError):
        export_school(school, tmp_path / "a.zip", report_until(step))
    assert life.names_below(tmp_path) == ["data"]
    export_school(school, tmp_path / "a.zip", life.silent)


@pytest.mark.parametrize("name", ["a.zip", "a"])
def test_a_full_disk_is_told_and_leaves_nothing(school: School, data: Path, tmp_path: Path, name: str) -> None:
    life.put_file(school, "consents/2/noise.pdf", os.urandom(300_000))
    words = ("school", "export", "alpha", "--to", str(tmp_path / name))
    process = life.command(*words, data=data, limit_bytes=200_000)
    _out, told = process.communicate()
    assert process.returncode == 1
    assert "Архив не записать" in told
    assert "Traceback" not in told
    assert life.names_below(tmp_path) == ["data"]


@pytest.mark.parametrize("place", ["no/such/folder/a.zip", "file/a.zip"])
def test_an_unwritable_place_is_told(school: School, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Conflict) as refusal:
        export_school(school, tmp_path / place, life.silent)
    assert place.split("/")[0] in str(refusal.value.message)


def test_an_archive_that_stands_is_not_written_over(school: School, archive: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(Conflict):
        export_school(school, archive, life.silent)
    assert archive.read_bytes() == before


@pytest.mark.parametrize(
    "lock",
    [
        "LOCK TABLE organisations_school IN SHARE MODE",
        "LOCK TABLE provisioning_restoration IN SHARE MODE",
        "LOCK TABLE shared_journal_sharedaudit IN SHARE MODE",
    ],
)
def test_a_restoration_killed_before_its_commit_leaves_nothing(
    deleted: tuple[dict[str, str], dict[str, str]], archive: Path, data: Path, lock: str
) -> None:
    kill_at(life.command("school", "restore", str(archive), data=data), lock)
    school = life.fresh("alpha")
    assert (school.state, life.sums(school), life.stored(school)) == ("deleted", {}, {})
    restore_school(archive, acting=life.ACTING, report=life.silent)
    school = life.fresh("alpha")
    assert (school.state, life.sums(school), life.stored(school)) == ("ready", *deleted)


def test_a_restoration_killed_among_its_files_stays_closed_and_goes_on(
    deleted: tuple[dict[str, str], dict[str, str]], archive: Path, data: Path
) -> None:
    # The second file is a pipe that nobody writes to: whoever reads it waits.
    pipe = data / "media" / "schools" / "s_alpha" / "orders" / "1" / "second.pdf"
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)
    first = data / "media" / "schools" / "s_alpha" / "consents" / "1" / "first.pdf"
    process = life.command("school", "restore", str(archive), data=data)
    assert wait_until(first.exists, life.WAIT_SECONDS)
    process.kill()
    process.communicate()
    pipe.unlink()
    school = life.fresh("alpha")
    assert school.state == School.State.SUSPENDED
    assert life.sums(school) == deleted[0]
    with pytest.raises(Conflict):
        resume_school(school=school, acting=life.ACTING)
    with life.session() as other:
        here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        free = f"SELECT count(*) = 0 FROM pg_locks WHERE locktype = 'advisory' AND {here}"
        assert wait_until(lambda: other.execute(free).fetchone() == (True,), life.WAIT_SECONDS)
    restore_school(archive, acting=life.ACTING, report=life.silent)
    school = life.fresh("alpha")
    assert (school.state, life.sums(school), life.stored(school)) == ("ready", *deleted)


@pytest.mark.parametrize("step", range(4))
def test_a_restoration_stopped_at_any_step_goes_on(
    deleted: tuple[dict[str, str], dict[str, str]], archive: Path, step: int
) -> None:
    with pytest.raises(KilledError):
        restore_school(archive, acting=life.ACTING, report=report_until(step))
    restore_school(archive, acting=life.ACTING, report=life.silent)
    school = life.fresh("alpha")
    assert (school.state, life.sums(school), life.stored(school)) == ("ready", *deleted)


def test_an_unfinished_restoration_goes_on_with_its_own_archive_only(
    deleted: tuple[dict[str, str], dict[str, str]], archive: Path, beta: School, tmp_path: Path
) -> None:
    export_school(beta, tmp_path / "beta.zip", life.silent)
    with pytest.raises(KilledError):
        restore_school(archive, acting=life.ACTING, report=report_until(2))
    with pytest.raises(Conflict) as refusal:
        restore_school(tmp_path / "beta.zip", slug="alpha", acting=life.ACTING, report=life.silent)
    assert "SHA-256" in str(refusal.value.next_step)


def test_a_full_disk_at_the_files_leaves_the_school_closed_and_goes_on(
    deleted: tuple[dict[str, str], dict[str, str]], archive: Path, data: Path
) -> None:
    process = life.command("school", "restore", str(archive), data=data, limit_bytes=10_000)
    _out, told = process.communicate()
    assert process.returncode == 1
    assert "Файлы школы не записать" in told
    assert life.fresh("alpha").state == School.State.SUSPENDED
    restore_school(archive, acting=life.ACTING, report=life.silent)
    assert life.stored(life.fresh("alpha")) == deleted[1]


def test_a_destruction_killed_before_its_commit_destroys_nothing(school: School, archive: Path, data: Path) -> None:
    life.archive(school)
    had = life.sums(school), life.stored(school)
    process = life.command("school", "delete", "alpha", *DELETE, data=data)
    kill_at(process, "LOCK TABLE identity_membership IN ACCESS EXCLUSIVE MODE")
    assert (life.sums(school), life.stored(school)) == had
    process = life.command("school", "delete", "alpha", *DELETE, data=data)
    _out, told = process.communicate()
    assert process.returncode == 0, told
    assert (life.sums(school), life.stored(school)) == ({}, {})
    assert Destruction.objects.of(school.pk).count() == 1


@pytest.mark.parametrize("step", range(4))
def test_a_destruction_stopped_at_any_step_goes_on(school: School, step: int) -> None:
    life.archive(school)
    ordered = order_destruction(school=school, confirm="alpha", acting=life.ACTING, **life.ACT)
    with pytest.raises(KilledError):
        carry_out_destruction(ordered, report_until(step), life.ACTING)
    again = order_destruction(school=school, confirm="alpha", acting=life.ACTING, **life.ACT)
    assert again == ordered
    done = carry_out_destruction(again, life.silent, life.ACTING)
    assert (life.fresh("alpha").state, life.sums(school), life.stored(school)) == ("deleted", {}, {})
    assert done.facts["files"] == 2
    assert not Membership.objects.filter(school=school).exists()


@pytest.mark.parametrize("work", ["export", "delete"])
def test_tables_that_are_held_are_told_and_nothing_is_changed(school: School, tmp_path: Path, work: str) -> None:
    life.archive(school)
    ordered = order_destruction(school=school, confirm="alpha", acting=life.ACTING, **life.ACT)
    works: dict[str, Callable[[], object]] = {
        "export": lambda: export_school(school, tmp_path / "b.zip", life.silent),
        "delete": lambda: carry_out_destruction(ordered, life.silent, life.ACTING),
    }
    had = life.sums(school), life.stored(school)
    connection.settings_dict["OPTIONS"] = {"options": "-c lock_timeout=200ms"}
    connection.close()
    with life.session() as holder, holder.transaction():
        holder.execute("LOCK TABLE s_alpha.people_person IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(Conflict) as refusal:
            works[work]()
        assert "alpha" in str(refusal.value.message)
    assert (life.sums(school), life.stored(school)) == had
    assert life.names_below(tmp_path) == ["data"]


@pytest.fixture(autouse=True)
def _usual_patience() -> Iterator[None]:
    options = connection.settings_dict["OPTIONS"]
    yield
    connection.settings_dict["OPTIONS"] = options
    connection.close()


@pytest.mark.parametrize("work", ["export", "restore", "delete"])
def test_of_two_operators_at_once_the_second_is_told(school: School, archive: Path, tmp_path: Path, work: str) -> None:
    life.archive(school)
    ordered = order_destruction(school=school, confirm="alpha", acting=life.ACTING, **life.ACT)
    works: dict[str, Callable[[], object]] = {
        "export": lambda: export_school(school, tmp_path / "b.zip", life.silent),
        "restore": lambda: restore_school(archive, acting=life.ACTING, report=life.silent),
        "delete": lambda: carry_out_destruction(ordered, life.silent, life.ACTING),
    }
    number = zlib.crc32(b"alpha") - 2**31
    with life.session() as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [LockSpace.SCHOOLS, number])
        with pytest.raises(Conflict) as refusal:
            works[work]()
    assert "alpha" in str(refusal.value.message)
