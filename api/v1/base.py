"""Bases of endpoints: the actor of the host's place, declared access, refusals as problem documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from kernel.acting import Actor
from kernel.doors import Access
from tenants.identity.queries import actor_for
from tenants.isolation.backend import PlacedRequest


class Endpoint(APIView):
    """An endpoint of one place. ``access`` is checked before anything else (``permissions.DeclaredAccess``)."""

    access: ClassVar[Access]

    @property
    def actor(self) -> Actor:
        """The token's account in the place that the host names; memberships are read anew on each request."""
        if not hasattr(self, "_actor"):
            placed = self._placed
            key = self.request.headers.get("Idempotency-Key", "")[:64]
            self._actor = actor_for(self.request.user, place=placed.place, school=placed.school, request_key=key)
        return self._actor

    @property
    def _placed(self) -> PlacedRequest:
        request: Any = self.request._request if isinstance(self.request, Request) else self.request
        placed: PlacedRequest = request
        return placed


class ListEndpoint(GenericAPIView[Any], Endpoint):
    """A paged list of one school's or the region's objects, each told by ``serializer_class``."""

    serializer_class: ClassVar[type[BaseSerializer[Any]]]

    def find(self) -> QuerySet[Any]:
        """What the actor may see, with everything the serializer reads already joined."""
        raise TypeError(f"{type(self).__name__} does not say what it lists")

    def get_queryset(self) -> QuerySet[Any]:
        """For the schema as well, where there is no request to ask for."""
        return self.find()

    def get(self, request: Request) -> Response:
        """One page: count, next, previous, results."""
        page = self.paginate_queryset(self.get_queryset())
        serializer = self.get_serializer(page, many=True)
        return self.get_paginated_response(serializer.data)


class DetailEndpoint(GenericAPIView[Any], Endpoint):
    """One object; the queries raise ``NotFound`` for what the actor may not see."""

    serializer_class: ClassVar[type[BaseSerializer[Any]]]

    def find(self) -> Model:
        """The object, or ``NotFound``."""
        raise TypeError(f"{type(self).__name__} does not say what it shows")

    def get(self, request: Request, **kwargs: Any) -> Response:
        """The object."""
        return Response(self.get_serializer(self.find()).data)


def plain(value: object) -> object:
    """A frozen dataclass (or a list of them) as JSON."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, Iterable) and not isinstance(value, str | dict):
        return [plain(item) for item in value]
    return value
