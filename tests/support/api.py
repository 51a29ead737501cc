"""Programs that ask the API: a client with a token, and a reader of its answers by the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.test import Client
from jsonschema import Draft202012Validator

from tenants.identity.models import ApiToken
from tenants.isolation.context import enter_region
from tenants.organisations.models import School
from tests.support.cast import account_in, host_of
from tests.support.identity import token_of

V1 = "/api/v1"


def token_for(role: str, school: School | None = None) -> ApiToken:
    """A live token of the cast's account of a role; ``secret`` is what the program sends."""
    with enter_region():
        return token_of(account_in(role, school))


def program(secret: str, place: str) -> Client:
    """A client that sends a token to a place ("region" or a school's slug)."""
    return Client(HTTP_HOST=host_of(place), HTTP_AUTHORIZATION=f"Bearer {secret}")


def program_of(role: str, school: School | None = None, *, at: str | None = None) -> Client:
    """A program of the cast's account, asking its own place or another one."""
    own = school.slug if school else "region"
    return program(token_for(role, school).secret, own if at is None else at)


def anonymous(place: str) -> Client:
    """A program without a token."""
    return Client(HTTP_HOST=host_of(place))


def with_nulls(schema: Any) -> Any:
    """The same schema in the words of JSON Schema: OpenAPI 3.0 says ``nullable`` instead of the type null."""
    if isinstance(schema, list):
        return [with_nulls(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    told = {key: with_nulls(value) for key, value in schema.items() if key != "nullable"}
    if schema.get("nullable") is True:
        return {"anyOf": [told, {"type": "null"}]}
    return told


def closed(schema: Any) -> Any:
    """Objects of the components say nothing that the document does not name."""
    if isinstance(schema, dict) and "properties" in schema:
        return {**schema, "additionalProperties": False}
    return schema


class Document:
    """An OpenAPI document."""

    def __init__(self, data: dict[str, Any]) -> None:
        schemas = {name: closed(item) for name, item in data["components"]["schemas"].items()}
        self.paths: dict[str, dict[str, Any]] = data["paths"]
        self.components = {"schemas": {name: with_nulls(item) for name, item in schemas.items()}}

    def check(self, path: str, method: str, status: int, media: str, body: Any) -> None:
        """Fail unless the body is what the document promises for this answer."""
        answers = self.paths[path][method]["responses"]
        assert str(status) in answers, f"{method} {path}: {status} is not in the document"
        schema = with_nulls(answers[str(status)]["content"][media]["schema"])
        Draft202012Validator({**schema, "components": self.components}).validate(body)
