"""What this room adds to the pages of meetings below: on the diary of a pair and on the page of one meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.programmes import meeting_ports
from apps.school.programmes import queries as programmes
from apps.school.programmes.meeting_ports import Card
from apps.school.programmes.models import Meeting, Programme
from kernel.acting import Actor
from kernel.clock import now, today
from ui.pages import Action

from . import queries
from .actions.called_off import keep_called_off
from .actions.proposals import me_in
from .models import Reflection, SharedNote
from .pages.agreeing import AHEAD
from .pages.base import at, day_and_time, default_terms
from .pages.diary import own_notes
from .rules import STAGES, may_read_reflection


def register() -> None:
    """Called once, when the product starts."""
    meeting_ports.diary_actions(diary_actions)
    meeting_ports.diary_card(diary_card)
    meeting_ports.meeting_card(meeting_card)
    meeting_ports.on_removed(keep_called_off)


def diary_actions(programme: Programme, actor: Actor) -> Sequence[Action]:
    """Propose times first; a series beside it."""
    return [
        Action(_("Propose times"), at("propose", programme.pk), "calendar2-week"),
        Action(_("Series of meetings"), at("series_new", programme.pk), "arrow-repeat", "secondary"),
    ]


def diary_card(programme: Programme, actor: Actor) -> Card | None:
    """The first meetings as steps, what waits for an answer, the series. Nothing of it on a programme that is over."""
    if programme.is_over:
        return None
    standing = programmes.standing(programme, actor)
    states = queries.steps_of(programme)
    labels = {"done": "done", "planned": "todo", "next": "current", "todo": "todo"}
    context: dict[str, Any] = {
        "steps": [
            {
                "label": str(Meeting.Stage(stage).label).capitalize(),
                "state": labels[states[stage]],
                "note": _("is planned") if states[stage] == "planned" else "",
            }
            for stage in STAGES
        ],
        "proposal": queries.open_proposal(programme),
        "series": queries.series_of(programme),
        "programme": programme,
        "may_write": standing.may_work,
    }
    following = next((stage for stage in STAGES if states[stage] == "next"), "")
    if following and standing.may_work:
        context |= _next(programme, following)
    return Card("meetings/diary_card.html", context)


def _next(programme: Programme, stage: str) -> dict[str, Any]:
    terms = default_terms(programme, programmes.view_for(programme.match), stage)
    people = programmes.people_of(programme)
    everybody = list(dict.fromkeys([*people.mentors, *people.mentees]))
    common = queries.common_times(everybody, terms.minutes, today(), min(today() + AHEAD, programme.match.ends_on))
    first = common.starts[0] if common.starts else None
    return {
        "next_stage": Meeting.Stage(stage).label,
        "propose": f"{at('propose', programme.pk)}?stage={stage}",
        "slot": first.isoformat() if first else "",
        "slot_told": day_and_time(first) if first else "",
        "untold": [person.short_name for person in common.untold],
    }


def meeting_card(meeting: Meeting, actor: Actor) -> Card | None:
    """The shared note, reflections, the reader's own private note."""
    programme = meeting.programme
    standing = programmes.standing(programme, actor)
    own = me_in(programme, actor)
    people = programmes.people_of(programme)
    reflections = list(Reflection.objects.filter(meeting=meeting).select_related("person"))
    asked = len({person.pk for person in (*people.mentors, *people.mentees)})
    shown = [
        row
        for row in reflections
        if may_read_reflection(
            is_author=own is not None and row.person_id == own.pk,
            is_office=standing.is_office,
            is_participant=bool(standing.sides),
            authors=len(reflections),
            asked=asked,
        )
    ]
    reads_shared = standing.is_office or bool(standing.sides)
    private = own_notes(actor).filter(meeting=meeting).first()
    written = own is not None and any(row.person_id == own.pk for row in reflections)
    open_to_all = len(reflections) >= asked
    context = {
        "meeting": meeting,
        "begun": meeting.starts_at <= now(),
        "shared": SharedNote.objects.filter(meeting=meeting).first() if reads_shared else None,
        "reads_shared": reads_shared,
        "may_write": standing.may_work and not programme.is_over,
        "private": private,
        "may_private": standing.may_work,
        "reflections": shown,
        "may_reflect": own is not None and not programme.is_over and not (written and open_to_all),
        "has_reflected": written,
        "waits": asked - len(reflections) if written else 0,
        "all_notes": reverse("meetings:notes"),
    }
    return Card("meetings/meeting_card.html", context)
