"""``estafeta school create|create-many|list|reconcile`` and the verbs of ``life/verbs.py``."""

from __future__ import annotations

import io
import json
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel.acting import system_actor
from kernel.errors import DomainError
from tenants.isolation.hosts import address_of
from tenants.organisations.models import School
from tenants.organisations.queries import all_schools
from tenants.provisioning import actions, bulk, lists, reconciling
from tenants.provisioning.life import verbs as life
from tenants.provisioning.regulations import read_regulation

Options = Mapping[str, Any]

FIELDS = (
    ("slug", True, "SLUG", "the name in the address: <slug>.<base domain>"),
    ("name", True, "NAME", "full name"),
    ("short-name", False, "NAME", "as people say it; the full name by default"),
    ("kind", False, "KIND", "kind of institution (school)"),
    ("municipality", True, "TITLE", "title or code; a new title is added"),
    ("zone", False, "ZONE", "time zone (Europe/Moscow)"),
    ("curator", False, "EMAIL", "the curator; an invitation is sent"),
    ("head", False, "EMAIL", "the head; an invitation is sent"),
)


class Command(BaseCommand):
    """Creates schools, lists them, finds what does not fit."""

    help = (
        "Create schools, one or many, list them, export, restore and delete them, repair what an interrupted work left."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        create = verbs.add_parser("create", help="create a school: its host, its schema, its regulation, its members")
        for name, required, metavar, text in FIELDS:
            default = lists.DEFAULTS.get(name, "")
            create.add_argument(f"--{name}", required=required, default=default, metavar=metavar, help=text)
        create.add_argument("--regulation", required=True, type=Path, metavar="FILE.json", help="its regulation")
        many = verbs.add_parser(
            "create-many",
            help="create the schools of a table; those that exist are left alone, so that it can be repeated",
            description="Exit code 1 when a row had faults or a school was refused; the others are created.",
        )
        many.add_argument("file", type=Path, metavar="FILE.xlsx|csv", help="a sample is on the page of lists")
        many.add_argument("--dry-run", action="store_true", help="check the table only")
        listing = verbs.add_parser("list", help="list the schools and their states")
        care = verbs.add_parser(
            "reconcile",
            help="find what does not fit: stopped creations, schemas without a school, schools without a schema",
            description="Repairs what loses nothing, tells what to do about the rest; exit code 1 while any is left.",
        )
        care.add_argument("--dry-run", action="store_true", help="tell only, repair nothing")
        care.add_argument("--drop", default="", metavar="SCHEMA", help="remove a schema in which no school works")
        life.add_verbs(verbs)
        for verb in (create, many, listing, care):
            verb.add_argument("--json", action="store_true", help="answer with JSON, progress to standard error")

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry out the verb; a refusal is an error with its faults, exit code 1."""
        verbs: Mapping[str, Callable[[Options], None]] = {
            "create": self.create,
            "create-many": self.create_many,
            "list": self.list_all,
            "reconcile": self.reconcile,
        }
        try:
            if "run" in options:
                self._tell(options["run"](options, self._report), options["json"])
            else:
                verbs[options["verb"]](options)
        except DomainError as refusal:
            raise CommandError(_sentences(refusal)) from refusal

    def _report(self, step: str) -> None:
        self.stderr.write(f"· {step}")

    def _tell(self, answer: dict[str, Any], as_json: bool) -> None:
        lines = (f"{name}: {value}" for name, value in answer.items())
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))

    def create(self, options: Options) -> None:
        """Create one school."""
        names = [name.replace("-", "_") for name, *_ in FIELDS]
        school = actions.create_school(
            regulation=read_regulation(_content(options["regulation"])),
            report=self._report,
            **{name: options[name] for name in names},
        )
        self._answer(_facts(school), [_line(school)], options)

    def list_all(self, options: Options) -> None:
        """All schools."""
        schools = list(all_schools())
        self._answer([_facts(school) for school in schools], [_line(school) for school in schools], options)

    def create_many(self, options: Options) -> None:
        """Create the schools of a table, or tell what would be done with each row."""
        file = io.BytesIO(_content(options["file"]))
        if options["dry_run"]:
            outcomes = _outcomes([row.as_json() for row in lists.read_rows(file)])
        else:
            outcomes = self._created(file, options["file"].name)
        lines = [f"{row['row']:>5} {row['slug']:<40} {row['outcome']:<11} {row['reason']}" for row in outcomes]
        self._answer(outcomes, lines, options)
        bad = sum(row["outcome"] in ("faulty", "refused") for row in outcomes)
        if bad:
            raise CommandError(f"{bad} of {len(outcomes)} schools cannot be created as the table says")

    def _created(self, file: io.BytesIO, name: str) -> list[dict[str, Any]]:
        acting = system_actor("school create-many")
        kept = bulk.keep_list(file=file, file_name=name, acting=acting)
        outcomes = _outcomes(kept.rows)
        by_row = {outcome["row"]: outcome for outcome in outcomes}
        for row, why in bulk.create_listed(kept, acting):
            by_row[row["number"]].update(outcome="refused" if why else "created", reason=why)
            self.stderr.write(f"· {row['values']['slug']}: {why or 'ok'}")
        return outcomes

    def reconcile(self, options: Options) -> None:
        """Find, repair, tell the rest."""
        acting = system_actor("school reconcile")
        if options["drop"]:
            reconciling.drop_leftover(schema=options["drop"], acting=acting)
        findings = reconciling.find_leftovers() if options["dry_run"] else reconciling.reconcile(acting=acting)
        lines = [
            f"{finding.message}\n  {'+' if finding.is_repaired else '!'} {finding.repair or finding.next_step}"
            for finding in findings
        ]
        self._answer([asdict(finding) for finding in findings], lines, options)
        left = sum(not finding.is_repaired for finding in findings)
        if left:
            raise CommandError(f"{left} things do not fit")

    def _answer(self, answer: object, lines: Sequence[str], options: Options) -> None:
        if options["json"]:
            lines = [json.dumps(answer, ensure_ascii=False, indent=2)]
        for line in lines:
            self.stdout.write(line)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def _outcomes(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each row of a table with what would be done: new, interrupted, exists or faulty."""
    return [
        {
            "row": row["number"],
            "slug": row["values"]["slug"],
            "outcome": fate,
            "reason": "; ".join(f"{column}: {reason}" for column, reason in row["faults"]),
        }
        for row, fate in zip(rows, lists.fates(rows), strict=True)
    ]


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


def _line(school: School) -> str:
    address = address_of(school.slug) + "/"
    return f"{school.slug:<24} {school.state:<10} {school.municipality.title:<30} {address}"


def _sentences(refusal: DomainError) -> str:
    problems = [f"  {problem['place']}: {problem['message']}" for problem in refusal.data.get("problems", ())]
    return "\n".join([str(refusal.message), *problems, *filter(None, [str(refusal.next_step)])])
