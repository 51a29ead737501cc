"""One view for both sides of the benchmark: ten reads of one table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tenants.organisations.models import Municipality

READS = 10


def reads(request: HttpRequest) -> HttpResponse:
    """Ten small queries, as a page makes them."""
    count = sum(Municipality.objects.filter(code__startswith="m").count() for _number in range(READS))
    return HttpResponse(str(count))


urlpatterns = [path("reads/", reads, name="reads")]
