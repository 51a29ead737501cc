"""What a schema per school costs against stock django-tenants and a plain Django: ``make bench-tenancy``.

Both sides run in one process on one database, with the product's real tables; what is told are ratios. Stock work that
is the same for every school is measured on a few schools of the full fleet and multiplied. ``SCHOOLS=200,1000`` names
the sizes of the fleet.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.utils import load_backend
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django_tenants.utils import get_tenant_base_migrate_command_class

from apps.region.statistics import queries
from apps.region.statistics.models import IndicatorSnapshot
from apps.region.statistics.permissions import Scope
from apps.school.pairs.models import Match
from apps.school.people.models import MenteeCard, MentorCard, Person
from apps.school.programmes.models import Programme
from kernel.clock import now, today
from runtime.places import data_dir
from runtime.servers import EmbeddedPostgres
from runtime.wheels import postgres_programs
from tenants.isolation.context import as_owner, enter_school
from tenants.organisations.models import Municipality, School
from tenants.provisioning.building import build_schema
from tenants.provisioning.fleet.carrying import Way
from tenants.provisioning.fleet.running import migrate
from tenants.provisioning.life.export import export_school
from tenants.provisioning.rights import give_school_role
from tenants.provisioning.stock import build_by_migrations
from tests.support.fleet import NOTE, Probe, probe

__all__ = ["probe"]

SIZES = [int(size) for size in os.environ.get("SCHOOLS", "200,1000").split(",")]
SAMPLE = 6
ROUNDS = 5
REQUESTS = 80
WAY = Way(lock_timeout="5s")

pytestmark = pytest.mark.django_db(transaction=True)
Tell = Callable[[str], None]


def silent(_step: str) -> None:
    return None


def seconds(act: Callable[..., object], *values: object) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    act(*values)
    return time.perf_counter() - began


def of_several(act: Callable[[], object], times: int = ROUNDS) -> float:
    """Median wall time of several calls."""
    return statistics.median(seconds(act) for _round in range(times))


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    """Print past pytest."""

    def say(line: str) -> None:
        with capsys.disabled():
            print(line, flush=True)

    return say


def new_school(number: int) -> School:
    slug = f"bench-{number:05}"
    return School.objects.create(
        slug=slug,
        schema_name=School.schema_of(slug),
        name=slug,
        short_name=slug,
        municipality=Municipality.objects.get(code="m1"),
        state=School.State.READY,
    )


def against(tell: Tell, what: str, ours: float, stock: float, wanted: float) -> None:
    """One line: both times, the ratio and what was aimed at."""
    times = f"{ours * 1000:12.2f} ms  stock {stock * 1000:14.1f} ms"
    tell(f"  {what:<24} {times}  {stock / ours:10.1f} x  (aim {wanted:g} x)")


def test_fleets_of_schools(probe: Probe, tell: Tell, tmp_path: Path) -> None:
    probe.add("0001_initial", NOTE, more="initial = True")
    migrate([], jobs=2, way=WAY, report=silent)
    number = 0
    for size in sorted(SIZES):
        tell(f"\n{size} schools")
        ours = []
        while School.objects.count() < size:
            number += 1
            school = new_school(number)
            ours.append(seconds(build_schema, school))
        stock = []
        for _sample in range(SAMPLE):
            number += 1
            school = new_school(number)
            stock.append(seconds(build_by_migrations, school))
            give_school_role(school.schema_name)
        against(tell, "create a school", statistics.median(ours[-50:]), statistics.median(stock), 15)
        migrate([], jobs=2, way=WAY, report=silent)
        measure_fleet(probe, tell, size)
        measure_numbers(tell)
        measure_export(tell, tmp_path)


def measure_fleet(probe: Probe, tell: Tell, size: int) -> None:
    """A fleet run with nothing to do, and one that adds a column, against the stock command in a few schools."""
    schools = list(School.objects.filter(slug__startswith="bench-").order_by("-pk")[: 2 * SAMPLE])
    count = School.objects.count()

    def stock(school: School) -> None:
        with as_owner(), enter_school(school):
            call_command(get_tenant_base_migrate_command_class()(), interactive=False, verbosity=0, skip_checks=True)

    nothing = statistics.median(seconds(stock, school) for school in schools[:SAMPLE]) * count
    against(tell, "fleet, nothing to do", of_several(lambda: migrate([], jobs=2, way=WAY, report=silent)), nothing, 300)
    probe.add(f"0002_number_{size}", f'migrations.AddField("note", "n{size}", models.IntegerField(null=True))')
    adding = statistics.median(seconds(stock, school) for school in schools[SAMPLE:]) * count
    against(tell, "fleet, AddField", seconds(lambda: migrate([], jobs=2, way=WAY, report=silent)), adding, 100)


def measure_numbers(tell: Tell) -> None:
    """The region's sums from snapshots, against counting in every school in turn."""
    schools = list(School.objects.all())
    fields = {"day": today(), "taken_at": now(), "pedagogues": 40, "mentors": 5, "mentees": 6, "pairs_active": 6}
    IndicatorSnapshot.objects.of_all_schools().delete()
    IndicatorSnapshot.objects.of_all_schools().bulk_create(
        [IndicatorSnapshot(school_id=school.pk, **fields) for school in schools]
    )
    with connection.cursor() as cursor, as_owner():
        cursor.execute("ANALYZE statistics_indicatorsnapshot")

    def loop() -> int:
        counted = 0
        for school in schools:
            with enter_school(school):
                counted += sum(model.objects.count() for model in (Person, MentorCard, MenteeCard, Match, Programme))
        return counted

    scope = Scope(None)
    against(tell, "the region's numbers", of_several(lambda: queries.totals(scope, today())), seconds(loop), 1000)


