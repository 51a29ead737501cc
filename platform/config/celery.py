"""Background work: ``celery -A config.celery worker|beat``."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("estafeta")
app.config_from_object("django.conf:settings", namespace="CELERY")


@worker_ready.connect
def _show_heartbeat(**_kwargs: Any) -> None:
    """A worker that has just started need not wait for beat to be seen."""
    app.tasks["journal.heartbeat"].apply_async()
