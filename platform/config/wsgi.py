"""Pages: gunicorn's entry."""

from __future__ import annotations

import importlib
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
importlib.import_module("config.celery")  # pages send tasks; needs the settings named first

application = get_wsgi_application()
