"""Roadmaps, refreshes, measurements and papers of tests, inside the current school."""

from __future__ import annotations

import datetime
from typing import Any

from apps.school.regulation.queries import current, current_or_none
from apps.school.regulation.rules.roadmaps import refresh_objects
from apps.school.regulation.values.recurrence import school_year
from apps.school.roadmap import actions
from apps.school.roadmap.models import Event, Measurement, RewardPaper, Roadmap, Term
from kernel.acting import Actor, system_actor
from kernel.clock import today
from tests.support.regulation import adopted

ACTING = system_actor("tests")
PAPER: dict[str, Any] = {
    "institution": "Школа",
    "title": "СЛУЖЕБНАЯ ЗАПИСКА",
    "heading": "о выплатах за наставничество",
    "date": "1 сентября 2026 г.",
    "paragraphs": ["Прошу учесть работу наставников."],
    "headers": ["Наставник", "Соглашение"],
    "rows": [["Берёзова Анна Петровна", "№ 3"]],
    "closing": ["Основание: п. 8.3."],
    "signers": [["Составил(а)", "Куратор"]],
}


def build(source: str = "federal", *, acting: Actor = ACTING, **fields: Any) -> Roadmap:
    """A draft for the present school year; adopts a regulation where the school has none."""
    if current_or_none() is None:
        adopted("gymnasium-35")
    starts_on, ends_on = school_year(today())
    defaults: dict[str, Any] = {"starts_on": starts_on, "ends_on": ends_on}
    return actions.build_roadmap(source=source, **{**defaults, **fields}, acting=acting)


def events_of(roadmap: Roadmap) -> list[Event]:
    """All rows in the order of the table."""
    rows = Event.objects.filter(stage__roadmap=roadmap).select_related("stage__roadmap", "parent")
    return list(rows.order_by("stage__position", "position"))


def change(event: Event, *, acting: Actor = ACTING, **fields: Any) -> Event:
    """Change a row, keeping what is not named."""
    kept: dict[str, Any] = {
        "title": event.title,
        "when": event.when,
        "when_text": event.when_text,
        "responsible": event.responsible,
        "resources": event.resources,
        "group": event.group,
        "auto_tick": event.auto_tick,
        "after": event.after,
        "needs": [row.needed for row in event.needs.select_related("needed")],
    }
    return actions.change_event(event=event, **{**kept, **fields}, acting=acting)


def fill(roadmap: Roadmap) -> Roadmap:
    """Give every row what the columns ask for: a day in a week, the curator, something needed."""
    due = today() + datetime.timedelta(days=7)
    for event in events_of(roadmap):
        change(
            event,
            when=event.when or [{"rule": "day", "date": due.isoformat()}],
            responsible=event.responsible or ["curator"],
            resources="кабинет",
            group=event.group or "организация",
        )
    return roadmap


def make_running(source: str = "federal", **fields: Any) -> Roadmap:
    """An approved roadmap of the present school year."""
    return actions.approve_roadmap(roadmap=fill(build(source, **fields)), acting=ACTING)


def term_of(roadmap: Roadmap) -> Term:
    """A term with a day, without a mark."""
    rows = Term.objects.filter(event__stage__roadmap=roadmap, done_on=None, due_on__isnull=False)
    return rows.select_related("event__stage__roadmap").order_by("due_on", "pk")[0]


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker. What a spoilt text would break is not among it."""
    roadmap = make_running()
    term = term_of(roadmap)
    paper = RewardPaper.objects.create(
        kind=RewardPaper.Kind.PAY,
        starts_on=today(),
        ends_on=today(),
        facts=PAPER,
        maker_name="Куратор",
    )
    measurement, _made = Measurement.objects.get_or_create(due_on=today(), defaults={"starts_on": today()})
    actions.record_refresh(
        code=refresh_objects(current())[0], checked="Карточки сверены", late_reason="Позже срока", acting=ACTING
    )
    evidence = actions.add_evidence(term=term, link="https://example.org/protocol", acting=ACTING)
    template = actions.keep_template(roadmap=roadmap, title="Наш год", acting=ACTING)
    return {
        "roadmap_evidence": evidence.pk,
        "roadmap_template": template.pk,
        "roadmap": roadmap.pk,
        "roadmap_stage": term.event.stage_id,
        "roadmap_event": term.event_id,
        "roadmap_term": term.pk,
        "measurement": measurement.pk,
        "reward_paper": paper.pk,
    }
