"""``estafeta messages update | check | compile``: Russian translations of all apps."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ui import messages


class Command(BaseCommand):
    """Care of the catalogues, without system gettext."""

    help = "Russian translations: update adds new texts, check names missing ones, compile writes .mo files."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The verb, and folders to limit it to."""
        parser.add_argument("verb", choices=["update", "check", "compile"])
        parser.add_argument("folders", nargs="*", help="only these apps (paths from the repository's root)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the verb."""
        root = Path(settings.ROOT)
        wanted = {root / folder.rstrip("/") for folder in options["folders"]}
        chosen = [bundle for bundle in messages.bundles(root) if not wanted or bundle.locale in wanted]
        getattr(self, f"_{options['verb']}")(chosen, root)

    def _update(self, chosen: list[messages.Bundle], root: Path) -> None:
        for bundle in chosen:
            added = messages.update(bundle)
            if added:
                self.stdout.write(f"{bundle.locale.relative_to(root)}: {added} new texts wait for Russian")

    def _compile(self, chosen: list[messages.Bundle], root: Path) -> None:
        count = sum(messages.compile_catalogue(bundle) for bundle in chosen)
        self.stdout.write(f"{count} catalogues compiled")

    def _check(self, chosen: list[messages.Bundle], root: Path) -> None:
        faults = [fault for bundle in chosen for fault in messages.faults_of(bundle)]
        faults += messages.conflicts_of(messages.bundles(root))
        for fault in faults:
            self.stdout.write(f"{fault.file.relative_to(root)}: «{fault.text}»: {fault.reason}")
        if faults:
            raise CommandError(f"{len(faults)} texts need care")
        self.stdout.write("Every text has its Russian.")
