"""Where rooms above say what a programme still lacks before it is completed (they are not imported here)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from apps.school.regulation.view import RegulationView
from kernel.errors import Violation

from .models import Programme

Check = Callable[[Programme, RegulationView], Sequence[Violation]]
_checks: list[Check] = []


def before_completion(check: Check) -> Check:
    """Register a check of a programme that is to be completed (not of one that is ended early)."""
    if check not in _checks:
        _checks.append(check)
    return check


def lacks_for_completion(programme: Programme, view: RegulationView) -> list[Violation]:
    """Everything that the rooms above still miss, under the regulation that the pair lives by."""
    return [violation for check in _checks for violation in check(programme, view)]
