"""What tenancy costs a request: the same view on a school's host and in a plain single-schema Django.

Both are timed in one run, in turns, and told as a ratio: this says something on a noisy machine, seconds would not.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tenants.organisations.models import School

ROUNDS = 7
REQUESTS = 60
URLS = "tests.load.plain_urls"
SCHOOL_MIDDLEWARE = ["tenants.isolation.middleware.HostMiddleware"]


def seconds(ask: Callable[[], object]) -> float:
    """Time of ``REQUESTS`` requests."""
    began = time.perf_counter()
    for _number in range(REQUESTS):
        ask()
    return time.perf_counter() - began


def queries(ask: Callable[[], object]) -> int:
    """How many statements one request sends."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def test_tenant_request_against_plain_view(alpha: School, capsys: pytest.CaptureFixture[str]) -> None:
    client = Client()

    @override_settings(SCHOOL_URLCONF=URLS, MIDDLEWARE=SCHOOL_MIDDLEWARE)
    def school_round() -> float:
        client.handler.load_middleware()
        return seconds(lambda: client.get("/reads/", HTTP_HOST="alpha.estafeta.localhost"))

    @override_settings(ROOT_URLCONF=URLS, MIDDLEWARE=[])
    def plain_round() -> float:
        client.handler.load_middleware()
        return seconds(lambda: client.get("/reads/", HTTP_HOST="plain.example"))

    pairs = [(school_round(), plain_round()) for _round in range(ROUNDS)]
    ratio = statistics.median(school / plain for school, plain in pairs)
    with override_settings(SCHOOL_URLCONF=URLS, MIDDLEWARE=SCHOOL_MIDDLEWARE):
        client.handler.load_middleware()
        more = queries(lambda: client.get("/reads/", HTTP_HOST="alpha.estafeta.localhost"))
    with capsys.disabled():
        print(f"\ntenant request / plain view: {ratio:.2f} x ({more} statements a request in the school)")
