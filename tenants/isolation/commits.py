"""What follows a commit happens in the place in which it was asked for.

Django runs callbacks when the outermost transaction ends. By then the code may have left the school (a region's act
that worked inside several): a callback that sends a school's task or deletes its file would do so somewhere else.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from tenants.isolation.context import current_school, enter_region, enter_school


def after_commit(follow: Callable[[], object], *, robust: bool = False) -> None:
    """Call ``follow`` in the present place when the outermost transaction is committed, at once outside of any.

    ``robust``: an error of the callback is logged and the others go on, else it is raised to whoever committed.
    """
    school = current_school()

    def run() -> None:
        with enter_school(school) if school is not None else enter_region():
            follow()

    transaction.on_commit(run, robust=robust)
