"""The embedded default: real PostgreSQL and Valkey from wheels, and the supervisor behind ``make demo``.

Nothing here imports Django: the package runs before the product does. Only ``config`` (the
``estafeta`` command) and the test configuration import it.
"""
