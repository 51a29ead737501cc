"""Servers for tests: started once, shared by parallel workers and parallel test runs.

They keep nothing that must survive, so PostgreSQL runs without waiting for the disk. They stay up
after a run, which makes the next one start at once; ``make test`` and ``make test-stop`` end them.
"""

from runtime.places import data_dir
from runtime.servers import Servers, ensure_servers


def ensure_test_servers() -> tuple[str, str]:
    """``(database_url, redis_url)``, the database's for a superuser: tests make databases.

    A server named in the environment is used instead of ours.
    """
    addresses = ensure_servers(data_dir().tests, for_tests=True)
    return addresses.admin_url, addresses.redis_url


def stop_test_servers() -> list[str]:
    """Stops the test servers of this checkout; their titles."""
    return Servers(data_dir().tests, for_tests=True).stop()
