"""``STATES.md``: the lives of pairs as pictures and tables, drawn from ``lives.py`` (``estafeta pairs states``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import override

from .lives import MACHINES
from .machine import Machine, Way

FILE = Path(__file__).resolve().parent / "STATES.md"
HEAD = """# States

Drawn from the tables in `lives.py` by `estafeta pairs states`; a test fails when this file is stale. The actions take
every step through these tables: a step that is not here is refused.

Who: `mentor`, `mentee` (a guardian stands for a child under fourteen), offices of the school; `author`: who asked;
`addressee`: to whom a petition is addressed; `order`: the head's signature or the return of the order; `itself`: what
another step or a day that has come brings about.
"""


def document() -> str:
    """The whole file, in English whatever language is active."""
    with override("en"):
        return "\n".join([HEAD, *(line for machine in MACHINES for line in _chapter(machine))])


def _chapter(machine: Machine) -> Iterator[str]:
    yield f"## {machine.title}\n"
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {machine.start}"
    yield from (f"    {way.source} --> {way.target}: {machine.steps[way.step]}" for way in machine.table)
    yield from (f"    {state} --> [*]" for state in machine.states.values if _is_final(machine, state))
    yield "```\n"
    yield "| state | meaning |"
    yield "|---|---|"
    yield from (f"| `{state.value}` | {state.label} |" for state in machine.states)
    yield ""
    yield "| state | step | who | leads to |"
    yield "|---|---|---|---|"
    yield from (_row(machine, way) for way in machine.table)
    yield ""


def _is_final(machine: Machine, state: str) -> bool:
    return all(way.source != state for way in machine.table)


def _row(machine: Machine, way: Way) -> str:
    who = ", ".join(sorted(way.who))
    return f"| `{way.source}` | {machine.steps[way.step]} | {who} | `{way.target}` |"
