"""Pages of runs, measurements, reports and statistics."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.school.monitoring import actions, rendering
from apps.school.monitoring.models import Measurement, MonitoringRun, Report
from apps.school.people.models import Person
from apps.school.programmes.queries import people_of
from kernel.clock import today
from tenants.organisations.models import School
from tests.support.canaries import text_of_file
from tests.support.cast import ClientFor
from tests.support.monitoring import ACTING, make_report, make_run, measure_twice
from tests.support.people import counted, staying
from tests.support.programmes import make_running
from tests.support.regulation import adopted


@pytest.fixture
def curator(in_alpha: School, client_for: ClientFor) -> Client:
    return staying(client_for("curator", in_alpha), in_alpha)


def address(name: str, **kwargs: object) -> str:
    return reverse(f"monitoring:{name}", urlconf=settings.SCHOOL_URLCONF, kwargs=kwargs)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_run_is_begun_filled_in_and_closed_by_pages(curator: Client) -> None:
    adopted("gymnasium-35", monitoring__instruments=["questionnaire"], monitoring__indicators=["team_climate"])
    days = {"starts_on": f"{today():%d.%m.%Y}", "ends_on": "31.12.2030"}
    wrong = curator.post(address("run_new"), {"title": "Осень", **days, "instruments": ["interview"]})
    assert wrong.status_code == 422
    assert "п. 99" in text(wrong)
    assert (
        curator.post(address("run_new"), {"title": "Осень", **days, "instruments": ["questionnaire"]}).status_code
        == 302
    )
    run = MonitoringRun.objects.get()
    page = address("indicator", monitoring_run=run.pk, indicator="team_climate")
    assert curator.post(page, {"value": "ровный", "evidence": "опрос педагогов"}).status_code == 302
    assert "опрос педагогов" in text(curator.get(run.get_absolute_url()))
    assert curator.get(address("indicator", monitoring_run=run.pk, indicator="nothing")).status_code == 404
    assert curator.post(address("run_close", monitoring_run=run.pk)).status_code == 302
    run.refresh_from_db()
    assert run.state == MonitoringRun.State.CLOSED


def test_measurements_are_entered_and_compared_by_pages(curator: Client) -> None:
    programme = make_running()
    person = people_of(programme).mentees[0]
    keys = {"programme": programme.pk, "person": person.pk}
    before, after = address("measure", **keys, stage="before"), address("measure", **keys, stage="after")
    day = f"{today():%d.%m.%Y}"
    assert curator.post(before, {"measured_on": day, "stay": "11"}).status_code == 422
    assert curator.post(before, {"measured_on": day, "stay": "5,5"}).status_code == 302
    assert curator.post(after, {"measured_on": day, "climate": "5"}).status_code == 422
    assert curator.post(after, {"measured_on": day, "stay": "8"}).status_code == 302
    assert Measurement.objects.get(stage="before").values == {"stay": 5.5}
    assert "2.5" in text(curator.get(address("measures", programme=programme.pk)))
    assert "1\u00a0/\u00a01" in text(curator.get(address("measured")))
    assert curator.get(address("measure", **keys, stage="later")).status_code == 404


def test_report_is_compiled_shown_and_given_out(curator: Client, in_alpha: School, client_for: ClientFor) -> None:
    adopted("gymnasium-35")
    programme = make_running()
    measure_twice(programme, people_of(programme).mentees[0])
    run = make_run(is_final=True)
    page = address("report_new", monitoring_run=run.pk)
    assert curator.post(page, {"kind": "final_analytical_report", "conclusion": "Итог & вывод"}).status_code == 302
    report = Report.objects.get()
    assert "Итог &amp; вывод" in text(curator.get(report.get_absolute_url()))
    for name in ("report_docx", "report_pdf"):
        found = text_of_file(curator.get(address(name, report=report.pk)).getvalue())
        assert "Итог" in found
    approve = address("report_approve", report=report.pk)
    assert curator.get(approve).status_code == 403
    head = staying(client_for("head", in_alpha), in_alpha)
    assert head.post(approve).status_code == 302
    report.refresh_from_db()
    assert report.state == Report.State.APPROVED
    assert "report_approve" not in text(head.get(report.get_absolute_url()))


def test_document_about_a_mentee_is_compiled_by_pages(curator: Client) -> None:
    adopted("lenskaya", monitoring__report=["mentee_characteristic"])
    programme = make_running()
    person = people_of(programme).mentees[0]
    page = address("programme_report", programme=programme.pk)
    values = {"kind": "mentee_characteristic", "person": str(person.pk), "conclusion": "Готов работать сам."}
    assert curator.post(page, values).status_code == 302
    report = Report.objects.get()
    assert person.full_name in report.title
    assert report.title in text(curator.get(address("measures", programme=programme.pk)))
    assert curator.post(address("report_drop", report=report.pk)).status_code == 302
    assert not Report.objects.exists()


def test_same_content_gives_the_same_bytes(in_alpha: School) -> None:
    content = make_report().content
    assert rendering.render_docx(content) == rendering.render_docx(content)
    assert rendering.render_pdf(content) == rendering.render_pdf(content)


def test_statistics_are_exported_or_refused_with_the_gaps(curator: Client) -> None:
    adopted("lenskaya", monitoring__statistics=True)
    person = people_of(make_running()).mentees[0]
    assert curator.get(address("statistics")).status_code == 200
    assert curator.post(address("statistics_export")).content[:2] == b"PK"
    Person.objects.filter(pk=person.pk).update(birth_date=None)
    refused = curator.post(address("statistics_export"))
    assert refused.status_code == 422
    assert "п. 99" in text(refused)


@pytest.mark.parametrize("name", ["runs", "measured", "reports"])
def test_lists_ask_the_same_number_of_queries(name: str, curator: Client) -> None:
    make_report()
    make_running()
    curator.get(address(name))
    with CaptureQueriesContext(connection) as few:
        curator.get(address(name))
    for number in range(12):
        run = MonitoringRun.objects.create(title=f"М{number}", starts_on=today(), ends_on=today(), instruments=[])
        Report.objects.create(kind="final_analytical_report", run=run, title="О", compiled_on=today())
    for _number in range(3):
        make_running()
    with CaptureQueriesContext(connection) as many:
        curator.get(address(name))
    assert counted(many) == counted(few)


def test_pair_leads_to_its_measurements(curator: Client) -> None:
    programme = make_running()
    actions.measure(
        programme=programme,
        person=people_of(programme).mentees[0],
        stage="before",
        values={"stay": 5},
        acting=ACTING,
    )
    shown = text(curator.get(programme.match.get_absolute_url()))
    assert address("measures", programme=programme.pk) in shown
