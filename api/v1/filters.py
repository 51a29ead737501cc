"""The same filters as on the pages, from the same ``FilterSet``, read from the address."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from kernel.errors import InputError


class PageFilters(BaseFilterBackend):
    """Filters by the endpoint's ``filterset_class``; a wrong value is refused, never silently ignored."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        """Rows that answer the filters. Raises ``InputError``."""
        filterset_class = getattr(view, "filterset_class", None)
        if filterset_class is None:
            return queryset
        filterset = filterset_class(data=request.query_params, queryset=queryset, request=request._request)
        if not filterset.is_valid():
            wrong = filterset.form.errors.items()
            problems = [{"place": name, "message": str(text)} for name, texts in wrong for text in texts]
            raise InputError(_("A filter has a value that it cannot have."), problems=problems)
        found: QuerySet[Any] = filterset.qs
        return found

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """The filters for the OpenAPI document."""
        filterset_class = getattr(view, "filterset_class", None)
        filters = filterset_class.base_filters if filterset_class is not None else {}
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": str(item.label),
                "schema": _schema_of(item),
            }
            for name, item in filters.items()
        ]


def _schema_of(item: django_filters.Filter) -> dict[str, Any]:
    if isinstance(item, django_filters.BooleanFilter):
        return {"type": "boolean"}
    if isinstance(item, django_filters.DateFilter):
        return {"type": "string", "format": "date"}
    if isinstance(item, django_filters.MultipleChoiceFilter):
        return {"type": "array", "items": {"type": "string"}}
    return {"type": "string"}
