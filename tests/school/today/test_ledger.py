"""Consents that end and what withdrawals ask for wait for the curator, with their last days."""

from __future__ import annotations

import datetime

from apps.school.consents import actions
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.today.conftest import Look
from tests.support.cast import acting_as
from tests.support.consents import give
from tests.support.people import make_person, make_pupil
from tests.support.regulation import adopted


def test_consents_that_end_wait_with_the_first_last_day(alpha: School, look: Look) -> None:
    """``data.pd_consent`` asks for a consent in force: one that ends at 18 is renewed in time."""
    born = today() + datetime.timedelta(days=10)
    with enter_school(alpha):
        adopted()
        pupil = make_pupil(last_name="Взрослеева", birth_date=born.replace(year=born.year - 18))
        give(pupil, "pd_processing")
        give(make_person(last_name="Срокова"), "photo_video", expires_on=today() + datetime.timedelta(days=30))
    line = look("curator").line("consents.ending")
    assert "Взрослеева" in line
    assert "Срокова" in line
    assert "/consents/ending/" in line


def test_duties_after_a_withdrawal_wait_for_the_curator_only(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted()
        consent = give(make_person(), "photo_video")
        actions.withdraw(consent=consent, reason="", acting=acting_as("curator", alpha))
    assert "/consents/withdrawals/" in look("curator").line("consents.duties")
    assert "consents.duties" not in look("mentor").codes
