"""django-tenants' connection and the requests that passed the middleware, as types."""

from __future__ import annotations

from typing import Any

from django.db import connection as django_connection
from django.http import HttpRequest

from kernel.acting import Actor, Place
from tenants.organisations.models import School

connection: Any = django_connection
"""The default connection with ``schema_name``, ``tenant``, ``set_tenant``... (django-tenants has no types)."""


class PlacedRequest(HttpRequest):
    """A request after the middleware: it knows its place, its school and who asks."""

    place: Place
    school: School | None
    actor: Actor
    urlconf: str
