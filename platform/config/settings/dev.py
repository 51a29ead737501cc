"""Development and the demo on one's own machine."""

from __future__ import annotations

from config.settings.base import *
from config.settings.base import CACHES, DATA_DIR, DEMO, REDIS_URL, SECRET_KEY

SECRET_KEY = SECRET_KEY or "demo-only-not-a-secret-demo-only-not-a-secret-000"
DEBUG = not DEMO  # the demo shows what people will see, errors included
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"

if DEMO:
    # What the worker has sent the pages can show (config.demo.mailbox). One drawer for all schools, unlike the cache.
    DEMO_MAILBOX = "demo/mails/"
    EMAIL_BACKEND = "django_mail_viewer.backends.cache.EmailBackend"
    MAILVIEWER_CACHE = "mails"
    CACHES["mails"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "demo-mails",
        "TIMEOUT": None,
    }
