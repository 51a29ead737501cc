"""Cases of best practice: a school's own in all states, and the published library of the region."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.base import DetailEndpoint, ListEndpoint
from api.v1.fields import Coded, CodeSerializer
from apps.region.cases import outlook, queries
from apps.region.cases.forms import LibraryFilter
from apps.school.liaison import permissions
from kernel.doors import SIGNED_IN
from tenants.isolation.context import require_school


class OwnCaseSerializer(serializers.Serializer[Any]):
    """A case that this school wrote."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    state = serializers.SerializerMethodField()
    programme = serializers.IntegerField(allow_null=True, help_text=_("The programme it was written out of."))
    summary = serializers.CharField(source="text.summary", allow_blank=True)
    adopted_by = serializers.IntegerField(help_text=_("How many schools have taken it up."))
    comment = serializers.CharField(allow_blank=True, help_text=_("The institute's last comment."))
    changed_at = serializers.DateTimeField()

    @extend_schema_field(CodeSerializer)
    def get_state(self, case: outlook.OwnCase) -> Coded:
        """The state in words."""
        return {"code": case.state, "title": case.state_title}


class OwnCases(ListEndpoint):
    """The cases of this school in all states, the newest first."""

    access = permissions.OFFICE
    serializer_class = OwnCaseSerializer

    def find(self) -> Sequence[outlook.OwnCase]:
        return outlook.cases_of(require_school().pk)


@extend_schema_field(CodeSerializer(allow_null=True))
class TitledField(serializers.ReadOnlyField):
    """A code whose title the author's school gave with the case; null for none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", **kwargs)

    def to_representation(self, value: Any) -> Coded | None:
        """{"code", "title"}; ``value`` is the whole case."""
        code, title = (getattr(value, f"{self.field_name}{tail}") for tail in ("", "_title"))
        return {"code": str(code), "title": str(title or code)} if code else None


class CaseSerializer(serializers.Serializer[Any]):
    """A case of the library."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    summary = serializers.CharField()
    school = serializers.CharField(source="school.short_name")
    municipality = serializers.CharField(source="school.municipality.title")
    form = TitledField()
    type = TitledField()
    adopted_by = serializers.IntegerField(help_text=_("How many schools have taken it up."))
    published_at = serializers.DateTimeField(allow_null=True)


class AdopterSerializer(serializers.Serializer[Any]):
    """A school that works with the case."""

    school = serializers.CharField()
    municipality = serializers.CharField()
    note = serializers.CharField(allow_blank=True)


class CaseDetailSerializer(CaseSerializer):
    """A case in full."""

    problem = serializers.CharField(allow_blank=True)
    actions_taken = serializers.CharField(allow_blank=True)
    results = serializers.CharField(allow_blank=True)
    conditions = serializers.CharField(allow_blank=True)
    adopters = serializers.SerializerMethodField()

    @extend_schema_field(AdopterSerializer(many=True))
    def get_adopters(self, case: Any) -> Any:
        """In the order of taking up."""
        return AdopterSerializer(queries.adopters(case), many=True).data


class Library(ListEndpoint):
    """The library: ``q`` is a full-text search in Russian, the best first."""

    access = SIGNED_IN
    serializer_class = CaseSerializer
    filterset_class = LibraryFilter

    def find(self) -> QuerySet[Any]:
        return queries.published()


class Case(DetailEndpoint):
    """One case; experts also see those that wait for them."""

    access = SIGNED_IN
    serializer_class = CaseDetailSerializer

    def find(self) -> Any:
        return queries.visible(self.kwargs["case"], self.actor)
