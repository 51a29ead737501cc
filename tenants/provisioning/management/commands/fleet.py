"""``estafeta fleet plan | migrate | status | check``: migrations of all schools' tables."""

from __future__ import annotations

import json
import os
import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel.errors import DomainError
from tenants.provisioning.fleet import checking, telling
from tenants.provisioning.fleet.carrying import Way
from tenants.provisioning.fleet.planning import make_plan
from tenants.provisioning.fleet.reading import read_fleet
from tenants.provisioning.fleet.running import migrate

DURATION = re.compile(r"\d{1,6}(ms|s|min)")
MOST_JOBS = 32


def duration(text: str) -> str:
    """A time as PostgreSQL writes it."""
    if not DURATION.fullmatch(text):
        raise ArgumentTypeError(f"{text!r} is no time: 500ms, 5s, 1min")
    return text


def jobs(text: str) -> int:
    """A number of connections."""
    if not text.isdigit() or not 1 <= int(text) <= MOST_JOBS:
        raise ArgumentTypeError(f"a number from 1 to {MOST_JOBS}")
    return int(text)


class Command(BaseCommand):
    """Migrates the tables of all schools, each in a transaction; one that fails does not stop the others."""

    help = "Migrate the tables of all schools at once: look (plan, status), do it (migrate), judge migrations (check)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The verbs and their words."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="plan|migrate|status|check")
        plan = verbs.add_parser("plan", help="say what schools lack, and do nothing")
        run = verbs.add_parser("migrate", help="bring schools to this code's migrations; exit code 1 if any is not")
        status = verbs.add_parser("status", help="say which versions there are, who is not served, what failed where")
        check = verbs.add_parser("check", help="name what is unsafe in the product's migrations; exit code 1 if any")
        for verb in (plan, run, status):
            verb.add_argument("--school", action="append", default=[], metavar="SLUG", help="only this (repeatable)")
        for verb in (plan, run, status, check):
            verb.add_argument("--json", action="store_true", help="answer with JSON, progress to standard error")
        default = min(4, os.cpu_count() or 1)
        run.add_argument("--jobs", type=jobs, default=default, metavar="N", help=f"schools at a time ({default})")
        run.add_argument(
            "--lock-timeout", type=duration, default="5s", metavar="TIME", help="wait so long for a table in use (5s)"
        )
        run.add_argument(
            "--past-stopped",
            action="store_true",
            help="of a migration that stopped half-way, the statement it stopped at was done by hand (with --school)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the verb; a refusal is an error with its next step."""
        try:
            getattr(self, f"_{options['verb']}")(options)
        except DomainError as refusal:
            raise CommandError(f"{refusal.message} {refusal.next_step}".strip()) from refusal

    def _say(self, options: dict[str, Any], facts: object, lines: Iterable[str]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2))
        for line in () if options["json"] else lines:
            self.stdout.write(line)

    def _plan(self, options: dict[str, Any]) -> None:
        facts = telling.of_plan(make_plan(read_fleet(options["school"])))
        self._say(options, facts, telling.plan_lines(facts))

    def _migrate(self, options: dict[str, Any]) -> None:
        if options["past_stopped"] and not options["school"]:
            raise CommandError("--past-stopped goes with --school: say in which schools it was done by hand.")
        way = Way(lock_timeout=options["lock_timeout"], past_stopped=options["past_stopped"])
        result = migrate(
            options["school"], jobs=options["jobs"], way=way, report=lambda step: self.stderr.write(f"· {step}")
        )
        facts = telling.of_result(result)
        self._say(options, facts, telling.result_lines(facts))
        if not result.plan.is_clean:
            raise CommandError("Not every school has this code's migrations. Run it again when the causes are removed.")

    def _status(self, options: dict[str, Any]) -> None:
        facts = telling.of_fleet(read_fleet(options["school"]))
        self._say(options, facts, telling.fleet_lines(facts))

    def _check(self, options: dict[str, Any]) -> None:
        found = checking.own_findings()
        self._say(options, [asdict(finding) for finding in found], map(str, found))
        if found:
            raise CommandError(f"{len(found)} unsafe operations in migrations.")
