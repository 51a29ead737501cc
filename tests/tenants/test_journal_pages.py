"""Pages of long work: for whoever started it and for the office of the place."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.journal.models import Job
from tenants.organisations.models import School
from tests.support.cast import ClientFor, account_in
from tests.support.identity import job_of


@pytest.mark.parametrize(("role", "status"), [("mentor", 200), ("curator", 200), ("head", 200), ("mentee", 404)])
def test_a_job_of_a_school_is_for_its_starter_and_the_office(
    client_for: ClientFor, alpha: School, role: str, status: int
) -> None:
    job = job_of(account_in("mentor", alpha), alpha)
    assert client_for(role, alpha).get(f"/jobs/{job.pk}/").status_code == status


def test_a_job_of_another_school_is_not_found(client_for: ClientFor, alpha: School, beta: School) -> None:
    job = job_of(account_in("curator", beta), beta)
    assert client_for("curator", alpha).get(f"/jobs/{job.pk}/").status_code == 404
    assert client_for("curator", alpha, at="region").get(f"/jobs/{job.pk}/").status_code == 404


def test_a_job_of_the_region_is_for_its_starter_and_the_operator(client_for: ClientFor, db: None) -> None:
    job = job_of(account_in("regional_coordinator"))
    statuses = {
        role: client_for(role).get(f"/jobs/{job.pk}/").status_code
        for role in ("regional_coordinator", "platform_operator", "institute_expert")
    }
    assert statuses == {"regional_coordinator": 200, "platform_operator": 200, "institute_expert": 404}


def test_an_unfinished_job_is_asked_again_and_a_finished_one_is_not(client_for: ClientFor, alpha: School) -> None:
    client = client_for("curator", alpha)
    job = job_of(account_in("curator", alpha), alpha, state=Job.State.RUNNING, done=1, total=4, result_url="/there/")
    running = client.get(f"/jobs/{job.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in running
    assert "/there/" not in running
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE)
    part = client.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part
    assert 'href="/there/"' in part
    assert "<html" not in part


def test_list_of_jobs_holds_own_ones_of_this_place_in_a_constant_number_of_queries(
    client_for: ClientFor, alpha: School, beta: School
) -> None:
    curator, client = account_in("curator", alpha), client_for("curator", alpha)
    job_of(account_in("head", alpha), alpha, title="Чужая")
    job_of(curator, beta, title="Другая школа")
    counts = []
    for number in (1, 29):
        for _index in range(number):
            job_of(curator, alpha, title="Своя")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/jobs/").content.decode()
        counts.append(len(queries))
    assert "Своя" in page
    assert "Чужая" not in page
    assert "Другая школа" not in page
    assert counts[0] == counts[1]
