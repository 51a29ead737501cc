"""One id per request: in the answer, in every log line and in the background work that the request causes."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")

_request: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The id of the request (or of the background work) under way; empty outside both."""
    return _request.get()


def accepted_id(offered: str) -> str:
    """The id that a proxy gave, when it cannot spoil a log line; else a new one."""
    return offered if SANE.fullmatch(offered) else uuid.uuid4().hex


@contextmanager
def traced(request_id: str) -> Iterator[None]:
    """Everything in the block happens because of that request."""
    token = _request.set(request_id)
    try:
        yield
    finally:
        _request.reset(token)


class RequestIdMiddleware:
    """The outermost middleware: ``request.request_id``, and the same in the answer's header.

    It stays on the request, because the framework writes its own line about the answer when all middleware is over.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = accepted_id(request.headers.get(HEADER, ""))
        request.request_id = request_id  # type: ignore[attr-defined]  # read by the filter of log lines
        with traced(request_id):
            response = self.get_response(request)
        response.headers[HEADER] = request_id
        return response
