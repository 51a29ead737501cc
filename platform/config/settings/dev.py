"""Development and the demo on one's own machine."""

from __future__ import annotations

from config.settings.base import *
from config.settings.base import DATA_DIR, SECRET_KEY

SECRET_KEY = SECRET_KEY or "demo-only-not-a-secret-demo-only-not-a-secret-000"
DEBUG = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
