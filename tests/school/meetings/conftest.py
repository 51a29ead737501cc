"""The running programme of alpha's cast, as in the programmes' tests."""

from tests.school.programmes.conftest import Cast, cast, running, seat

__all__ = ["Cast", "cast", "running", "seat"]
