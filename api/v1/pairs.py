"""Pairs and groups: staff see all of the school, participants and guardians their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.v1.base import DetailEndpoint, ListEndpoint
from api.v1.fields import ChoiceTitleField, CodeField, PersonSerializer
from api.v1.naming import own_words
from apps.school.pairs import permissions, queries
from apps.school.pairs.actions.closing import view_of
from apps.school.pairs.filters import PairFilter


class ParticipantSerializer(serializers.Serializer[Any]):
    """Somebody in a pair."""

    card = serializers.IntegerField(source="card_id", help_text=_("The card in the bank."))
    person = PersonSerializer(source="card.person")
    since = serializers.DateField()
    accepted = serializers.BooleanField(allow_null=True, help_text=_("null: has not answered yet."))


class PairSerializer(serializers.Serializer[Any]):
    """A pair or a group."""

    id = serializers.IntegerField()
    state = ChoiceTitleField()
    form = CodeField("mentoring_form")
    type = CodeField("mentoring_type")
    structure = CodeField("pair_structure")
    mentors = ParticipantSerializer(many=True, source="current_mentors")
    mentees = ParticipantSerializer(many=True, source="current_mentees")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)


class PairDetailSerializer(PairSerializer):
    """A pair with its goal and the way it ended."""

    role_model = CodeField("role_model")
    goal = serializers.CharField(allow_blank=True)
    regulation_version = serializers.IntegerField(
        source="regulation_version_id",
        allow_null=True,
        help_text=_("The version the pair was formed under and lives by."),
    )
    closing_ground = CodeField("termination_ground")
    closing_note = serializers.CharField(allow_blank=True)


class Pairs(ListEndpoint):
    """Pairs that the caller may see."""

    access = permissions.EVERYBODY
    serializer_class = PairSerializer
    filterset_class = PairFilter

    def find(self) -> QuerySet[Any]:
        return queries.with_people(queries.visible_to(self.actor))

    def telling(self) -> dict[str, Any]:
        return {"naming": own_words()}


class Pair(DetailEndpoint):
    """One pair, in the words of the regulation it lives by."""

    access = permissions.EVERYBODY
    serializer_class = PairDetailSerializer

    def find(self) -> Any:
        if not hasattr(self, "_match"):
            self._match = queries.get_visible(self.kwargs["pair"], self.actor)
        return self._match

    def telling(self) -> dict[str, Any]:
        return {"naming": view_of(self.find()).local_name}
