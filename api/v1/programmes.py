"""Programmes with their plans and meetings; a meeting record is the one thing that programs may write."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1.base import DetailEndpoint, ListEndpoint
from api.v1.fields import ChoiceTitleField, CodeField, PersonSerializer
from api.v1.meetings import NewMeetingSerializer, report_meeting
from api.v1.naming import own_words
from api.v1.schema import refusals
from apps.school.programmes import permissions, queries, rules
from apps.school.programmes.tables import ProgrammeFilter
from kernel.errors import AlreadyDone

SIDES = ("mentor", "mentee")


class ProgressSerializer(serializers.Serializer[Any]):
    """How far a programme is."""

    percent = serializers.IntegerField(help_text=_("Done rows of the plan and held meetings of all planned."))
    term_percent = serializers.IntegerField(help_text=_("Share of the term that has passed."))
    days_left = serializers.IntegerField()
    items = serializers.IntegerField()
    items_done = serializers.IntegerField()
    meetings = serializers.IntegerField()
    held = serializers.IntegerField()
    last_held = serializers.DateTimeField(allow_null=True)
    next_at = serializers.DateTimeField(allow_null=True)


class ProgrammeSerializer(serializers.Serializer[Any]):
    """The programme of a pair."""

    id = serializers.IntegerField()
    pair = serializers.IntegerField(source="match_id")
    state = ChoiceTitleField()
    form = CodeField("mentoring_form", source="match.form")
    type = CodeField("mentoring_type", source="match.type")
    mentors = serializers.SerializerMethodField()
    mentees = serializers.SerializerMethodField()
    starts_on = serializers.DateField(source="match.starts_on")
    ends_on = serializers.DateField(source="match.ends_on")
    approved_on = serializers.DateField(allow_null=True)
    completed_on = serializers.DateField(allow_null=True)
    progress = serializers.SerializerMethodField()

    @extend_schema_field(PersonSerializer(many=True))
    def get_mentors(self, programme: Any) -> Any:
        """Those who take part now."""
        return PersonSerializer(queries.people_of(programme).mentors, many=True).data

    @extend_schema_field(PersonSerializer(many=True))
    def get_mentees(self, programme: Any) -> Any:
        """Those who take part now."""
        return PersonSerializer(queries.people_of(programme).mentees, many=True).data

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, programme: Any) -> Any:
        """Counted for the whole page at once."""
        return ProgressSerializer(self.context["progress"][programme.pk]).data


class PlanItemSerializer(serializers.Serializer[Any]):
    """A row of the plan."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    direction = CodeField("plan_direction")
    due_on = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)
    mark = serializers.CharField(allow_blank=True)


class NoteFieldSerializer(serializers.Serializer[Any]):
    """A field of the explanatory note, as the school's template has it."""

    code = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField(allow_blank=True)


class ProgrammeDetailSerializer(ProgrammeSerializer):
    """A programme with its explanatory note, plan and results."""

    note = serializers.SerializerMethodField()
    plan = PlanItemSerializer(many=True)
    results = serializers.CharField(allow_blank=True)
    completion_ground = CodeField("termination_ground")

    @extend_schema_field(NoteFieldSerializer(many=True))
    def get_note(self, programme: Any) -> list[dict[str, str]]:
        """The fields in the template's order."""
        fields, note = self.context["template"].fields, self.context["note"]
        return [{"code": field.code, "title": field.title, "text": note.get(field.code, "")} for field in fields]


class MeetingSerializer(serializers.Serializer[Any]):
    """A meeting. A side's note is null for those who may not read it."""

    id = serializers.IntegerField()
    programme = serializers.IntegerField(source="programme_id")
    state = ChoiceTitleField()
    stage = ChoiceTitleField()
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    mode = CodeField("interaction_mode")
    place = serializers.CharField(allow_blank=True)
    link = serializers.CharField(allow_blank=True)
    topic = serializers.CharField(allow_blank=True)
    missed_reason = serializers.CharField(allow_blank=True)
    mentor_note = serializers.SerializerMethodField()
    mentee_note = serializers.SerializerMethodField()

    def get_mentor_note(self, meeting: Any) -> str | None:
        """For the mentor's side and the curator."""
        return str(meeting.mentor_note) if "mentor" in self.context["reads"] else None

    def get_mentee_note(self, meeting: Any) -> str | None:
        """For the mentee's side and the curator."""
        return str(meeting.mentee_note) if "mentee" in self.context["reads"] else None


class Programmes(ListEndpoint):
    """Programmes that the caller may see, the newest first."""

    access = permissions.SEE
    serializer_class = ProgrammeSerializer
    filterset_class = ProgrammeFilter

    def find(self) -> QuerySet[Any]:
        return queries.with_people(queries.visible_to(self.actor))

    def telling(self) -> dict[str, Any]:
        return {"naming": own_words()}

    def telling_of(self, rows: Sequence[Any]) -> dict[str, Any]:
        return {"progress": queries.progress_of(rows)}


class _OfProgramme:
    """Mixin: the programme of the address, among those that the caller may see."""

    kwargs: dict[str, Any]
    actor: Any

    @cached_property
    def programme(self) -> Any:
        """``NotFound`` for everybody else's."""
        return queries.get_visible(self.kwargs["programme"], self.actor)


class Programme(_OfProgramme, DetailEndpoint):
    """One programme, in the words of the regulation its pair lives by."""

    access = permissions.SEE
    serializer_class = ProgrammeDetailSerializer

    def find(self) -> Any:
        return self.programme

    def telling(self) -> dict[str, Any]:
        view = queries.view_for(self.programme.match)
        progress = queries.progress_of([self.programme])
        return {
            "naming": view.local_name,
            "template": rules.template_of(view),
            "note": queries.note_of(self.programme, view),
            "progress": progress,
        }


KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Your own key of this very record. A repeated request with the same key and body writes nothing and "
    "answers 200 with the meeting that is there.",
)


class Meetings(_OfProgramme, ListEndpoint):
    """The diary of a programme, in the order of time."""

    access = permissions.SEE
    writing = permissions.WORK
    serializer_class = MeetingSerializer

    def find(self) -> QuerySet[Any]:
        return self.programme.meetings.order_by("starts_at", "pk")  # type: ignore[no-any-return]  # the row is untyped here

    def telling(self) -> dict[str, Any]:
        standing = queries.standing(self.programme, self.actor)
        reads = {side for side in SIDES if standing.reads_note_of(side)}
        return {"naming": queries.view_for(self.programme.match).local_name, "reads": reads}

    @extend_schema(
        request=NewMeetingSerializer,
        parameters=[KEY],
        responses={
            201: MeetingSerializer,
            200: MeetingSerializer,
            **refusals(
                (400, "A field is wrong."),
                (409, "The programme is over, or has a meeting at that very time."),
                (415, "The body is not JSON."),
                (422, "The regulation does not allow it: see the violations."),
            ),
        },
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Plan a meeting or, with ``held``, record one in the same step."""
        programme = self.programme
        asked = NewMeetingSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            meeting, status = report_meeting(programme=programme, acting=self.actor, **asked.validated_data), 201
        except AlreadyDone:
            meeting = programme.meetings.filter(starts_at=asked.validated_data["starts_at"]).first()
            status = 200
            if meeting is None:  # it was called off or moved since
                raise
        return Response(self.get_serializer(meeting).data, status=status)
