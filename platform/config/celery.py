"""Background work: ``celery -A config.celery worker|beat``."""

from __future__ import annotations

import os
from typing import Any, Self

from celery import Celery
from celery.app.amqp import AMQP
from celery.signals import worker_ready
from kombu import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")


class SteadyConnection(Connection):
    """A connection to the broker that is tried again every second or two, however often it broke before.

    Celery waits two seconds longer after each failure, up to half a minute: a broker that has come back would be
    noticed long after people have begun to work again.
    """

    def ensure_connection(self, *args: Any, **kwargs: Any) -> Self:
        """As kombu's, with other pauses."""
        pauses = {"interval_start": 1, "interval_step": 1, "interval_max": 2}
        super().ensure_connection(*args, **{**pauses, **kwargs})
        return self


class SteadyAMQP(AMQP):
    """Celery's, with that connection."""

    Connection = SteadyConnection


app = Celery("estafeta", amqp=SteadyAMQP)
app.config_from_object("django.conf:settings", namespace="CELERY")


@worker_ready.connect
def _show_heartbeat(**_kwargs: Any) -> None:
    """A worker that has just started need not wait for beat to be seen."""
    app.tasks["journal.heartbeat"].apply_async()
