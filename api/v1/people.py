"""The banks of mentors and mentees."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.base import ListEndpoint
from api.v1.fields import CodeField, CodeSerializer, PersonSerializer, WordsField
from api.v1.naming import own_words
from apps.school.people import permissions, queries
from apps.school.people.filters import MenteeFilter, MentorFilter
from apps.school.people.ports import consent_book
from apps.school.people.queries import Bank


class _CardSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    person = PersonSerializer()
    subjects = WordsField()
    entered_on = serializers.DateField()
    lacks_consents = serializers.SerializerMethodField(help_text=_("Consents that are asked and not given."))

    @extend_schema_field(CodeSerializer(many=True))
    def get_lacks_consents(self, card: Any) -> list[dict[str, str]]:
        """Types of consents with their words."""
        words = self.context["consents"]
        lacked = self.context["lacking"].get(card.person_id, ())
        return [{"code": code, "title": str(words.get(code, code))} for code in lacked]


class MentorSerializer(_CardSerializer):
    """A card of the mentors' bank."""

    category = CodeField("mentor_category")
    grade = CodeField("mentor_grade")
    competencies = WordsField()
    capacity = serializers.IntegerField(help_text=_("How many mentees the mentor is ready to take."))
    trained_on = serializers.DateField(allow_null=True)


class MenteeSerializer(_CardSerializer):
    """A card of the mentees' bank."""

    category = CodeField("mentee_category")
    request = serializers.CharField(allow_blank=True, help_text=_("The need in the person's own words."))
    deficits = WordsField(help_text=_("Professional difficulties."))


class _BankEndpoint(ListEndpoint):
    access = permissions.BANKS
    bank: Bank

    def telling(self) -> dict[str, Any]:
        """Words, and who lacks which consents (a fixed number of queries)."""
        book = consent_book()
        return {"naming": own_words(), "consents": book.words(), "lacking": book.lacking_in_bank(self.bank)}


class Mentors(_BankEndpoint):
    """The mentors' bank."""

    bank = "mentor"
    serializer_class = MentorSerializer
    filterset_class = MentorFilter

    def find(self) -> QuerySet[Any]:
        return queries.mentors()


class Mentees(_BankEndpoint):
    """The mentees' bank."""

    bank = "mentee"
    serializer_class = MenteeSerializer
    filterset_class = MenteeFilter

    def find(self) -> QuerySet[Any]:
        return queries.mentees()
