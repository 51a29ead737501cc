"""``estafeta citus check | statements``: the way of a region on to several machines (deploy/runbooks/citus.md)."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.citus import faults, schemas_of_schools, statements


class Command(BaseCommand):
    """Readiness for Citus, and the statements that move a region to it."""

    help = "Moving a region to Citus: check names what stands in the way, statements prints the SQL of the move."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The verb and its options."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="name what stands in the way; exit code 1 when something does")
        check.add_argument("--json", action="store_true", help="answer as one JSON object")
        verbs.add_parser("statements", help="print the statements for psql, one a line, in order; run nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the verb."""
        schemas = schemas_of_schools()
        if options["verb"] == "statements":
            for statement in statements(schemas):
                self.stdout.write(statement)
            return
        found = faults(schemas)
        if options["json"]:
            self.stdout.write(json.dumps({"schools": len(schemas), "faults": found}, ensure_ascii=False))
        else:
            for fault in found:
                self.stdout.write(fault)
        if found:
            raise CommandError(f"{len(found)} things stand in the way of Citus.")
        if not options["json"]:
            self.stdout.write(f"{len(schemas)} schools: nothing stands in the way of Citus.")