def measure_export(tell: Tell, folder: Path) -> None:
    """One school out of the whole, against pg_dump of its schema."""
    school = School.objects.order_by("pk")[0]
    config = connection.settings_dict
    program = postgres_programs(EmbeddedPostgres(data_dir().tests.postgres, for_tests=True).data) / "pg_dump"
    target = folder / "dump.sql"
    command = [str(program), "-n", school.schema_name, "-f", str(target), "-h", config["HOST"], "-p", config["PORT"]]
    command += ["-U", config["USER"], config["NAME"]]
    environment = {**os.environ, "PGPASSWORD": config["PASSWORD"]}
    dump = seconds(lambda: subprocess.run(command, env=environment, check=True))
    numbers = iter(range(ROUNDS))
    ours = of_several(lambda: export_school(school, folder / f"{time.time_ns()}-{next(numbers)}.zip", silent))
    against(tell, "export one school", ours, dump, 50)


# ---- requests


@pytest.fixture
def plain() -> Iterator[Any]:
    """The same database through Django's own backend, with a session of its own that lasts."""
    stock: Any = load_backend("django.db.backends.postgresql")
    session = stock.DatabaseWrapper(connections["default"].settings_dict, "default")
    yield session
    session.close()


@contextmanager
def through(session: Any) -> Iterator[None]:
    """Models use this session inside."""
    ours = connections["default"]
    connections["default"] = session
    try:
        yield
    finally:
        connections["default"] = ours


def view_of(reads: int) -> Callable[[HttpRequest], HttpResponse]:
    def view(_request: HttpRequest) -> HttpResponse:
        rows = Municipality.objects.filter(code__startswith="m")
        return HttpResponse(str(sum(rows.all().count() for _number in range(reads))))

    return view


urlpatterns = [path(f"reads/{reads}/", view_of(reads)) for reads in (1, 10)]


def processor(client: Client, address: str, host: str) -> float:
    """CPU time of so many requests, this process alone."""
    began = time.process_time()
    for _number in range(REQUESTS):
        client.get(address, HTTP_HOST=host)
    return time.process_time() - began


@pytest.mark.parametrize(("reads", "wanted"), [(1, 1.3), (10, 1.1)])
def test_requests(alpha: School, beta: School, plain: Any, tell: Tell, reads: int, wanted: float) -> None:
    client = Client()
    hosted = ["tenants.isolation.middleware.HostMiddleware"]
    here = {"SCHOOL_URLCONF": __name__, "ROOT_URLCONF": __name__}

    def school_side() -> float:
        with override_settings(**here, MIDDLEWARE=hosted):
            client.handler.load_middleware()
            return processor(client, f"/reads/{reads}/", "alpha.estafeta.localhost")

    def plain_side() -> float:
        with through(plain), override_settings(**here, MIDDLEWARE=[]):
            client.handler.load_middleware()
            return processor(client, f"/reads/{reads}/", "plain.example")

    school_side()
    plain_side()
    ratios = [school_side() / plain_side() for _round in range(2 * ROUNDS + 1)]
    with override_settings(**here, MIDDLEWARE=hosted):
        client.handler.load_middleware()
        # The session was in another school: the dearest case.
        client.get(f"/reads/{reads}/", HTTP_HOST="beta.estafeta.localhost")
        with CaptureQueriesContext(connections["default"]) as ours:
            client.get(f"/reads/{reads}/", HTTP_HOST="alpha.estafeta.localhost")
    tell(
        f"  a view of {reads:2} queries: CPU of plain Django x {statistics.median(ratios):.2f} (aim {wanted} x),"
        f" statements +{len(ours) - reads} (aim +1)"
    )
