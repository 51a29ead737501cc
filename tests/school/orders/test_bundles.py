"""Documents of many orders in one job: progress, a killed worker, a template that cannot be filled, LibreOffice."""

from __future__ import annotations

import datetime
import io
import os
import signal
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import connections

from apps.school.orders import actions
from apps.school.orders.kinds import ORDER_KINDS
from apps.school.orders.models import Order, OrderBundle, OrderTemplate
from apps.school.orders.templating.sample import sample_act
from kernel.acting import system_actor
from kernel.clock import now, today
from kernel.errors import InputError
from kernel.locks import LockSpace
from tenants.isolation.context import enter_school
from tenants.journal import jobs
from tenants.journal.models import Job
from tenants.organisations.models import School
from tests.support.office import printed, soffice
from tests.support.orders import bare, docx_text, draft, own_template, uploaded
from tests.support.pdf import text_of_pdf

SYSTEM = system_actor("tests")
MANY = 300
KILLED_AFTER = 5


def signed_orders(count: int, template: int | None = None, kind: str = "incentive") -> list[Order]:
    """Signed orders with frozen facts and without documents, put straight into the table."""
    first = Order.objects.count() + 1
    rows = []
    for number in range(first, first + count):
        act = {**sample_act(kind), "number": f"{number}-н", "template": template}
        rows.append(
            Order(
                kind=kind,
                title=f"О поощрении № {number}",
                subject=f"x:{number}",
                facts={"participants": [], "act": act},
                state=Order.State.SIGNED,
                year=today().year,
                sequence=number,
                number=f"{number}-н",
                dated=today(),
            )
        )
    return Order.objects.bulk_create(rows)


def bundle_of(orders: list[Order]) -> OrderBundle:
    return actions.start_bundle(orders=[order.pk for order in orders], acting=SYSTEM)


def fresh(bundle: OrderBundle) -> OrderBundle:
    return OrderBundle.objects.get(pk=bundle.pk)


def names_in(bundle: OrderBundle) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(fresh(bundle).file.read())) as archive:
        return archive.namelist()


def files_in(bundle: OrderBundle, ending: str) -> dict[str, bytes]:
    """Name without its ending -> content, of the files of one format."""
    with zipfile.ZipFile(io.BytesIO(fresh(bundle).file.read())) as archive:
        return {name.removesuffix(ending): archive.read(name) for name in archive.namelist() if name.endswith(ending)}


def broken_template(school: School) -> OrderTemplate:
    """A template that was in order once and whose field is no more."""
    template = actions.upload_template(kind="incentive", file=uploaded(own_template()), acting=SYSTEM)
    Path(template.file.path).write_bytes(own_template("{{ no_such_field }}"))
    return template


def test_template_that_cannot_be_filled_holds_nobody_up(in_alpha: School, run_jobs: Any) -> None:
    good, bad = signed_orders(2), signed_orders(1, broken_template(in_alpha).pk)
    with run_jobs():
        bundle = bundle_of([*good, *bad])
    assert list(fresh(bundle).problems) == [str(bad[0].pk)]
    assert "no_such_field" in fresh(bundle).problems[str(bad[0].pk)]
    assert len(names_in(bundle)) == 2 * len(good)
    assert Job.objects.get(pk=str(bundle.job_id)).state == Job.State.DONE


def test_corrected_template_prints_what_was_never_printed(in_alpha: School, run_jobs: Any) -> None:
    [order] = signed_orders(1, broken_template(in_alpha).pk)
    corrected = actions.upload_template(kind="incentive", file=uploaded(own_template("Исправлено")), acting=SYSTEM)
    actions.use_template(template=corrected, acting=SYSTEM)
    with run_jobs():
        actions.render_again(order=order, acting=SYSTEM)
    order.refresh_from_db()
    assert "Исправлено" in docx_text(order.docx.read())
    actions.use_default_template(kind="incentive", acting=SYSTEM)
    with run_jobs():
        actions.render_again(order=order, acting=SYSTEM)
    order.refresh_from_db()
    assert order.facts["act"]["template"] == corrected.pk


def test_only_signed_orders_go_into_a_bundle(in_alpha: School) -> None:
    with pytest.raises(InputError):
        bundle_of([draft("x:1")])


def test_page_makes_a_bundle_and_hands_it_to_its_asker(alpha: School, client_for: Any, run_jobs: Any) -> None:
    with enter_school(alpha):
        orders = signed_orders(2)
    curator = client_for("curator", alpha)
    assert "/orders/bundles/new/" in curator.get("/orders/?state=signed").content.decode()
    with run_jobs():
        answer = curator.post("/orders/bundles/new/?state=signed")
    assert "/jobs/" in answer["Location"]
    with enter_school(alpha):
        bundle = OrderBundle.objects.get()
        assert bundle.orders == [order.pk for order in orders]
    assert "2" in curator.get(f"/orders/bundles/{bundle.pk}/").content.decode()
    assert curator.get(f"/orders/bundles/{bundle.pk}/orders.zip").status_code == 200
    assert client_for("mentor", alpha).get(f"/orders/bundles/{bundle.pk}/orders.zip").status_code == 403


