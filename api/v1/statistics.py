"""The region's numbers: the latest snapshot of every school that the coordinator answers for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.base import ListEndpoint
from api.v1.fields import Coded, CodeSerializer
from apps.region.statistics import queries, rules
from apps.region.statistics.permissions import COORDINATORS, Scope, scope_of
from apps.region.statistics.tables import SchoolFilter
from kernel.clock import now, today
from kernel.doors import Access


class SnapshotSerializer(serializers.Serializer[Any]):
    """Numbers of a school on a day; never persons."""

    day = serializers.DateField()
    taken_at = serializers.DateTimeField()
    pedagogues = serializers.IntegerField()
    novices = serializers.IntegerField(help_text=_("R2: 0-3 years of pedagogical work."))
    novices_covered = serializers.IntegerField(help_text=_("R5: novices who have a mentor."))
    mentors = serializers.IntegerField(help_text=_("R3: mentors."))
    mentees = serializers.IntegerField(help_text=_("R4: mentees."))
    pairs_active = serializers.IntegerField(help_text=_("R7, pairs with other schools included."))
    pairs_led_elsewhere = serializers.IntegerField(help_text=_("Of them led by a mentor of another school."))
    programmes_running = serializers.IntegerField(help_text=_("R6: programmes under way."))
    programmes_completed = serializers.IntegerField(help_text=_("R6: programmes completed."))
    programmes_ended = serializers.IntegerField(help_text=_("R6: programmes ended early."))
    satisfied_answers = serializers.IntegerField(help_text=_("R10: answers of 8 and more of 10."))
    satisfaction_answers = serializers.IntegerField(help_text=_("R10: all answers."))


class SchoolNumbersSerializer(serializers.Serializer[Any]):
    """A school with its latest numbers, null where it has not reported yet."""

    slug = serializers.CharField()
    short_name = serializers.CharField()
    municipality = serializers.SerializerMethodField()
    coverage = serializers.FloatField(allow_null=True, help_text=_("R5 in per cent; null where there are no novices."))
    is_stale = serializers.SerializerMethodField(
        help_text=_("True when the school has not been heard of for too long.")
    )
    snapshot = serializers.SerializerMethodField()

    @extend_schema_field(CodeSerializer)
    def get_municipality(self, school: Any) -> Coded:
        """Code and title."""
        return {"code": school.municipality.code, "title": school.municipality.title}

    def get_is_stale(self, school: Any) -> bool:
        """As the dashboard flags it."""
        return rules.is_stale(school.taken_at, now())

    @extend_schema_field(SnapshotSerializer(allow_null=True))
    def get_snapshot(self, school: Any) -> Any:
        """Read for the whole page at once."""
        found = self.context["snapshots"].get(school.pk)
        return SnapshotSerializer(found).data if found is not None else None


class RegionIndicators(ListEndpoint):
    """Schools with their latest numbers: all of the region, or of one's own municipality."""

    access = Access(COORDINATORS)
    serializer_class = SchoolNumbersSerializer
    filterset_class = SchoolFilter

    @cached_property
    def scope(self) -> Scope:
        """What the caller sees."""
        return scope_of(self.actor)

    def find(self) -> QuerySet[Any]:
        return queries.schools_with_numbers(self.scope, today())

    def telling_of(self, rows: Sequence[Any]) -> dict[str, Any]:
        found = queries.latest(self.scope, today()).filter(school__in=[school.pk for school in rows])
        return {"snapshots": {snapshot.school_id: snapshot for snapshot in found}}
