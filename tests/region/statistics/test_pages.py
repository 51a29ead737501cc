"""The dashboard's pages."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tenants.isolation.backend import connection
from tenants.organisations.models import School
from tests.support.cast import ClientFor
from tests.support.statistics import asked, make_school, report

SHELL = 5  # session, account, memberships, places of the switcher


@pytest.fixture
def two_schools(alpha: School, beta: School) -> None:
    report(alpha, days_ago=40, mentors=1, novices=4, novices_covered=0)
    report(alpha, mentors=5, novices=4, novices_covered=3, values={"R7": {"forms": [_share("педагог – педагог", 6)]}})
    report(beta, mentors=4, novices=10, novices_covered=1)


def _share(title: str, count: int) -> dict[str, object]:
    return {"code": "x", "title": title, "count": count}


@pytest.mark.usefixtures("two_schools")
def test_dashboard_shows_sums_and_municipalities(client_for: ClientFor, alpha: School) -> None:
    text = client_for("regional_coordinator").get("/").content.decode()
    assert alpha.municipality.title in text
    assert "75 %" in text
    assert len(text.encode()) < 100_000


@pytest.mark.parametrize(("role", "path"), [("mentor", "/exchange/"), ("curator", "/exchange/")])
def test_others_go_to_their_own_first_page(client_for: ClientFor, alpha: School, role: str, path: str) -> None:
    answer = client_for(role, alpha, at="region").get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == path


@pytest.mark.parametrize(
    ("role", "path"), [("institute_expert", "/cases/reviews/"), ("platform_operator", "/platform/schools/")]
)
def test_region_roles_go_to_their_own_first_page(client_for: ClientFor, role: str, path: str) -> None:
    assert client_for(role).get("/").headers["Location"] == path


@pytest.mark.usefixtures("two_schools")
def test_municipal_coordinator_sees_no_other_municipality(client_for: ClientFor, beta: School) -> None:
    client = client_for("municipal_coordinator")
    assert beta.municipality.title not in client.get("/").content.decode()
    assert client.get(f"/municipalities/{beta.municipality.code}/").status_code == 404
    assert client.get(f"/schools/{beta.slug}/").status_code == 404
    assert client.get(f"/schools/{beta.slug}/indicators.xlsx").status_code == 404
    assert beta.short_name not in client.get("/schools/").content.decode()


@pytest.mark.usefixtures("two_schools")
def test_municipality_page_lists_its_schools(client_for: ClientFor, alpha: School, beta: School) -> None:
    text = client_for("regional_coordinator").get(f"/municipalities/{alpha.municipality.code}/").content.decode()
    assert alpha.short_name in text
    assert beta.short_name not in text


@pytest.mark.usefixtures("two_schools")
def test_school_page_shows_breakdown_and_freshness(client_for: ClientFor, alpha: School) -> None:
    text = client_for("regional_coordinator").get(f"/schools/{alpha.slug}/?period=year").content.decode()
    assert "педагог – педагог" in text


@pytest.mark.usefixtures("two_schools")
def test_workbook_compares_with_thirty_days_ago(client_for: ClientFor, alpha: School) -> None:
    answer = client_for("regional_coordinator").get(f"/schools/{alpha.slug}/indicators.xlsx")
    sheet = load_workbook(BytesIO(answer.getvalue())).worksheets[0]
    rows = {row[1]: row[4:7] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert (5, 1, 4) in rows.values()
    assert (75, 0, 75) in rows.values()


@pytest.mark.usefixtures("two_schools")
@pytest.mark.parametrize("amiss", ["uncovered", "without_pairs", "silent"])
def test_schools_are_filtered_by_what_is_amiss(client_for: ClientFor, alpha: School, beta: School, amiss: str) -> None:
    silent = make_school(1)
    idle = make_school(2)
    report(idle, novices=0, novices_covered=0, pairs_active=0)
    text = client_for("regional_coordinator").get("/schools/", {"amiss": amiss}).content.decode()
    expected = {"uncovered": beta, "without_pairs": idle, "silent": silent}[amiss]
    assert expected.short_name in text
    others = {alpha, beta, idle, silent} - {expected, alpha}
    assert not [school for school in others if f"/schools/{school.slug}/" in text]


@pytest.mark.parametrize("sort", ["school", "-coverage", "taken_at", "municipality", "-mentors"])
@pytest.mark.usefixtures("two_schools")
def test_schools_are_sorted(client_for: ClientFor, sort: str) -> None:
    assert client_for("regional_coordinator").get("/schools/", {"sort": sort}).status_code == 200


PLACES = ("/", "/schools/", "/municipalities/{place}/", "/schools/alpha/")
REPORTS = tuple(f"{path}indicators.xlsx" for path in PLACES if path != "/schools/")


@pytest.mark.parametrize("path", [*PLACES, *REPORTS, "/schools/?export=xlsx", "/?period=year"])
def test_pages_ask_as_often_for_thirty_schools_as_for_one(client_for: ClientFor, alpha: School, path: str) -> None:
    address = path.format(place=alpha.municipality.code)
    client = client_for("regional_coordinator")
    report(alpha)
    counts: list[int] = []
    for number in range(30):
        if number in {0, 29}:
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address)
            assert answer.status_code == 200
            counts.append(asked(captured))
        report(make_school(number, alpha.municipality))
        report(make_school(100 + number), days_ago=3)
    assert counts[0] == counts[1]
    assert counts[0] <= SHELL + 11


@pytest.mark.parametrize("path", PLACES)
def test_pages_of_thirty_schools_stay_small(client_for: ClientFor, alpha: School, path: str) -> None:
    for number in range(30):
        report(make_school(number, alpha.municipality))
    answer = client_for("regional_coordinator").get(path.format(place=alpha.municipality.code))
    assert len(answer.content) < 100_000


def test_dashboard_says_how_fresh_its_numbers_are(client_for: ClientFor, alpha: School, beta: School) -> None:
    report(alpha)
    report(beta, days_ago=3)
    make_school(1)
    text = client_for("regional_coordinator").get("/").content.decode()
    lead = text[text.index('class="page-lead"') :].split("</p>")[0]
    assert "?amiss=silent" in lead
    assert f"/schools/{beta.slug}/" in lead
    report(beta)
    report(School.objects.get(slug="made-1"))
    lead = client_for("regional_coordinator").get("/").content.decode().split('class="page-lead"')[1].split("</p>")[0]
    assert "?amiss=silent" not in lead
