"""``estafeta school create|list`` and the verbs of ``life/verbs.py``: schools of the installation."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel.errors import DomainError
from tenants.isolation.hosts import address_of
from tenants.organisations.models import School
from tenants.organisations.queries import all_schools
from tenants.provisioning import actions
from tenants.provisioning.life import verbs as life
from tenants.provisioning.regulations import read_regulation


class Command(BaseCommand):
    """What can be done with schools."""

    help = "Create, list, export, verify, restore, archive and delete schools."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        create = verbs.add_parser("create", help="create a school: its host, its schema, its regulation, its members")
        create.add_argument("--slug", required=True, help="the name in the address: <slug>.<base domain>")
        create.add_argument("--name", required=True, help="full name")
        create.add_argument("--short-name", default="", help="as people say it; the full name by default")
        create.add_argument("--kind", default="school", help="kind of institution (school)")
        create.add_argument("--regulation", required=True, type=Path, metavar="FILE.json", help="its regulation")
        create.add_argument("--municipality", required=True, help="title or code; a new title is added")
        create.add_argument("--zone", default="Europe/Moscow", help="time zone (Europe/Moscow)")
        create.add_argument("--curator", default="", metavar="EMAIL", help="the curator; an invitation is sent")
        create.add_argument("--head", default="", metavar="EMAIL", help="the head; an invitation is sent")
        listing = verbs.add_parser("list", help="list the schools and their states")
        life.add_verbs(verbs)
        for verb in (create, listing):
            verb.add_argument("--json", action="store_true", help="answer with JSON, progress to standard error")

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry out the verb; a refusal is an error with its faults, exit code 1."""
        try:
            if "run" in options:
                self._tell(options["run"](options, self._report), options["json"])
                return
            answer = self.create(options) if options["verb"] == "create" else [_facts(row) for row in all_schools()]
        except DomainError as refusal:
            raise CommandError(_sentences(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        for row in answer if isinstance(answer, list) else [answer]:
            self.stdout.write(f"{row['slug']:<24} {row['state']:<10} {row['municipality']:<30} {row['address']}")

    def _report(self, step: str) -> None:
        self.stderr.write(f"· {step}")

    def _tell(self, answer: dict[str, Any], as_json: bool) -> None:
        lines = (f"{name}: {value}" for name, value in answer.items())
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))

    def create(self, options: dict[str, Any]) -> dict[str, str]:
        """The new school's facts."""
        try:
            content = options["regulation"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['regulation']}: {error.strerror}") from error
        names = ("slug", "name", "short_name", "kind", "municipality", "zone", "curator", "head")
        school = actions.create_school(
            regulation=read_regulation(content),
            report=self._report,
            **{name: options[name] for name in names},
        )
        return _facts(school)


def _facts(school: School) -> dict[str, str]:
    return {
        "slug": school.slug,
        "name": school.name,
        "state": school.state,
        "municipality": school.municipality.title,
        "zone": school.zone,
        "schema": school.schema_name,
        "address": address_of(school.slug) + "/",
    }


def _sentences(refusal: DomainError) -> str:
    problems = [f"  {problem['place']}: {problem['message']}" for problem in refusal.data.get("problems", ())]
    return "\n".join([str(refusal.message), *problems, *filter(None, [str(refusal.next_step)])])
