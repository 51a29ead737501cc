"""A meeting record from a program: planned, or planned and recorded in one transaction."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.school.programmes import actions
from kernel.acting import Actor
from kernel.actions import action

NOTE_LENGTH = 5000


class NewMeetingSerializer(serializers.Serializer[Any]):
    """A meeting to be written down. Without ``held`` it is planned."""

    starts_at = serializers.DateTimeField(help_text=_("ISO 8601; without an offset it is the school's own time."))
    minutes = serializers.IntegerField(default=45, help_text=_("From 5 to 480; the regulation may allow less."))
    mode = serializers.CharField(
        max_length=30, default="in_person", help_text=_("A code of interaction.mode that the regulation permits.")
    )
    stage = serializers.CharField(
        max_length=20, default="regular", help_text=_("organisational, trial, planning, regular or closing.")
    )
    place = serializers.CharField(max_length=200, default="", allow_blank=True)
    link = serializers.URLField(max_length=500, default="", allow_blank=True)
    topic = serializers.CharField(max_length=300, default="", allow_blank=True)
    held = serializers.BooleanField(
        required=False,
        allow_null=True,
        default=None,
        help_text=_("true: took place; false: did not; null: is planned."),
    )
    missed_reason = serializers.CharField(
        max_length=300,
        default="",
        allow_blank=True,
        help_text=_("Why it did not take place; alone it means held=false."),
    )
    mentor_note = serializers.CharField(
        max_length=NOTE_LENGTH, required=False, allow_null=True, default=None, allow_blank=True
    )
    mentee_note = serializers.CharField(
        max_length=NOTE_LENGTH, required=False, allow_null=True, default=None, allow_blank=True
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A reason belongs to a missed meeting, notes to a held one."""
        if attrs["missed_reason"] and attrs["held"] is None:
            attrs["held"] = False
        if attrs["missed_reason"] and attrs["held"]:
            raise serializers.ValidationError({"missed_reason": _("A meeting that took place has no such reason.")})
        for name in ("mentor_note", "mentee_note"):
            if attrs[name] is not None and not attrs["held"]:
                raise serializers.ValidationError({name: _("Notes are written on a meeting that took place.")})
        return attrs


@action("meeting.report")
def report_meeting(
    *,
    programme: Any,
    starts_at: datetime.datetime,
    minutes: int,
    mode: str,
    stage: str,
    place: str,
    link: str,
    topic: str,
    held: bool | None,
    missed_reason: str,
    mentor_note: str | None,
    mentee_note: str | None,
    acting: Actor,
) -> Any:
    """Plan a meeting and, unless ``held`` is None, record it: both or neither. The verbs inside ask all the rules."""
    meeting = actions.plan_meeting(
        programme=programme,
        starts_at=starts_at,
        minutes=minutes,
        mode=mode,
        stage=stage,
        place=place,
        link=link,
        topic=topic,
        acting=acting,
    )
    if held is None:
        return meeting
    return actions.record_meeting(
        meeting=meeting,
        held=held,
        missed_reason=missed_reason,
        mentor_note=mentor_note,
        mentee_note=mentee_note,
        acting=acting,
    )
