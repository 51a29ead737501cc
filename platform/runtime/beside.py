"""Commands that run beside one another."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor


def run_beside(commands: Mapping[str, Sequence[str]], at_once: int) -> list[str]:
    """Run ``estafeta`` verbs by name, ``at_once`` at a time, in the given order; the names of those that failed.

    One that fails does not hinder the others. They write where this process writes, and belong to its group: whoever
    ends the group ends them all.
    """

    def ends_well(words: Sequence[str]) -> bool:
        return subprocess.run([sys.executable, "-m", "config", *words], check=False).returncode == 0

    with ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="beside") as threads:
        return [
            name for name, well in zip(commands, threads.map(ends_well, commands.values()), strict=True) if not well
        ]
