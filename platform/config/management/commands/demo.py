"""``estafeta demo load | tell | places``. (``demo up | down | reset`` are verbs of the runtime.)"""

from __future__ import annotations

import json
import os
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo import load
from config.demo.schools import DemoSchool, demo_schools
from config.demo.staff import PASSWORD
from runtime.beside import run_beside
from tenants.identity.models import Membership, Role
from tenants.isolation.hosts import REGION_LABEL
from tenants.organisations.models import School

SHOWN = 6


class Command(BaseCommand):
    """The demo region."""

    help = "The demo region: load makes it (again adds what is missing), places tells hosts and sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The verb and its options."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        loading = verbs.add_parser("load", help="make the demo region")
        loading.add_argument("--schools", type=int, default=5, help="how many schools (five have real regulations)")
        jobs = min(4, os.cpu_count() or 1)
        loading.add_argument("--jobs", type=int, default=jobs, help=f"schools told at a time ({jobs})")
        telling = verbs.add_parser("tell", help="the story of one school that stands empty (load calls it)")
        telling.add_argument("slug")
        telling.add_argument("--schools", type=int, default=5, help="of how many schools")
        places = verbs.add_parser("places", help="hosts and sign-ins of the demo")
        places.add_argument("--json", action="store_true", help="answer as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the verb."""
        if options["verb"] == "load":
            began = time.monotonic()
            self._load(max(options["schools"], 1), options["jobs"])
            self._say(f"The demo region is loaded ({time.monotonic() - began:.0f} s).")
        elif options["verb"] == "tell":
            load.tell([plan for plan in demo_schools(options["schools"]) if plan.slug == options["slug"]], self._say)
        elif options["json"]:
            found = {"password": PASSWORD, "mails": settings.DEMO_MAILBOX, "places": _places()}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            for place in _places():
                self.stdout.write(f"{place['title']}: {place['host']}")
                for account in place["accounts"]:
                    self.stdout.write(f"  {account['email']}  {account['role']}")

    def _load(self, count: int, jobs: int) -> None:
        plans = load.open_schools(count)
        if jobs > 1:
            self._tell_beside(plans, jobs)
        else:
            load.tell(plans, self._say)
        load.tell_between(plans, self._say)

    def _tell_beside(self, plans: Sequence[DemoSchool], jobs: int) -> None:
        words = {plan.slug: ("demo", "tell", plan.slug, "--schools", str(len(plans))) for plan in plans}
        failed = run_beside(words, jobs)
        if failed:
            raise CommandError(f"Not told: {', '.join(failed)}. Run it again: what is loaded stays.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _accounts(school: School | None) -> list[dict[str, str]]:
    members = Membership.objects.filter(school=school, account__email__endswith=".demo").select_related("account")
    cast = [member for member in members if not member.account.email.split("@")[0][-1].isdigit()]
    order = [role.value for role in Role]
    cast.sort(key=lambda member: order.index(member.role))
    return [
        {"email": member.account.email, "role": str(Role(member.role).label)}
        for member in cast
        if school is None or member.account.email.endswith(f"@{school.slug}.demo")
    ]


def _places() -> list[dict[str, Any]]:
    base = settings.BASE_DOMAIN
    region = {"title": "Регион", "host": f"{REGION_LABEL}.{base}", "accounts": _accounts(None)}
    schools = School.objects.filter(is_demo=True, state=School.State.READY).order_by("pk")[:SHOWN]
    return [
        region,
        *(
            {"title": school.short_name, "host": f"{school.slug}.{base}", "accounts": _accounts(school)}
            for school in schools
        ),
    ]
