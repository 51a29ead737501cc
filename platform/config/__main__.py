"""The ``estafeta`` command: Django's management and the product's own verbs."""

from __future__ import annotations

import importlib
import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run ``estafeta <verb> ...``. Verbs are management commands of the apps; ``estafeta help`` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    importlib.import_module("config.celery")  # tasks are sent from commands too; needs the settings named first
    execute_from_command_line(["estafeta", *sys.argv[1:]])


if __name__ == "__main__":
    main()
