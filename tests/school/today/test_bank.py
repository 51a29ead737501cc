"""What the banks ask of the curator."""

from __future__ import annotations

import datetime

from apps.school.people import actions
from apps.school.people.models import Person, ThirdPartyInfo
from kernel.acting import system_actor
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.today.conftest import Look
from tests.support.people import make_mentee, make_mentor, make_person
from tests.support.regulation import adopted

ACTING = system_actor("tests")
DAY = datetime.timedelta(days=1)


def test_documents_of_mentors_from_outside_are_reminded_of(alpha: School, look: Look) -> None:
    """scope.external_mentor_docs: by the region's default two documents, of which the law names one."""
    with enter_school(alpha):
        adopted("gymnasium-35")
        outsider = make_person(kind=Person.Kind.EXTERNAL, staff_number="")
        make_mentor(person=outsider, category="employer", consents=False)
    assert "external.documents" in look("curator").codes
    with enter_school(alpha):
        for kind in ("no_criminal_record", "medical_certificate"):
            actions.add_document(
                person=outsider,
                kind=kind,
                issued_on=today() - DAY,
                expires_on=today() + 10 * DAY,
                acting=ACTING,
            )
    shown = look("curator")
    assert "external.documents" not in shown.codes
    assert f"/people/{outsider.pk}/documents/" in shown.line("external.documents_expire")


def test_information_that_outlived_its_purpose_is_to_be_deleted(alpha: School, look: Look) -> None:
    """data.third_party_info: what others told is kept no longer than the person is a mentee."""
    with enter_school(alpha):
        adopted("lenskaya")
        card = make_mentee()
        ThirdPartyInfo.objects.create(
            person=card.person, source="psychologist", told_by="Орлова", text="…", basis="согласие", received_on=today()
        )
    assert "third_party.outlived" not in look("curator").codes
    with enter_school(alpha):
        actions.leave_bank(card=card, acting=ACTING)
    assert "third_party.outlived" in look("curator").codes
