"""Events of speed mentoring."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.v1.base import ListEndpoint
from api.v1.fields import ChoiceTitleField
from apps.region.speed import permissions, queries


class SpeedEventSerializer(serializers.Serializer[Any]):
    """An event with the numbers of those who signed up."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    about = serializers.CharField(allow_blank=True)
    state = ChoiceTitleField()
    starts_at = serializers.DateTimeField()
    zone = serializers.CharField(help_text=_("The time zone that the event is announced in."))
    rounds = serializers.IntegerField()
    minutes = serializers.IntegerField(help_text=_("Minutes of a round."))
    pause = serializers.IntegerField(help_text=_("Minutes between rounds."))
    places = serializers.IntegerField(help_text=_("Places for mentors."))
    mentors = serializers.IntegerField()
    mentees = serializers.IntegerField()
    signed_up = serializers.BooleanField(help_text=_("True when the caller is in."))


class SpeedEvents(ListEndpoint):
    """Events that concern the caller, all for coordinators; the latest first."""

    access = permissions.PEOPLE
    serializer_class = SpeedEventSerializer

    def find(self) -> QuerySet[Any]:
        return queries.events_for(self.actor).order_by("-starts_at", "pk")
