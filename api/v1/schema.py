"""What the generator of the OpenAPI document must be told: the token, and that every endpoint may refuse."""

from __future__ import annotations

import inspect
import re
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework.mixins import ListModelMixin

from api.v1.errors import PROBLEM, ProblemSerializer

Answers = dict[Any, Any]


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # no types there
    """``Authorization: Bearer est_...``."""

    target_class = "api.v1.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """A bearer token from the page of one's account."""
        text = "A token from the page of your account (/accounts/me/). It has your roles, in every school of yours."
        return {"type": "http", "scheme": "bearer", "description": text}


def refusals(*more: tuple[int, str]) -> Answers:
    """Problem documents that an endpoint may answer with, beside those of all endpoints."""
    reasons = {
        401: "No token, or one that is unknown, expired or revoked.",
        403: "Your role does not allow this.",
        404: "There is no such record here; or you do not belong to this school.",
        429: "Too many requests: see the header Retry-After.",
        **dict(more),
    }
    return {
        (status, PROBLEM): OpenApiResponse(ProblemSerializer, description=text)
        for status, text in sorted(reasons.items())
    }


def _in_words(part: Any) -> Any:
    """The same part of a document with its texts in the language of the request."""
    if isinstance(part, list):
        return [_in_words(item) for item in part]
    if not isinstance(part, dict):
        return part
    told = {name: _in_words(value) for name, value in part.items()}
    text = told.get("description")
    if isinstance(text, str | Promise) and text:
        told["description"] = gettext(str(text))
        if "operationId" in told:
            told["summary"] = re.split(r"[.:;]\s|[.:;]?$", told["description"], maxsplit=1)[0]
    return told


class InWords(SchemaGenerator):
    """The document in the language of the request. English texts stand in docstrings: ``wording`` lists them."""

    def get_schema(self, *args: Any, **kwargs: Any) -> Any:
        """The document; each operation's summary is the beginning of its description."""
        return _in_words(super().get_schema(*args, **kwargs))  # type: ignore[no-untyped-call]  # no types there


class EndpointSchema(AutoSchema):
    """An endpoint's operation with its refusals."""

    def get_description(self) -> str:  # type: ignore[override]  # as the generator has it
        """What the endpoint says of itself; a method that writes speaks for itself."""
        told = inspect.getdoc(type(self.view)) if self.method == "GET" else super().get_description()
        return told or ""

    def get_response_serializers(self) -> Any:
        """The answer and the problem documents."""
        found: Any = super().get_response_serializers()
        if isinstance(found, dict):
            return found
        asked = ((400, "A filter has a value that it cannot have."),) if isinstance(self.view, ListModelMixin) else ()
        return {200: found, **refusals(*asked)}
