"""A real installation: everything that matters must be in the environment."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *
from config.settings.base import PUBLIC_SCHEME, SECRET_KEY

if not SECRET_KEY:
    raise ImproperlyConfigured("ESTAFETA_SECRET_KEY is not set")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PUBLIC_SCHEME == "https"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
WHITENOISE_USE_FINDERS = False
