"""What works behind the pages: live connections, background work and its clock."""

from __future__ import annotations

import datetime
import os
from typing import Any

REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")

# What one process pushes to the live connections of another. Without the last word redis-py ends quiet ones.
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"prefix": "estafeta-live", "hosts": [{"address": REDIS_URL, "socket_timeout": None}]},
    }
}

# Rooms: servers by which two browsers find each other (apps.region.rooms.ice), space between addresses. TURN's secret
# is coturn's static-auth-secret; TURN_ONLY: no person's network address is told to the other side.
STUN_URLS = os.environ.get("ESTAFETA_STUN_URLS", "").split()
TURN_URLS = os.environ.get("ESTAFETA_TURN_URLS", "").split()
TURN_SECRET = os.environ.get("ESTAFETA_TURN_SECRET", "")
TURN_LIVES = datetime.timedelta(hours=4)
TURN_ONLY = os.environ.get("ESTAFETA_TURN_ONLY", "off") == "on"

# Background work: a message is given back when its worker dies; bodies are repeatable (tenants.journal.jobs).
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_timeout": 30}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 2.0
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "resend-unfinished-jobs": {"task": "journal.resend_unfinished", "schedule": 20.0},
    "send-errands": {"task": "journal.send_errands", "schedule": 20.0},
    "begin-days-of-schools": {"task": "notices.begin_days", "schedule": 600.0},
    "heartbeat": {"task": "journal.heartbeat", "schedule": 15.0},
    "report-late-schools": {"task": "liaison.sweep", "schedule": 60.0},
    "end-abandoned-rooms": {"task": "rooms.end_abandoned", "schedule": 300.0},
    "remind-of-events": {"task": "speed.remind", "schedule": 1800.0},
    "compare-journals": {"task": "liaison.compare", "schedule": 60.0},
}
