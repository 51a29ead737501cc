"""Files: only those of the present school, by name as well as by row; no addresses; handed out by doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from apps.school.consents.models import Consent
from apps.school.people.models import StaffImport
from tenants.isolation.context import enter_region, enter_school
from tenants.isolation.files import ForeignFile, SchoolStorage
from tenants.organisations.models import School
from tests.support.cast import ClientFor
from tests.support.consents import give
from tests.support.people import make_person

OPERATIONS: list[Callable[[str], Any]] = [
    default_storage.open,
    default_storage.exists,
    default_storage.size,
    default_storage.delete,
    default_storage.listdir,
    default_storage.path,
    default_storage.get_modified_time,
    lambda name: default_storage.save(name, ContentFile(b"x")),
]
NAMES = ["open", "exists", "size", "delete", "listdir", "path", "time", "save"]


@pytest.fixture
def of_beta(beta: School) -> str:
    """The name of a file of beta."""
    with enter_school(beta):
        row = StaffImport.objects.create(file=ContentFile(b"names of beta", "list.csv"), file_name="list.csv")
    return str(row.file.name)


def test_every_storage_of_files_is_the_schools_own() -> None:
    assert isinstance(storages["default"], SchoolStorage)
    assert set(storages.backends) == {"default", "staticfiles"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_another_schools_file_is_refused(alpha: School, of_beta: str, operation: Callable[[str], Any]) -> None:
    with enter_school(alpha), pytest.raises(ForeignFile):
        operation(of_beta)


@pytest.mark.parametrize("operation", OPERATIONS, ids=NAMES)
def test_the_region_has_no_schools_files(of_beta: str, operation: Callable[[str], Any]) -> None:
    with enter_region(), pytest.raises(ForeignFile):
        operation(of_beta)


@pytest.mark.parametrize(
    "name",
    [
        "schools/s_alpha/../s_beta/scans/x.pdf",
        "schools/s_alpha/x/../../s_beta/x.pdf",
        "schools\\s_alpha\\..\\s_beta\\x.pdf",
        "schools/s_alpha_2/x.pdf",
        "schools/s_alphabet/x.pdf",
        "/schools/s_alpha/x.pdf",
        "../schools/s_alpha/x.pdf",
        "./../x.pdf",
        "x.pdf",
        "",
    ],
)
def test_no_name_leads_out_of_the_school(in_alpha: School, name: str) -> None:
    with pytest.raises(SuspiciousFileOperation):
        default_storage.path(name)


def test_a_row_that_names_another_schools_file_does_not_open_it(
    alpha: School, of_beta: str, client_for: ClientFor
) -> None:
    """A mistake or a spoilt import: the page of one's own row refuses, and deletes nothing."""
    with enter_school(alpha):
        consent = give(make_person(), "personal_data")
        Consent.objects.filter(pk=consent.pk).update(scan=of_beta)
    answer = client_for("curator", alpha).get(f"/consents/{consent.pk}/scan/")
    assert answer.status_code == 400
    assert b"names of beta" not in answer.getvalue()


def test_there_are_no_addresses(in_alpha: School) -> None:
    with pytest.raises(ForeignFile):
        default_storage.url("schools/s_alpha/x.pdf")


def test_names_of_files_cannot_be_guessed(in_alpha: School) -> None:
    names = {
        str(StaffImport.objects.create(file=ContentFile(b"x", "list.csv"), file_name="list.csv").file.name)
        for _number in range(3)
    }
    folders = {name.split("/")[3] for name in names}
    assert len(folders) == 3
    assert all(len(folder) == 32 for folder in folders)


HOSTILE = ['a"b.pdf', "a\r\nSet-Cookie: x=1.pdf", "Справка; filename=evil.exe.pdf", "../../x.pdf"]


@pytest.mark.parametrize("name", HOSTILE)
def test_the_name_of_a_download_cannot_break_its_header(alpha: School, client_for: ClientFor, name: str) -> None:
    with enter_school(alpha):
        person = make_person(last_name=name[:90])
        consent = give(person, "personal_data")
        consent.scan.save("scan.pdf", ContentFile(b"%PDF-1.4 x"))
    answer = client_for("curator", alpha).get(f"/consents/{consent.pk}/scan/")
    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert "\r" not in disposition
    assert "\n" not in disposition
    assert "Set-Cookie" not in answer.headers
    assert disposition.count("filename") == 1 or "filename%3D" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
