"""``estafeta regulation check`` and ``coverage``: the faults of files, and where each parameter acts."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.regulation.check import check_file, errors_of
from apps.school.regulation.places import KINDS, Coverage, coverage, tally
from apps.school.regulation.values.problems import Problem


class Command(BaseCommand):
    """Verbs on regulation files. Needs no database."""

    help = "Checks regulation files; lists where each parameter of a regulation acts. Exit status 1 at a fault."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="check one or several regulation files (JSON)")
        check.add_argument("files", nargs="+", type=Path, metavar="FILE")
        check.add_argument("--json", action="store_true", dest="as_json", help="print the faults for a program")

        listed = verbs.add_parser("coverage", help="where each of the parameters acts, and the test that proves it")
        listed.add_argument("--json", action="store_true", dest="as_json", help="print the list for a program")

    def handle(self, *args: object, verb: str, as_json: bool, **options: Any) -> None:
        if verb == "coverage":
            self._cover(as_json)
        else:
            self._check_files(options["files"], as_json)

    def _cover(self, as_json: bool) -> None:
        rows = list(coverage())
        if as_json:
            self.stdout.write(json.dumps([self._row(row) for row in rows], ensure_ascii=False, indent=1))
        else:
            self._print_coverage(rows)
        if any(row.is_due and not row.places for row in rows):
            raise SystemExit(1)

    def _row(self, row: Coverage) -> dict[str, object]:
        return {
            "parameter": row.parameter.key,
            "title": str(row.parameter.title),
            "enforcement": row.parameter.enforcement,
            "places": [
                {"kind": place.kind, "name": place.name, "what": str(place.what), "test": place.test}
                for place in row.places
            ],
        }

    def _print_coverage(self, rows: list[Coverage]) -> None:
        for row in rows:
            style = self.style.ERROR if row.is_due and not row.places else str
            self.stdout.write(style(f"{row.parameter.key} [{row.parameter.enforcement}] {row.parameter.title}"))
            for place in row.places:
                self.stdout.write(f"    {KINDS[place.kind]} {place.name}: {place.what} ({place.test})")
        for power, (acting, total) in tally(rows).items():
            self.stdout.write(f"{power}: {acting}/{total}")

    def _check_files(self, files: list[Path], as_json: bool) -> None:
        found = {str(path): self._check(path) for path in files}
        failed = any(errors_of(problems) for problems in found.values())
        if as_json:
            self.stdout.write(json.dumps(self._report(found), ensure_ascii=False, indent=1))
        else:
            for name, problems in found.items():
                self._print(name, problems)
        if failed:
            raise SystemExit(1)

    def _check(self, path: Path) -> list[Problem]:
        try:
            return check_file(path)
        except OSError as fault:
            raise CommandError(f"{path}: {fault.strerror}") from fault

    def _report(self, found: dict[str, list[Problem]]) -> list[dict[str, object]]:
        return [
            {
                "file": name,
                "accepted": not errors_of(problems),
                "problems": [problem.as_dict() for problem in problems],
            }
            for name, problems in found.items()
        ]

    def _print(self, name: str, problems: list[Problem]) -> None:
        for problem in problems:
            style = self.style.ERROR if problem.severity == "error" else self.style.WARNING
            word = _("error") if problem.severity == "error" else _("warning")
            self.stdout.write(style(f"{name}: {word}: {problem.path}: {problem.message} [{problem.code}]"))
        errors = len(errors_of(problems))
        if errors:
            text = ngettext("%(count)s error", "%(count)s errors", errors) % {"count": errors}
            self.stdout.write(self.style.ERROR(f"{name}: {text}"))
        else:
            accepted = _("accepted")
            self.stdout.write(self.style.SUCCESS(f"{name}: {accepted}"))
