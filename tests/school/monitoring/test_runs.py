"""Runs of the monitoring, measurements, reports and statistics: what the act wants of them."""

from __future__ import annotations

from typing import Any

import pytest

from apps.school.monitoring import actions, computed, gates, official, queries
from apps.school.monitoring.measures import MEASURES, compared, faults
from apps.school.monitoring.models import Measurement, MonitoringRun, Report
from apps.school.people.models import Person
from apps.school.programmes.actions import complete_programme
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from apps.school.regulation import queries as regulation
from apps.school.regulation.rules import monitoring as rules
from apps.school.regulation.view import RegulationView, SetValue
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, RuleViolation
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.monitoring import ACTING, make_characteristic, make_report, make_run, measure_twice
from tests.support.people import make_mentee, make_pupil
from tests.support.programmes import make_running
from tests.support.questionnaires import answer, make_round
from tests.support.regulation import adopted


def act(**values: Any) -> RegulationView:
    """A regulation that says only this (``a__b`` sets ``a.b``)."""
    return RegulationView(
        {key.replace("__", "."): SetValue(value, "п. 7", "слова акта") for key, value in values.items()}
    )


def finish(programme: Programme) -> Programme:
    for item in programme.plan.all():
        item.done_on = today()
        item.save()
    return complete_programme(
        programme=programme, ground="plan_completed", results="Научился.", completed_on=today(), acting=ACTING
    )


def refused(programme: Programme) -> list[str]:
    with pytest.raises(RuleViolation) as refusal:
        finish(programme)
    return [violation.parameter for violation in refusal.value.violations]


# ---- pure rules


def test_second_measurement_binds_only_where_the_act_says_so() -> None:
    asks = act(monitoring__before_after=True)
    [found] = rules.second_measurement(asks, ["Ежова А. П.: before"])
    assert found.parameter == "monitoring.before_after"
    assert "Ежова" in found.message
    assert rules.second_measurement(asks, []) == []
    assert rules.second_measurement(act(monitoring__before_after=False), ["x"]) == []
    assert rules.second_measurement(act(), ["x"]) == []


def test_reports_are_of_the_year_or_of_a_programme() -> None:
    view = act(monitoring__report=["final_analytical_report", "mentee_characteristic"])
    assert rules.reports_of(view, "year") == ("final_analytical_report",)
    [found] = rules.closing_reports(view, "programme", [])
    assert found.parameter == "monitoring.report"
    assert rules.closing_reports(view, "programme", ["mentee_characteristic"]) == []
    assert rules.closing_reports(act(), "year", []) == []


def test_after_is_measured_by_the_parameters_of_before() -> None:
    measures = MEASURES["pedagogue"]
    assert faults(measures, {"stay": 8}, {"stay": 5}) == {}
    assert set(faults(measures, {"stay": 11, "fun": 1}, {"climate": 5})) == {"stay", "fun", "climate"}
    burnout, stay = compared(measures, {"burnout": 7, "stay": 5}, {"burnout": 4, "stay": 5})[::-1]
    assert (burnout.difference, burnout.trend) == (-3, "better")
    assert stay.trend == "same"


# ---- runs


def test_run_is_held_with_instruments_of_the_act(in_alpha: School) -> None:
    adopted("gymnasium-35", monitoring__instruments=["questionnaire", "reflection"])
    with pytest.raises(RuleViolation) as refusal:
        make_run(instruments=["questionnaire", "interview"])
    assert [item.parameter for item in refusal.value.violations] == ["monitoring.instruments"]
    assert make_run(instruments=["questionnaire", "reflection"]).pk


def test_school_without_own_instruments_is_not_stopped(in_alpha: School) -> None:
    adopted("gymnasium-35")
    version = regulation.in_force().get()
    version.values.filter(key="monitoring.instruments").delete()
    version.save()
    assert make_run(instruments=["interview"]).pk


def test_every_indicator_of_the_act_is_counted_or_asked_for(in_alpha: School) -> None:
    codes = ["participants_count", "team_climate", "model_conformity"]
    adopted("gymnasium-35", monitoring__indicators=codes)
    make_running()
    answer(make_round("curator").invitations.get())
    run, view = make_run(), regulation.current()
    lines = {line.code: line for line in computed.lines(view, run, queries.indicators(on=today()), today())}
    assert "1" in lines["participants_count"].value
    assert "18" in lines["model_conformity"].value
    assert (lines["team_climate"].value, lines["team_climate"].evidence) == ("", "")
    assert computed.empty(view, run) == ["team_climate"]
    assert view.rule("monitoring.indicators").is_set
    actions.set_indicator(run=run, code="team_climate", value="ровный", evidence="наблюдение", acting=ACTING)
    assert computed.empty(view, run) == []


def test_indicator_needs_evidence(in_alpha: School) -> None:
    with pytest.raises(InputError):
        actions.set_indicator(run=make_run(), code="team_climate", value="ровный", evidence=" ", acting=ACTING)


def test_year_is_closed_with_the_reports_of_the_act(in_alpha: School) -> None:
    adopted("gymnasium-35", monitoring__report=["final_analytical_report"])
    run = make_run(is_final=True)
    report = make_report(run)
    with pytest.raises(RuleViolation) as refusal:
        actions.close_run(run=run, acting=ACTING)
    assert refusal.value.violations[0].parameter == "monitoring.report"
    actions.approve_report(report=report, acting=ACTING)
    assert actions.close_run(run=run, acting=ACTING).state == MonitoringRun.State.CLOSED
    assert queries.last_done() == today()
    with pytest.raises(Conflict):
        actions.set_indicator(run=run, code="team_climate", value="1", evidence="2", acting=ACTING)


