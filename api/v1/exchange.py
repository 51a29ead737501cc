"""Pairs of two schools, for those who take part in them and for coordinators."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.v1.base import ListEndpoint
from api.v1.cases import TitledField
from api.v1.fields import ChoiceTitleField
from apps.region.exchange import permissions, queries
from apps.region.exchange.tables import PairFilter


class RemotePairSerializer(serializers.Serializer[Any]):
    """A remote pair."""

    id = serializers.UUIDField()
    state = ChoiceTitleField()
    mentor_name = serializers.CharField()
    mentor_school = serializers.CharField(source="mentor_school.short_name")
    mentee_name = serializers.CharField()
    mentee_school = serializers.CharField(source="mentee_school.short_name")
    form = TitledField()
    goal = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)
    items = serializers.IntegerField(help_text=_("Rows of the plan."))
    items_done = serializers.IntegerField(source="done")
    held = serializers.IntegerField(help_text=_("Meetings that took place."))
    next_at = serializers.DateTimeField(allow_null=True)


class RemotePairs(ListEndpoint):
    """Remote pairs that the caller may see: one's own, of one's schools, of one's municipality."""

    access = permissions.INDEX
    serializer_class = RemotePairSerializer
    filterset_class = PairFilter

    def find(self) -> QuerySet[Any]:
        return queries.pairs_for_list(self.actor)
