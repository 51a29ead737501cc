"""Refusals for programs: problem documents (RFC 9457, application/problem+json)."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from kernel.errors import DomainError

PROBLEM = "application/problem+json"


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Translate a refusal or a framework error; None lets a programmer's error be a 500."""
    if isinstance(error, DomainError):
        body = {"type": f"about:blank#{error.code}", "title": str(error.message), "status": error.status}
        return Response({**body, **error.as_dict()}, status=error.status, content_type=PROBLEM)
    response = exception_handler(error, context)
    if response is None:
        return None
    detail = response.data
    code = error.default_code if isinstance(error, APIException) else "not_found"
    title = str(detail.get("detail", "")) if isinstance(detail, dict) else ""
    body = {"type": f"about:blank#{code}", "title": title or str(error), "status": response.status_code, "code": code}
    if isinstance(detail, dict) and "detail" not in detail:
        body["problems"] = [{"place": field, "message": str(text)} for field, text in detail.items()]
    response.data = body
    response.content_type = PROBLEM
    return response
