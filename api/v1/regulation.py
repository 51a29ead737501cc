"""The regulation in force: every parameter with its value, clause and quotation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.base import DetailEndpoint
from apps.school.regulation import permissions, queries
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.places import is_enforced
from apps.school.regulation.view import RegulationView


@extend_schema_field(OpenApiTypes.ANY)
class ValueField(serializers.ReadOnlyField):
    """A value in the shape of its parameter's type."""


class ReadingSerializer(serializers.Serializer[Any]):
    """Another reading of the same parameter: the act contradicts itself."""

    value = ValueField()
    text = serializers.CharField()
    clause = serializers.CharField()
    note = serializers.CharField(allow_blank=True)


class ParameterSerializer(serializers.Serializer[Any]):
    """One of the parameters."""

    key = serializers.CharField()
    section = serializers.CharField()
    title = serializers.CharField()
    type = serializers.CharField(help_text=_("Kind of the value."))
    value = ValueField()
    text = serializers.CharField(
        allow_blank=True, help_text=_("The value in human words, with the school's own names.")
    )
    clause = serializers.CharField(help_text=_("The school's clause, or whose default applies."))
    quote = serializers.CharField(allow_blank=True)
    origin = serializers.CharField(help_text=_("school, or region where the school's act says nothing."))
    note = serializers.CharField(allow_blank=True)
    enforced = serializers.BooleanField(help_text=_("True when the product refuses what contradicts it."))
    readings = ReadingSerializer(many=True)


class RegulationSerializer(serializers.Serializer[Any]):
    """The version in force."""

    version = serializers.IntegerField(source="version_id")
    number = serializers.IntegerField()
    title = serializers.CharField()
    effective_from = serializers.DateField()
    effective_to = serializers.DateField(allow_null=True)
    parameters = serializers.SerializerMethodField()

    @extend_schema_field(ParameterSerializer(many=True))
    def get_parameters(self, view: RegulationView) -> Any:
        """All of them, in the order of the catalogue."""
        rows = [parameter_row(view, key) for key in catalogue().parameters]
        return ParameterSerializer(rows, many=True).data


def parameter_row(view: RegulationView, key: str) -> dict[str, Any]:
    """What a program is told of one parameter."""
    parameter, rule = view.parameter(key), view.rule(key)
    return {
        "key": key,
        "section": parameter.section,
        "title": str(parameter.title),
        "type": parameter.spec.kind,
        "value": rule.value,
        "text": view.render(key),
        "clause": rule.clause,
        "quote": rule.quote,
        "origin": rule.origin,
        "note": rule.note,
        "enforced": is_enforced(key),
        "readings": [
            {"value": each.value, "text": view.render(key, each.value), "clause": each.clause, "note": each.note}
            for each in rule.alternatives
        ],
    }


class Regulation(DetailEndpoint):
    """The regulation that is in force today; 404 where the school has adopted none."""

    access = permissions.READ
    serializer_class = RegulationSerializer

    def find(self) -> RegulationView:
        return queries.current()
