"""Persons and cards of tests. Made inside the current school, straight into its tables."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client

from apps.school.people.models import (
    BankPeriod,
    Departure,
    Diagnostics,
    Framework,
    Guardianship,
    MenteeCard,
    MenteeRequest,
    MentorCard,
    Person,
    PersonDocument,
    PersonMerge,
    PortfolioItem,
    StaffImport,
    ThirdPartyInfo,
)
from kernel.clock import now, today
from tenants.isolation.backend import connection
from tenants.organisations.models import School

_numbers = itertools.count(1)

LAST_NAMES = ("Берёзова", "Ильина", "Орлова", "Ежова", "Соколова", "Ёлкина", "Зимина", "Рябинина")


def make_person(**fields: Any) -> Person:
    """An employee of 1985; any field of ``Person`` may be given."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "kind": Person.Kind.EMPLOYEE,
        "last_name": LAST_NAMES[number % len(LAST_NAMES)],
        "first_name": "Анна",
        "patronymic": "Петровна",
        "sex": Person.Sex.FEMALE,
        "birth_date": datetime.date(1985, 3, 14),
        "staff_number": f"T-{number:05}",
        "position": "учитель",
        "teaching_since": datetime.date(2008, 9, 1),
    }
    return Person.objects.create(**{**defaults, **fields})


def make_pupil(**fields: Any) -> Person:
    """A pupil of 12 years without a guardian; see ``make_guardian``."""
    born = today().replace(month=1, day=1, year=today().year - 12)
    defaults: dict[str, Any] = {
        "kind": Person.Kind.PUPIL,
        "first_name": "Мария",
        "birth_date": born,
        "position": "",
        "department": "6 «А»",
        "teaching_since": None,
    }
    return make_person(**{**defaults, **fields})


def make_guardian(ward: Person, **fields: Any) -> Person:
    """A parent of ``ward``."""
    defaults: dict[str, Any] = {"kind": Person.Kind.GUARDIAN, "last_name": ward.last_name, "position": ""}
    guardian = make_person(**{**defaults, **fields})
    Guardianship.objects.create(guardian=guardian, ward=ward)
    return guardian


def _give_all(person: Person, role: str) -> None:
    # Consents stand above people in the house; the factory of a card is complete only with them.
    from tests.support.consents import give_needed

    give_needed(person, role)


def _appoint(card: MentorCard) -> None:
    # The selection stands above people as well; a mentor ready for pairs is in its register where the act wants it.
    from tests.support.selection import ensure_appointed

    ensure_appointed(card)


def make_mentor(*, person: Person | None = None, consents: bool = True, **fields: Any) -> MentorCard:
    """An active mentor card, appointed where the act in force wants that; ``consents=False`` leaves both out.

    Other arguments are fields of the card.
    """
    owner = person or make_person()
    defaults: dict[str, Any] = {
        "category": "pedagogue",
        "subjects": ["математика"],
        "competencies": ["классное руководство"],
        "capacity": 2,
        "entered_on": today(),
    }
    card = MentorCard.objects.create(person=owner, **{**defaults, **fields})
    if consents:
        _give_all(owner, "mentor")
        _appoint(card)
    return card


def make_mentee(*, person: Person | None = None, consents: bool = True, **fields: Any) -> MenteeCard:
    """An active mentee card; ``consents=False`` leaves the consents out. Other arguments are fields of the card."""
    born, since = datetime.date(2000, 5, 5), today() - datetime.timedelta(days=400)
    owner = person or make_person(birth_date=born, teaching_since=since)
    defaults: dict[str, Any] = {
        "category": "young_pedagogue",
        "subjects": ["математика"],
        "request": "Помощь с дисциплиной на уроке",
        "deficits": ["классное руководство"],
        "entered_on": today(),
    }
    card = MenteeCard.objects.create(person=owner, **{**defaults, **fields})
    if consents:
        _give_all(owner, "mentee")
    return card


def counted(queries: Iterable[Mapping[str, str]]) -> int:
    """How many queries a captured list has, without the statements that name the school's schema."""
    return sum(1 for query in queries if "search_path" not in query["sql"])


def staying(client: Client, school: School) -> Client:
    """The same client; after each answer the test is inside the school again (a request ends in the shared schema)."""
    ask = client.request

    def request(**values: Any) -> Any:
        try:
            return ask(**values)
        finally:
            connection.set_tenant(school)

    client.request = request  # type: ignore[method-assign]  # one client, not the class
    return client


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    ward = make_pupil()
    guardian = make_guardian(ward)
    staff_import = StaffImport.objects.create(file_name="список.xlsx", columns=[], account_id=None)
    mentee = make_mentee()
    return {
        **_samples_of(mentee.person),
        "person": ward.pk,
        "guardianship": Guardianship.objects.get(guardian=guardian, ward=ward).pk,
        "mentor": make_mentor().pk,
        "mentee": mentee.pk,
        "staff_import": staff_import.pk,
    }


def _samples_of(person: Person) -> dict[str, object]:
    """Papers, measurements, requests and a portfolio of one mentee; a second record to merge with."""
    framework = Framework.objects.create(
        title="Навыки", source="Методичка", levels=["низкий", "средний", "высокий"], weak_below=2, strong_from=3
    )
    competency = framework.competencies.create(title="оценивание")
    measured = Diagnostics.objects.create(person=person, framework=framework, way="self", made_on=today(), note="Замер")
    measured.levels.create(competency=competency, level=1)
    document = PersonDocument.objects.create(person=person, kind="no_criminal_record", number="7", issued_on=today())
    document.scan.save("scan.pdf", ContentFile(b"%PDF-1.7 paper %%EOF"))
    item = PortfolioItem.objects.create(person=person, kind="file", title="Диплом", description="Конкурс года")
    item.file.save("portfolio.pdf", ContentFile(b"%PDF-1.7 diploma %%EOF"))
    told = ThirdPartyInfo.objects.create(
        person=person, source="psychologist", told_by="Орлова", text="Тревожится", basis="согласие", received_on=today()
    )
    BankPeriod.objects.create(person=person, bank="mentee", category="young_pedagogue", entered_on=today())
    Departure.objects.create(person=person, left_on=today(), reason="переезд", returned_on=today())
    PersonMerge.objects.create(kept=person, merged_id=person.pk + 10**9, merged_name="Двойник", merged_at=now())
    return {
        "other": make_person().pk,
        "framework": framework.pk,
        "paper": document.pk,
        "portfolio_item": item.pk,
        "told": told.pk,
        "mentee_request": MenteeRequest.objects.create(person=person, text="Помощь", stated_on=today()).pk,
    }
