"""The one translator from refusals to pages. (The API has its own, ``api.errors``, which writes problem documents.)"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from kernel.errors import DomainError

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RefusalMiddleware:
    """Answer a ``DomainError`` that a page did not handle itself with a page that says why and what next."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render the refusal; anything else goes on to Django's own handling."""
        if not isinstance(exception, DomainError):
            return None
        template = "404.html" if exception.status == 404 else "ui/refused.html"
        return render(request, template, {"refusal": exception}, status=exception.status)
