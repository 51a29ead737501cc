"""The two documents of a destruction: the act as PDF, the extract from the log as CSV.

What they must tell is set by the order of Roskomnadzor of 28.10.2022 No. 179: the operator with its address, the
subjects (by name or by other information that points to them: here the numbers of their records), the categories of
data, the information system, the way, the reason, the date, who destroyed. They are Russian whatever the page is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tenants.provisioning.life.models import Destruction
from ui.papers import compile_pdf

TEMPLATE = Path(__file__).resolve().parent / "templates_typst" / "act_of_destruction.typ"


def render_act(destruction: Destruction) -> bytes:
    """The act of a destruction that has been carried out, as a tagged PDF."""
    with translation.override("ru"), timezone.override(destruction.school.zone):
        data = _act(destruction)
    return compile_pdf(TEMPLATE, act=data)


def _act(destruction: Destruction) -> dict[str, Any]:
    assert destruction.destroyed_at is not None
    return {
        "number": destruction.act_number,
        "date": f"{destruction.act_date:%d.%m.%Y}",
        "institution": destruction.school.name,
        "address": destruction.address,
        "system": _system(),
        "basis": destruction.basis,
        "responsible": destruction.responsible,
        "destroyed": f"{timezone.localtime(destruction.destroyed_at):%d.%m.%Y %H:%M}",
        "subjects": len(destruction.facts["subjects"]),
        "categories": [{"title": title, "count": count} for title, count in _categories(destruction)],
    }


def _system() -> str:
    return _("information system “Estafeta”, %(host)s") % {"host": settings.BASE_DOMAIN}


def _categories(destruction: Destruction) -> Iterator[tuple[str, int]]:
    """Categories of data with their counts, in the words of the product: one for each kind of record."""
    titles = {
        model._meta.db_table: str(model._meta.verbose_name_plural)
        for model in apps.get_models()
        if apps.get_app_config(model._meta.app_label).name in settings.TENANT_APPS
    }
    counts: dict[str, int] = {}
    for table, count in destruction.facts["tables"].items():
        if table in titles:
            counts[titles[table]] = counts.get(titles[table], 0) + count
    for label, count in destruction.facts["shared"].items():
        title = str(apps.get_model(label)._meta.verbose_name_plural)
        counts[title] = counts.get(title, 0) + count
    yield from sorted(counts.items())
    yield _("accounts without a role in other places"), destruction.facts["accounts"]
    yield _("files: documents, scans, lists"), destruction.facts["files"]
    yield _("archives kept for download"), destruction.facts["exports"]


def write_extract(destruction: Destruction) -> bytes:
    """The extract from the log, CSV in UTF-8 with a byte order mark: a row a category, then a row a subject."""
    assert destruction.destroyed_at is not None
    with translation.override("ru"), timezone.override(destruction.school.zone):
        stream = io.StringIO()
        table = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        table.writerow(
            [
                _("When"),
                _("What"),
                _("Number of the record"),
                _("How many"),
                _("Reason"),
                _("Act"),
                _("Information system"),
            ]
        )
        when = f"{timezone.localtime(destruction.destroyed_at):%d.%m.%Y %H:%M:%S %z}"
        act = _("No. %(number)s of %(date)s") % {
            "number": destruction.act_number,
            "date": f"{destruction.act_date:%d.%m.%Y}",
        }
        tail = [destruction.basis, act, _system()]
        table.writerows([when, title, "", count, *tail] for title, count in _categories(destruction))
        model = apps.get_model(settings.SCHOOL_PERSON_MODEL)
        every = _("all data of the subject in the system")
        for number in destruction.facts["subjects"]:
            table.writerow([when, every, f"{model._meta.label_lower}:{number}", 1, *tail])
        return stream.getvalue().encode("utf-8-sig")
