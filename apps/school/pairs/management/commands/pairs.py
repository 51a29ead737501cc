"""``estafeta pairs states [--check]``: the pictures of the lives of pairs, drawn from their tables."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.school.pairs import drawing


class Command(BaseCommand):
    """Documentation that is drawn from the code."""

    help = "Pairs: states writes apps/school/pairs/STATES.md from the tables of steps."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The verb and its options."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        states = verbs.add_parser("states", help="write STATES.md anew")
        states.add_argument("--check", action="store_true", help="write nothing; fail when the file is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the verb."""
        text = drawing.document()
        if not options["check"]:
            drawing.FILE.write_text(text, encoding="utf-8")
            self.stdout.write(f"{drawing.FILE.name}: {len(text.splitlines())} lines")
        elif not drawing.FILE.is_file() or drawing.FILE.read_text(encoding="utf-8") != text:
            raise CommandError("STATES.md is stale: run estafeta pairs states.")
