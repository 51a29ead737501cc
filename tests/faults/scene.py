"""Fills the product of the fault tests: run by ``estafeta shell``; prints what the ledger needs, as JSON."""

from __future__ import annotations

import json

from kernel.acting import system_actor
from tenants.isolation.context import enter_region, enter_school
from tenants.organisations.models import School
from tenants.provisioning.actions import create_school
from tenants.provisioning.regulations import preset_document
from tests.support.api import token_for
from tests.support.programmes import make_running


def fill() -> str:
    """One school with a running programme, and a token of its curator."""
    with enter_region():
        create_school(
            slug="alpha",
            name="МБОУ «Средняя школа «Альфа»",
            municipality="Северный район",
            regulation=preset_document("lenskaya"),
            report=lambda step: None,
            acting=system_actor("tests"),
        )
        school = School.objects.get(slug="alpha")
    with enter_school(school):
        programme = make_running()
    token = token_for("curator", school)
    return json.dumps({"token": token.secret, "programme": programme.pk, "ends_on": str(programme.match.ends_on)})