def test_ordinary_run_is_closed_without_reports(in_alpha: School) -> None:
    assert queries.last_done() is None
    assert actions.close_run(run=make_run(), acting=ACTING).closed_on == today()


# ---- programmes


def test_programme_waits_for_the_second_measurement(in_alpha: School) -> None:
    adopted("lenskaya", monitoring__before_after=True)
    programme = make_running()
    person = people_of(programme).mentees[0]
    assert refused(programme) == ["monitoring.before_after"]
    actions.measure(
        programme=programme, person=person, stage=Measurement.Stage.BEFORE, values={"stay": 5}, acting=ACTING
    )
    assert refused(programme) == ["monitoring.before_after"]
    measure_twice(programme, person)
    assert finish(programme).state == Programme.State.COMPLETED


def test_programme_waits_for_the_documents_of_its_mentees(in_alpha: School) -> None:
    adopted("lenskaya", monitoring__report=["mentee_characteristic", "adaptation_conclusion"])
    programme = make_running()
    make_characteristic(programme)
    assert refused(programme) == ["monitoring.report"]
    make_characteristic(programme, "adaptation_conclusion")
    assert finish(programme).state == Programme.State.COMPLETED


def test_programme_that_ends_early_waits_for_nothing(in_alpha: School) -> None:
    adopted("lenskaya", monitoring__before_after=True)
    programme = make_running()
    ended = complete_programme(
        programme=programme, ground="mentor_initiative", results="", completed_on=today(), acting=ACTING
    )
    assert ended.state == Programme.State.ENDED


def test_gates_are_silent_where_the_act_is(in_alpha: School) -> None:
    adopted("lenskaya")
    programme = make_running()
    assert gates.lacks_for_completion(programme, regulation.current()) == []


# ---- measurements


def test_measurements_come_in_order_and_can_be_corrected(in_alpha: School) -> None:
    programme = make_running()
    person = people_of(programme).mentees[0]
    about: dict[str, Any] = {"programme": programme, "person": person, "acting": ACTING}
    with pytest.raises(Conflict):
        actions.measure(**about, stage="after", values={"stay": 5})
    for number in (4, 5):
        actions.measure(**about, stage="before", values={"stay": number, "climate": 6})
    assert queries.measured(programme, person) == {"before": {"stay": 5, "climate": 6}}
    with pytest.raises(InputError) as refusal:
        actions.measure(**about, stage="after", values={"stay": 8})
    assert refusal.value.problems[0]["place"] == "climate"
    actions.measure(**about, stage="after", values={"stay": 8, "climate": 6})
    with pytest.raises(Conflict):
        actions.measure(**about, stage="before", values={"stay": 1})
    assert [(item[0].code, item[1], item[2], item[3]) for item in queries.mean_changes()] == [
        ("stay", 1, 5, 8),
        ("climate", 1, 6, 6),
    ]


def test_pupil_is_measured_by_other_parameters(in_alpha: School) -> None:
    card = make_mentee(person=make_pupil(), category="willing_pupil", consents=False)
    programme = make_running(mentees=[card])
    with pytest.raises(InputError):
        actions.measure(programme=programme, person=card.person, stage="before", values={"stay": 5}, acting=ACTING)
    measure_twice(programme, card.person)
    assert len(queries.measured(programme, card.person)["after"]) == len(MEASURES["pupil"])


# ---- reports


def test_report_is_compiled_anew_until_approved(in_alpha: School) -> None:
    run = make_run()
    first = make_report(run)
    second = make_report(run, conclusion="Иначе.")
    assert (first.pk, Report.objects.count()) == (second.pk, 1)
    assert "Иначе." in str(second.content)
    actions.approve_report(report=second, acting=ACTING)
    with pytest.raises(Conflict):
        make_report(run)
    with pytest.raises(Conflict):
        actions.drop_report(report=second, acting=ACTING)


def test_only_the_head_approves(in_alpha: School) -> None:
    report = make_report()
    with pytest.raises(NotAllowed):
        actions.approve_report(report=report, acting=acting_as("curator", in_alpha))
    approved = actions.approve_report(report=report, acting=acting_as("head", in_alpha))
    assert approved.approved_by


# ---- statistics


def test_statistics_with_gaps_are_not_handed_out(in_alpha: School) -> None:
    adopted("lenskaya", monitoring__statistics=True)
    people = people_of(make_running())
    Person.objects.filter(pk=people.mentees[0].pk).update(sex="")
    with pytest.raises(RuleViolation) as refusal:
        actions.export_statistics(acting=ACTING)
    assert refusal.value.violations[0].parameter == "monitoring.statistics"
    Person.objects.filter(pk=people.mentees[0].pk).update(sex="f")
    assert sum(row[-1] for row in actions.export_statistics(acting=ACTING).rows) == 2


def test_statistics_are_a_reminder_where_the_act_is_silent(in_alpha: School) -> None:
    adopted("gymnasium-35")
    people = people_of(make_running())
    Person.objects.filter(pk=people.mentees[0].pk).update(birth_date=None)
    assert len(official.gaps_of(today())) == 1
    assert actions.export_statistics(acting=ACTING).rows
