"""Real PostgreSQL and Redis, real migrations, and a recurring cast (tests/support)."""

from __future__ import annotations

import pytest

pytest_plugins = ["tests.support.database", "tests.support.cast", "tests.support.fleet"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many cross-school probes the route walker made (its tests count them as a property)."""
    reports = [report for group in ("passed", "failed") for report in terminalreporter.getreports(group)]
    made = [value for report in reports for name, value in report.user_properties if name == "probes"]
    if made:
        terminalreporter.write_line(f"cross-school probes made: {sum(made)}")
