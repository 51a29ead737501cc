"""Refresh of the banks, the plan of monitoring."""

from __future__ import annotations

import datetime

import pytest

from apps.school.roadmap import actions, queries
from apps.school.roadmap.models import Measurement, Refresh
from kernel.clock import at, today
from kernel.errors import Conflict, InputError, NotAllowed, RuleViolation
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.people import make_mentee, make_mentor
from tests.support.regulation import adopted
from tests.support.roadmap import ACTING

AUTUMN = datetime.datetime(2026, 11, 27, 9, tzinfo=datetime.UTC)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def cit(in_alpha: School) -> School:
    """Alpha lives by cit: banks quarterly after September and October, monitoring in December and May."""
    adopted("cit")
    return in_alpha


def test_refresh_is_recorded_with_what_was_checked(cit: School) -> None:
    make_mentor()
    done = actions.record_refresh(code="mentor_registry", checked="Карточки", acting=acting_as("curator", cit))
    assert (done.in_bank, done.done_on) == (1, today())
    assert queries.freshness(["mentor_registry"])["mentor_registry"].fresh_on == today()
    with pytest.raises(Conflict):
        actions.record_refresh(code="mentor_registry", checked="Ещё раз", acting=ACTING)
    with pytest.raises(InputError):
        actions.record_refresh(code="mentee_needs", checked="Не по акту", acting=ACTING)
    with pytest.raises(NotAllowed):
        actions.record_refresh(code="mentee_registry", checked="Карточки", acting=acting_as("mentor", cit))


def test_late_refresh_is_refused_without_its_reason(cit: School) -> None:
    with at(AUTUMN):
        make_mentor(entered_on=day("2026-05-20"))  # August to October went by without a refresh
        with pytest.raises(RuleViolation) as raised:
            actions.record_refresh(code="mentor_registry", checked="Карточки", acting=ACTING)
        [broken] = raised.value.violations
        assert (broken.parameter, broken.clause) == ("data.refresh", "стр. 2–4")
        late = actions.record_refresh(
            code="mentor_registry", checked="Карточки", late_reason="Болезнь методиста", acting=ACTING
        )
        assert late.late_reason == "Болезнь методиста"
        assert Refresh.objects.count() == 1


def test_bank_just_made_is_fresh_and_an_empty_one_asks_for_nothing(cit: School) -> None:
    make_mentee(entered_on=today())
    found = queries.freshness(["mentee_registry", "mentor_registry"])
    assert found["mentee_registry"].fresh_on == today()
    assert (found["mentor_registry"].fresh_on, found["mentor_registry"].entries) == (None, 0)


def test_monitoring_is_planned_by_the_deadlines_of_the_act(cit: School) -> None:
    with at(AUTUMN):
        with pytest.raises(RuleViolation) as raised:
            actions.schedule_monitoring(year=2026, days=[day("2026-12-20")], acting=ACTING)
        assert {each.parameter for each in raised.value.violations} == {"monitoring.deadlines", "monitoring.frequency"}
        planned = actions.schedule_monitoring(year=2026, days=[day("2026-12-20"), day("2027-05-15")], acting=ACTING)
        assert [(row.key, row.due_on) for row in planned] == [
            ("monitoring.deadlines", day("2026-12-20")),
            ("monitoring.deadlines", day("2027-05-15")),
        ]


def test_plan_is_made_anew_around_what_was_held(cit: School) -> None:
    with at(AUTUMN):
        days = [day("2026-10-20"), day("2026-12-20"), day("2027-05-15")]
        first = actions.schedule_monitoring(year=2026, days=days, acting=ACTING)[0]
        actions.hold_measurement(measurement=first, held_on=today(), note="20 анкет", acting=ACTING)
        actions.schedule_monitoring(year=2026, days=[day("2026-12-25"), day("2027-05-15")], acting=ACTING)
        due = list(Measurement.objects.values_list("due_on", flat=True))
        assert due == [day("2026-10-20"), day("2026-12-25"), day("2027-05-15")]
        with pytest.raises(Conflict):
            actions.hold_measurement(measurement=first, held_on=today(), note="Ещё", acting=ACTING)
        with pytest.raises(InputError):
            actions.schedule_monitoring(year=2026, days=[day("2028-01-01")], acting=ACTING)