def must_say_the_same(docx: dict[str, bytes], pdf: dict[str, bytes], folder: Path) -> None:
    """LibreOffice opens every document and prints what its PDF says."""
    office = soffice()
    if office is not None:
        opened = printed(office, docx, folder)
        said = {name: bare(text_of_pdf(content)) for name, content in opened.items()}
        assert said == {name: bare(text_of_pdf(content)) for name, content in pdf.items()}


def test_documents_of_every_kind_open_in_libreoffice_and_say_what_the_pdf_says(
    in_alpha: School, run_jobs: Any, tmp_path: Path
) -> None:
    own = actions.upload_template(kind="incentive", file=uploaded(own_template()), acting=SYSTEM)
    orders = [order for kind in ORDER_KINDS for order in signed_orders(1, kind=kind)]
    with run_jobs():
        bundle = bundle_of([*orders, *signed_orders(1, own.pk)])
    docx, pdf = files_in(bundle, ".docx"), files_in(bundle, ".pdf")
    assert len(docx) == len(pdf) == len(ORDER_KINDS) + 1
    must_say_the_same(docx, pdf, tmp_path)


# A worker that stops for ever in the middle of an order, some orders being done.
WORKER = """
import sys, time
import django
django.setup()
from django.conf import settings
from apps.school.orders import rendering, tasks
from tenants.isolation.context import enter_school
from tenants.organisations.models import School

made, render = [], rendering.render_pdf

def hang(act, **kwargs):
    if len(made) == int(sys.argv[3]):
        print("half", flush=True)
        time.sleep(600)
    made.append(act["number"])
    return render(act, **kwargs)

rendering.render_pdf = hang
settings.MEDIA_ROOT = sys.argv[2]
with enter_school(School.objects.get(slug="alpha")):
    tasks.bundle.run(sys.argv[1])
"""


def killed_worker(job: Job) -> None:
    """Run the job in a process of its own until it stands in the middle, then kill it."""
    config = settings.DATABASES["default"]
    address = f"postgresql://{config['USER']}:{config['PASSWORD']}@{config['HOST']}:{config['PORT']}/{config['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "REDIS_URL": settings.REDIS_URL,
        "PYTHONPATH": os.pathsep.join([str(settings.ROOT), str(settings.ROOT / "platform")]),
    }
    command = [sys.executable, "-c", WORKER, str(job.pk), str(settings.MEDIA_ROOT), str(KILLED_AFTER)]
    with subprocess.Popen(command, env=environment, cwd=settings.ROOT, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == "half"
        worker.send_signal(signal.SIGKILL)


def wait_for_release(job: Job) -> None:
    """The server notices the killed client's connection and gives its lock back: taking it waits for that."""
    number = zlib.crc32(job.pk.bytes) - 2**31
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LockSpace.JOBS, number])
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LockSpace.JOBS, number])


def test_three_hundred_orders_go_on_after_a_killed_worker(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    school = School.objects.get(slug="alpha")
    with enter_school(school), monkeypatch.context() as broker:
        broker.setattr(jobs, "_dispatch", lambda job: None)
        bundle = bundle_of(signed_orders(MANY))
    job = Job.objects.get(pk=str(bundle.job_id))
    killed_worker(job)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (Job.State.RUNNING, KILLED_AFTER, MANY + 1)
    with enter_school(school):
        done = Order.objects.exclude(pdf="")
        first = {order.pk: Path(order.pdf.path).stat().st_mtime_ns for order in done}
    assert len(first) == KILLED_AFTER
    monkeypatch.setitem(current_app.conf, "task_always_eager", True)
    monkeypatch.setitem(current_app.conf, "task_eager_propagates", True)
    Job.objects.filter(pk=job.pk).update(updated_at=now() - datetime.timedelta(minutes=5))
    wait_for_release(job)
    assert jobs.resend_unfinished() == 1
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, MANY + 1)
    with enter_school(school):
        names = names_in(bundle)
        assert len(names) == len(set(names)) == 2 * MANY
        for pk, moment in first.items():
            assert Path(Order.objects.get(pk=pk).pdf.path).stat().st_mtime_ns == moment
        order = Order.objects.last()
        assert order is not None
        assert bare(order.facts["act"]["text"]["points"][0]) in bare(docx_text(order.docx.read()))
        assert bare(order.facts["act"]["text"]["points"][0]) in bare(text_of_pdf(order.pdf.read()))
        docx, pdf = files_in(bundle, ".docx"), files_in(bundle, ".pdf")
        assert len(docx) == len(pdf) == MANY
        must_say_the_same(docx, pdf, tmp_path)
