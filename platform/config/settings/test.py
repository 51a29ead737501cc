"""Tests: real PostgreSQL and Redis (the embedded ones unless the environment names others), cheap password hashing."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from runtime.testing import ensure_test_servers

if "DATABASE_URL" not in os.environ or "REDIS_URL" not in os.environ:
    _database, _redis = ensure_test_servers()
    os.environ.setdefault("DATABASE_URL", _database)
    os.environ.setdefault("REDIS_URL", _redis)

# Parallel workers of one run: schools have the same keys in each, so what one caches another must not find.
if _worker := os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"):
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{int(_worker) + 1}").geturl()

from config.settings.base import *  # servers first: base reads the environment

SECRET_KEY = "tests-only-tests-only-tests-only-tests-only-tests-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
BASE_DOMAIN = "estafeta.localhost"
DEMO = False
# Each test client makes the middleware anew; looking through all static files then takes half a second every time.
WHITENOISE_AUTOREFRESH = True
