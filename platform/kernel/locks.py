"""Advisory locks of the database: their first numbers, each taken once. The second number is the holder's own."""

from __future__ import annotations

from enum import IntEnum

_PRODUCT = 0x45535400


class LockSpace(IntEnum):
    """What a lock with two numbers is about. Locks are a database's own: two installations share none."""

    JOBS = _PRODUCT + 1
    """A long work; second number: of its UUID."""
    REPORTS = _PRODUCT + 2
    """The report of a school; second number: the school's key."""
    ROUNDS = _PRODUCT + 3
    """A round of messages to schools; second number: of the task's name."""
    SCHOOLS = _PRODUCT + 4
    """The life of one school (export, restoration, destruction); second number: of its slug."""
    PROVISIONING = _PRODUCT + 5
    """Tables of schools in general; second number: see ``tenants.provisioning.locks``."""
    OPENINGS = _PRODUCT + 6
    """The opening of a new school; second number: the school's key."""
    MENTOR_LOADS = _PRODUCT + 7
    """What one mentor carries in all schools; second number: of the account's UUID."""
    AGREEMENTS = _PRODUCT + 8
    """The numbers of agreements between organisations; second number: the year."""
