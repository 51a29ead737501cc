"""Background work: ``celery -A config.celery worker|beat``."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("estafeta")
app.config_from_object("django.conf:settings", namespace="CELERY")
