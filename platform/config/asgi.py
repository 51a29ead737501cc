"""Live connections: uvicorn's entry (pages go through ``config.wsgi``)."""

from __future__ import annotations

import importlib
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
importlib.import_module("config.celery")  # pages send tasks; needs the settings named first

application = get_asgi_application()
