"""Refusals for programs: problem documents (RFC 9457, application/problem+json).

``code`` is stable and for programs, ``detail`` is a sentence for people in the language of the request. A refusal by a
regulation lists in ``violations`` every broken rule with its clause; wrong input lists in ``problems`` every place.
"""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from kernel.errors import DomainError

PROBLEM = "application/problem+json"
TYPE = "urn:estafeta:problem:"


def problem(status: int, code: str, detail: str, **more: Any) -> dict[str, Any]:
    """The body of a problem document."""
    title = HTTPStatus(status).phrase
    return {"type": TYPE + code, "title": title, "status": status, "code": code, "detail": detail, **more}


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Translate a refusal or a framework error; None lets a programmer's error be a 500."""
    if isinstance(error, DomainError):
        facts = error.as_dict()
        code, detail = facts.pop("code"), facts.pop("message")
        return Response(problem(error.status, code, detail, **facts), status=error.status, content_type=PROBLEM)
    response = exception_handler(error, context)
    if response is None:
        return None
    response.data = _told(error, response)
    response.content_type = PROBLEM
    return response


def _told(error: Exception, response: Response) -> dict[str, Any]:
    """What the framework refused: wrong input, an unknown caller, a wrong address, method or media type."""
    if isinstance(error, ValidationError):
        problems = [{"place": place, "message": message} for place, message in _places(error.detail)]
        sentence = _("Something in the request is wrong: see the problems.")
        return problem(response.status_code, "bad_input", sentence, problems=problems)
    if isinstance(error, APIException):
        code = error.detail.code if isinstance(error.detail, ErrorDetail) else error.default_code
    else:
        code = "not_allowed" if isinstance(error, PermissionDenied) else "not_found"
    return problem(response.status_code, str(code), str(response.data.get("detail", "")))


def _places(detail: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every message with the way to it: ``field`` or ``field.3.inner``; "" is the request as a whole."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else str(name)
            yield from _places(inner, ".".join(filter(None, (place, step))))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _places(inner, ".".join(filter(None, (place, str(number)))) if nested else place)
    else:
        yield place, str(detail)


class ViolationSerializer(serializers.Serializer[Any]):
    """One broken rule."""

    parameter = serializers.CharField(
        help_text=gettext_lazy("Key of the regulation's parameter, or of a norm of the law.")
    )
    code = serializers.CharField()
    message = serializers.CharField()
    clause = serializers.CharField(help_text=gettext_lazy("Where this school's regulation (or the law) says so."))
    quote = serializers.CharField(allow_blank=True, help_text=gettext_lazy("The clause, word by word."))
    origin = serializers.CharField(help_text=gettext_lazy("Who set the rule: school, region, law or product."))
    value = serializers.CharField(allow_blank=True, help_text=gettext_lazy("The rule's value in words."))
    actual = serializers.CharField(allow_blank=True, help_text=gettext_lazy("The facts that broke it, in words."))


class PlaceSerializer(serializers.Serializer[Any]):
    """One wrong place of the input."""

    place = serializers.CharField(
        allow_blank=True, help_text=gettext_lazy("A field, or the way to it; empty: the whole request.")
    )
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """A refusal (RFC 9457). ``violations`` and ``problems`` stand where there are any."""

    type = serializers.CharField(help_text=gettext_lazy("A URN that ends with the code."))
    title = serializers.CharField(help_text=gettext_lazy("The phrase of the HTTP status."))
    status = serializers.IntegerField()
    code = serializers.CharField(help_text=gettext_lazy("Stable, for programs."))
    detail = serializers.CharField(help_text=gettext_lazy("A sentence for people, in the language of the request."))
    next_step = serializers.CharField(
        required=False, allow_blank=True, help_text=gettext_lazy("What can be done instead.")
    )
    violations = ViolationSerializer(many=True, required=False)
    problems = PlaceSerializer(many=True, required=False)
