"""Archives that somebody brings: damaged, changed, dangerous, of another version; each fault named with its place."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.loader import MigrationLoader

from kernel.errors import Conflict, DomainError, InputError
from tenants.identity.models import Membership
from tenants.organisations.models import School
from tenants.provisioning.life.export import export_school
from tenants.provisioning.life.reading import is_safe
from tenants.provisioning.life.restore import restore_school
from tenants.provisioning.life.verify import verify_archive
from tests.support import life
from tests.support.cast import account_in

pytestmark = pytest.mark.django_db(transaction=True)
PERSONS = "data/people_person.csv"


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def folder(alpha: School, tmp_path: Path) -> Path:
    """An archive of alpha as a folder."""
    account_in("head", alpha)
    life.put_file(alpha, "orders/1/order.pdf", b"order" * 100)
    export_school(alpha, tmp_path / "alpha", life.silent)
    return tmp_path / "alpha"


def manifest_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def change(folder: Path, **values: Any) -> None:
    """Other values in the manifest."""
    (folder / "manifest.json").write_text(json.dumps({**manifest_of(folder), **values}), encoding="utf-8")


def forge(folder: Path, path: str, content: bytes, rows: int) -> None:
    """Other content with a manifest that fits it: what somebody does who knows the format."""
    described = manifest_of(folder)
    parts = [*(table["part"] for table in described["tables"]), *described["shared"], *described["files"]]
    part = next(part for part in parts if part["path"] == path)
    part.update(bytes=len(content), sha256=hashlib.sha256(content).hexdigest(), rows=rows)
    (folder / path).write_bytes(content)
    change(folder, **described)


def refused(archive: Path, slug: str = "gamma") -> DomainError:
    """The refusal to restore an archive; nothing of a school is left by it."""
    with pytest.raises((InputError, Conflict)) as refusal:
        restore_school(archive, slug=slug, acting=life.ACTING, report=life.silent)
    assert not School.objects.filter(slug="gamma").exists()
    return refusal.value


def places(refusal: DomainError) -> list[str]:
    return [problem["place"] for problem in refusal.data.get("problems", [])]


def test_a_sound_archive_has_no_faults(folder: Path) -> None:
    described, digest, faults = verify_archive(folder)
    assert (described.slug, faults) == ("alpha", [])
    assert digest == hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()


@pytest.mark.parametrize("path", [PERSONS, "shared/accounts.jsonl", "files/orders/1/order.pdf"])
def test_a_changed_byte_is_found_with_its_place(folder: Path, path: str) -> None:
    content = bytearray((folder / path).read_bytes())
    content[-1] ^= 1
    (folder / path).write_bytes(bytes(content))
    assert places(refused(folder)) == [path]


def test_every_fault_is_named(folder: Path) -> None:
    (folder / PERSONS).unlink()
    (folder / "files/orders/1/order.pdf").write_bytes(b"short")
    (folder / "files/stranger.exe").write_bytes(b"x")
    found = {fault.place for fault in verify_archive(folder)[2]}
    assert found == {PERSONS, "files/orders/1/order.pdf", "files/stranger.exe"}


def test_rows_are_counted(folder: Path) -> None:
    content = (folder / PERSONS).read_bytes()
    forge(folder, PERSONS, content, rows=7)
    assert places(refused(folder)) == [PERSONS]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "manifest.json").unlink(),
        lambda folder: (folder / "manifest.json").write_text("{"),
        lambda folder: (folder / "manifest.json").write_text("[]"),
        lambda folder: change(folder, format="other"),
        lambda folder: change(folder, tables=None),
        lambda folder: change(folder, tables=[{"name": "x"}]),
        lambda folder: change(folder, school={}),
        lambda folder: change(folder, migrations=[]),
    ],
)
def test_a_manifest_that_cannot_be_believed_is_refused(folder: Path, spoil: Callable[[Path], None]) -> None:
    spoil(folder)
    assert places(refused(folder)) == ["manifest.json"]


def test_a_later_format_is_refused_with_the_next_step(folder: Path) -> None:
    change(folder, version=2)
    assert refused(folder).next_step


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04half"])
def test_what_is_no_archive_is_refused(db: None, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert places(refused(tmp_path / "a.zip")) == [str(tmp_path / "a.zip")]


def test_a_missing_file_is_refused(db: None, tmp_path: Path) -> None:
    assert "no-such.zip" in str(refused(tmp_path / "no-such.zip").message)


def test_a_zip_that_was_cut_is_refused(alpha: School, tmp_path: Path) -> None:
    export_school(alpha, tmp_path / "a.zip", life.silent)
    content = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(content[: len(content) // 2])
    assert places(refused(tmp_path / "a.zip")) == [str(tmp_path / "a.zip")]


@pytest.mark.parametrize(
    "path",
    [
        "../outside", "files/../../outside", "/etc/passwd", "files//x", "files/./x", "files\\..\\x", "C:/x", "data",
        "other/x", "", "files/" + "x" * 1000, "files/a\0b", "./manifest.json",
    ],
)  # fmt: skip
def test_a_path_that_leads_out_is_unsafe(path: str) -> None:
    assert not is_safe(path)


@pytest.mark.parametrize("path", ["manifest.json", PERSONS, "files/consents/ab/Скан.pdf", "shared/x.jsonl"])
def test_a_path_of_an_export_is_safe(path: str) -> None:
    assert is_safe(path)


def packed(folder: Path, target: Path) -> Path:
    """The folder as a ZIP file."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())
    return target


def test_a_zip_of_the_folder_is_an_archive_too(folder: Path, tmp_path: Path) -> None:
    assert verify_archive(packed(folder, tmp_path / "a.zip"))[2] == []


