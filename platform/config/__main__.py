"""The ``estafeta`` command: the runtime's verbs, Django's management and the product's own verbs."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from runtime.cli import run_verb, running_servers

TEST_SETTINGS = "config.settings.test"


def main() -> None:
    """Run ``estafeta <verb> ...``; ``estafeta help`` lists the verbs.

    Without addresses in the environment the embedded servers of this checkout are used when they run.
    """
    words = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    code = run_verb(words)
    if code is not None:
        sys.exit(code)
    if os.environ["DJANGO_SETTINGS_MODULE"] != TEST_SETTINGS:
        for name, value in running_servers().items():
            os.environ.setdefault(name, value)
    execute_from_command_line(["estafeta", *words])


if __name__ == "__main__":
    main()
