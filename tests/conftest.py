"""Real PostgreSQL and Redis, real migrations, and a recurring cast (tests/support)."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["tests.support.database", "tests.support.cast", "tests.support.fleet"]


class _ByScene(LoadScopeScheduling):
    """A module goes to one worker; so do all modules of the faults, whose product is the dearest to set up."""

    def _split_scope(self, nodeid: str) -> str:
        return "tests/faults" if nodeid.startswith("tests/faults/") else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _ByScene | None:
    """Where modules are kept together (``--dist loadscope``), scenes are too."""
    return _ByScene(config, log) if config.getoption("dist") == "loadscope" else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many cross-school probes and interleaved operations there were (tests count them as a property)."""
    # Of each test the last report: it has also what fixtures counted until their end.
    everything = (report for group in terminalreporter.stats.values() for report in group)
    reports = [report for report in everything if getattr(report, "when", "") == "teardown"]
    for name, words in (("probes", "cross-school probes made"), ("operations", "interleaved operations made")):
        made = [value for report in reports for key, value in report.user_properties if key == name]
        if made:
            terminalreporter.write_line(f"{words}: {sum(made)}")