def test_a_zip_with_a_path_that_leads_out_is_refused(folder: Path, tmp_path: Path) -> None:
    archive = packed(folder, tmp_path / "a.zip")
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr("files/../../../outside.txt", "x")
    assert places(refused(archive)) == ["files/../../../outside.txt"]
    assert not (tmp_path.parent / "outside.txt").exists()


def test_a_zip_with_a_link_is_refused(folder: Path, tmp_path: Path) -> None:
    archive = packed(folder, tmp_path / "a.zip")
    info = zipfile.ZipInfo("files/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "a") as file:
        file.writestr(info, "/etc/passwd")
    assert places(refused(archive)) == ["files/link"]


def test_a_folder_with_a_link_is_refused(folder: Path) -> None:
    (folder / "files/orders/1/order.pdf").unlink()
    (folder / "files/orders/1/order.pdf").symlink_to("/etc/passwd")
    assert places(refused(folder)) == ["files/orders/1/order.pdf"]


def test_a_zip_that_would_fill_the_disk_is_refused_before_it_is_unpacked(folder: Path, tmp_path: Path) -> None:
    archive = packed(folder, tmp_path / "a.zip")
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("files/bomb", bytes(200 * 1024 * 1024))
    assert archive.stat().st_size < 1_000_000
    assert places(refused(archive)) == [""]


def test_a_file_that_stands_twice_is_refused(folder: Path, tmp_path: Path) -> None:
    archive = packed(folder, tmp_path / "a.zip")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(archive, "a") as file:
        file.writestr(PERSONS, "id\n")
    assert places(refused(archive)) == [PERSONS]


def test_a_taken_slug_is_refused(folder: Path) -> None:
    assert "--slug" in str(refused(folder, slug="alpha").next_step)


@pytest.mark.parametrize("slug", ["region", "Гамма", "-x", "a b"])
def test_a_slug_that_cannot_be_a_host_is_refused(folder: Path, slug: str) -> None:
    assert places(refused(folder, slug=slug))


def test_newer_migrations_ask_for_newer_code(folder: Path) -> None:
    migrations = [*manifest_of(folder)["migrations"], ["people", "9999_future"]]
    digest = hashlib.sha256(json.dumps(sorted(migrations)).encode()).hexdigest()
    change(folder, migrations=migrations, migrations_digest=digest)
    refusal = refused(folder)
    assert "people.9999_future" in str(refusal.message)
    assert manifest_of(folder)["product"] in str(refusal.next_step)


def test_older_migrations_ask_to_migrate_first(folder: Path) -> None:
    newest = max(key for key in MigrationLoader(None).graph.nodes if key[0] == "people")
    migrations = [pair for pair in manifest_of(folder)["migrations"] if tuple(pair) != newest]
    digest = hashlib.sha256(json.dumps(sorted(migrations)).encode()).hexdigest()
    change(folder, migrations=migrations, migrations_digest=digest)
    refusal = refused(folder)
    assert f"people.{newest[1]}" in str(refusal.message)
    assert refusal.next_step


def test_rows_that_do_not_fit_the_tables_are_refused(folder: Path) -> None:
    header = (folder / PERSONS).read_bytes().splitlines()[0]
    forge(folder, PERSONS, header + b"\n" + b"," * header.count(b",") + b"\n", rows=1)
    assert places(refused(folder)) == [PERSONS]


def test_rows_that_point_nowhere_are_refused(folder: Path) -> None:
    table = "data/people_guardianship.csv"
    header = (folder / table).read_text().splitlines()[0]
    values = {"id": "1", "guardian_id": "777", "ward_id": "778"}
    row = ",".join(values.get(name, "2026-01-01 00:00:00+00") for name in header.split(","))
    forge(folder, table, f"{header}\n{row}\n".encode(), rows=1)
    assert refused(folder).code == "bad_input"


def test_an_archive_gives_no_roles_outside_its_school(folder: Path) -> None:
    path = "shared/accounts.jsonl"
    account = json.loads((folder / path).read_text(encoding="utf-8").splitlines()[0])
    account["memberships"][0]["role"] = "platform_operator"
    forge(folder, path, (json.dumps(account) + "\n").encode(), rows=1)
    assert places(refused(folder)) == [path]
    assert not Membership.objects.filter(role="platform_operator").exists()


def test_an_archive_brings_no_rows_of_other_schools(folder: Path, beta: School) -> None:
    path = "shared/organisations.domain.jsonl"
    row = {"domain": "taken.example", "tenant_id": {"slug": "beta"}, "is_primary": True}
    forge(folder, path, (json.dumps(row) + "\n").encode(), rows=1)
    restored = restore_school(folder, slug="gamma", acting=life.ACTING, report=life.silent)
    assert restored.shared["organisations.Domain"] == (0, 1)
    assert not beta.domains.exists()


def test_a_shared_file_that_is_no_json_is_refused(folder: Path) -> None:
    path = "shared/organisations.domain.jsonl"
    forge(folder, path, b"{no json}\n", rows=1)
    assert places(refused(folder)) == [path]


def test_the_command_names_each_fault(folder: Path) -> None:
    (folder / PERSONS).unlink()
    with pytest.raises(CommandError) as refusal:
        call_command("school", "verify", str(folder), stderr=StringIO())
    assert PERSONS in str(refusal.value)


def test_the_command_tells_what_a_sound_archive_holds(folder: Path) -> None:
    out = StringIO()
    call_command("school", "verify", str(folder), "--school", "alpha", "--json", stdout=out, stderr=StringIO())
    told = json.loads(out.getvalue())
    assert (told["school"], told["files"]) == ("alpha", 1)
