"""Pairs at work and their programmes for tests. Made in the current school, the pair straight into its tables."""

from __future__ import annotations

import datetime
from typing import Any

from apps.school.pairs.models import Match, MatchMentee, MatchMentor
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.programmes import actions, rules
from apps.school.programmes.models import Meeting, PlanItem, Programme
from apps.school.programmes.queries import view_for
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.rules import structure_of
from kernel.acting import system_actor
from kernel.clock import now, today
from tests.support.people import make_mentee, make_mentor
from tests.support.regulation import adopted

ACTING = system_actor("tests")


def make_active_pair(
    *, mentor: MentorCard | None = None, mentees: list[MenteeCard] | None = None, **fields: Any
) -> Match:
    """An active pair for half a year, four months of which have passed."""
    version = RegulationVersion.objects.filter(state="adopted").order_by("-effective_from").first() or adopted()
    begun = today() - datetime.timedelta(days=120)
    cards = mentees or [make_mentee(consents=False)]
    defaults: dict[str, Any] = {
        "form": "pedagogue_pedagogue",
        "type": "traditional",
        "structure": structure_of(1, len(cards)),
        "starts_on": begun,
        "ends_on": begun + datetime.timedelta(days=180),
        "state": Match.State.ACTIVE,
        "regulation_version_id": version.pk,
        "goal": "Уверенно вести урок в классе с разным уровнем подготовки",
    }
    match = Match.objects.create(**{**defaults, **fields})
    MatchMentor.objects.create(match=match, card=mentor or make_mentor(consents=False), since=begun, accepted=True)
    for card in cards:
        MatchMentee.objects.create(match=match, card=card, since=begun, accepted=True)
    return match


def make_draft(**fields: Any) -> Programme:
    """A draft programme; arguments as of ``make_active_pair``."""
    return actions.draft_programme(match=make_active_pair(**fields), acting=ACTING)


def fill(programme: Programme) -> Programme:
    """The note and one row of the plan: ready to be approved."""
    template = rules.template_of(view_for(programme.match))
    note = {field.code: f"Текст поля {field.title}" for field in template.fields}
    filled = actions.save_note(programme=programme, note=note, acting=ACTING)
    make_item(filled)
    return filled


def make_running(**fields: Any) -> Programme:
    """An approved programme with one row in the plan."""
    return actions.approve_programme(programme=fill(make_draft(**fields)), acting=ACTING)


def make_item(programme: Programme, *, done: bool = False, **fields: Any) -> PlanItem:
    """A row of the plan, due in a week."""
    defaults: dict[str, Any] = {"title": "Посетить урок наставника", "due_on": today() + datetime.timedelta(days=7)}
    item = actions.add_item(programme=programme, **{**defaults, **fields}, acting=ACTING)
    return actions.mark_item(item=item, acting=ACTING) if done else item


def make_meeting(programme: Programme, *, days: float = 3, held: bool = False, **fields: Any) -> Meeting:
    """A meeting in so many days (in the past when negative); ``held`` records it."""
    defaults: dict[str, Any] = {"starts_at": now() + datetime.timedelta(days=days), "minutes": 45, "mode": "in_person"}
    meeting = actions.plan_meeting(programme=programme, **{**defaults, **fields}, acting=ACTING)
    return actions.record_meeting(meeting=meeting, held=True, acting=ACTING) if held else meeting


def close(programme: Programme, ground: str = "plan_completed", **fields: Any) -> Programme:
    """Close a programme; every row of the plan is marked first."""
    for item in programme.plan.filter(done_on=None):
        actions.mark_item(item=item, acting=ACTING)
    defaults: dict[str, Any] = {"results": "Наставляемый ведёт уроки самостоятельно.", "completed_on": today()}
    return actions.complete_programme(programme=programme, ground=ground, **{**defaults, **fields}, acting=ACTING)


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    programme = make_running()
    return {
        "programme": programme.pk,
        "item": make_item(programme).pk,
        "meeting": make_meeting(programme, days=-1).pk,
    }
