"""The school's indicators: numbers only, as the region receives them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.base import DetailEndpoint
from api.v1.fields import CodeField
from apps.school.monitoring import permissions, queries
from apps.school.monitoring.handlers import remote_share
from apps.school.monitoring.reading import lines
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.queries import current_or_none
from kernel.clock import today

SIDES = ("mentor", "mentee")
Counts = serializers.DictField


class PairCountSerializer(serializers.Serializer[Any]):
    """Running pairs of a form and a type."""

    form = CodeField("mentoring_form")
    type = CodeField("mentoring_type")
    count = serializers.IntegerField()


class SatisfactionSerializer(serializers.Serializer[Any]):
    """R10 of one side."""

    side = serializers.CharField(help_text=_("mentor or mentee."))
    satisfied = serializers.IntegerField(help_text=_("Answers of 8 and more of 10."))
    answers = serializers.IntegerField()
    percent = serializers.FloatField(allow_null=True)


class LineSerializer(serializers.Serializer[Any]):
    """A line of the table as the page shows it."""

    code = serializers.CharField()
    title = serializers.CharField()
    value = serializers.CharField()
    formula = serializers.CharField(allow_blank=True)


class IndicatorsSerializer(serializers.Serializer[Any]):
    """Indicators R2-R7 and R10 of the regional set on a day."""

    on = serializers.DateField()
    pedagogues = serializers.IntegerField(help_text=_("R2: employees on the staff list."))
    novices = serializers.IntegerField(help_text=_("R2: those with 0-3 years of pedagogical work."))
    experience_unknown = serializers.IntegerField(help_text=_("R2: those whose experience is not entered."))
    mentors = Counts(child=serializers.IntegerField(), help_text=_("R3: distinct persons by kind of person."))
    mentees = Counts(child=serializers.IntegerField(), help_text=_("R4: distinct persons by kind of person."))
    novices_covered = serializers.IntegerField(help_text=_("R5: novices who have a mentor."))
    coverage = serializers.FloatField(allow_null=True, help_text=_("R5: per cent; null where there are no novices."))
    programmes = Counts(child=serializers.IntegerField(), help_text=_("R6: by state."))
    approved = serializers.IntegerField(help_text=_("R6: programmes approved."))
    ended_by_ground = Counts(child=serializers.IntegerField(), help_text=_("R6: ended early, by code of the ground."))
    pairs = serializers.SerializerMethodField(help_text=_("R7: running pairs and groups."))
    pair_count = serializers.IntegerField(help_text=_("R7 in all."))
    remote_pairs = serializers.IntegerField(help_text=_("R7: of them with other schools."))
    satisfaction = serializers.SerializerMethodField(help_text=_("R10: satisfaction of both sides."))
    lines = serializers.SerializerMethodField(help_text=_("All of this in words."))

    @extend_schema_field(PairCountSerializer(many=True))
    def get_pairs(self, found: Any) -> Any:
        """By form and type."""
        rows = [{"form": form, "type": kind, "count": count} for (form, kind), count in sorted(found.pairs.items())]
        return PairCountSerializer(rows, many=True, context=self.context).data

    @extend_schema_field(SatisfactionSerializer(many=True))
    def get_satisfaction(self, found: Any) -> list[dict[str, Any]]:
        """Both sides."""
        return [
            {
                "side": side,
                "satisfied": found.satisfied.get(side, 0),
                "answers": found.answers.get(side, 0),
                "percent": found.satisfaction(side),
            }
            for side in SIDES
        ]

    @extend_schema_field(LineSerializer(many=True))
    def get_lines(self, found: Any) -> Any:
        """The table of the page."""
        return LineSerializer(lines(found, self.context["view"]), many=True).data


class Indicators(DetailEndpoint):
    """The school's indicators today."""

    access = permissions.OFFICE
    serializer_class = IndicatorsSerializer

    def find(self) -> Any:
        day = today()
        return queries.indicators(on=day, remote=remote_share(day))

    def telling(self) -> dict[str, Any]:
        view = current_or_none()
        return {"view": view, "naming": view.local_name if view is not None else catalogue().title}
