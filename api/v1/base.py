"""Bases of endpoints: the actor of the host's place, declared access, refusals as problem documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from api.v1.filters import PageFilters
from api.v1.schema import EndpointSchema
from api.v1.throttling import PerAccount
from kernel.acting import Actor
from kernel.doors import Access
from tenants.identity.queries import actor_for
from tenants.isolation.backend import PlacedRequest


class Endpoint(APIView):
    """An endpoint of one place. ``access`` is checked before anything else (``permissions.DeclaredAccess``).

    ``writing``: who may use the methods that write, where these are fewer.
    """

    access: ClassVar[Access]
    writing: ClassVar[Access | None] = None
    parser_classes = (JSONParser,)
    throttle_classes: Sequence[type[BaseThrottle]] = (PerAccount,)
    metadata_class = None
    schema = EndpointSchema()

    @property
    def actor(self) -> Actor:
        """The token's account in the place that the host names; memberships are read anew on each request."""
        if not hasattr(self, "_actor"):
            placed = self._placed
            key = self.request.headers.get("Idempotency-Key", "")
            self._actor = actor_for(self.request.user, place=placed.place, school=placed.school, request_key=key)
        return self._actor

    @property
    def _placed(self) -> PlacedRequest:
        request: Any = self.request._request if isinstance(self.request, Request) else self.request
        placed: PlacedRequest = request
        return placed

    @property
    def is_described(self) -> bool:
        """True while the OpenAPI document is written: there is no request and no school then."""
        return bool(getattr(self, "swagger_fake_view", False))

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Answers are about people: nobody on the way keeps them."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer


class _Told(Endpoint, GenericAPIView[Any]):
    """An endpoint whose answer a serializer tells."""

    serializer_class: type[BaseSerializer[Any]]

    def telling(self) -> dict[str, Any]:
        """What the serializer needs beside the rows; asked once, inside a request."""
        return {}

    def get_serializer_context(self) -> dict[str, Any]:
        """With ``telling``."""
        context = dict(super().get_serializer_context())
        return context if self.is_described else {**context, **self.telling()}


class ListEndpoint(_Told, ListModelMixin):
    """A paged list of one school's or the region's objects. ``filterset_class``: the page's own filters."""

    filter_backends = (PageFilters,)
    filterset_class: ClassVar[type[Any] | None] = None

    def find(self) -> QuerySet[Any] | Sequence[Any]:
        """What the actor may see, with everything the serializer reads already joined."""
        raise TypeError(f"{type(self).__name__} does not say what it lists")

    def telling_of(self, rows: Sequence[Any]) -> dict[str, Any]:
        """What the serializer needs to know of just these rows."""
        return {}

    def get_queryset(self) -> Any:
        """Rows before filtering."""
        return self.find()

    def get(self, request: Request, **kwargs: Any) -> Response:
        """One page: count, next, previous, results."""
        found = self.get_queryset()
        if self.filterset_class is not None:
            found = self.filter_queryset(found)
        rows = self.paginate_queryset(found) or []
        context = {**self.get_serializer_context(), **self.telling_of(rows)}
        return self.get_paginated_response(self.serializer_class(rows, many=True, context=context).data)


class DetailEndpoint(_Told):
    """One object; the queries raise ``NotFound`` for what the actor may not see."""

    pagination_class = None
    filter_backends = ()

    def find(self) -> Any:
        """The object, or ``NotFound``."""
        raise TypeError(f"{type(self).__name__} does not say what it shows")

    def get(self, request: Request, **kwargs: Any) -> Response:
        """The object."""
        return Response(self.get_serializer(self.find()).data)
