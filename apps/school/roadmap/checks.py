"""What a roadmap's table lacks: refused at approval, shown beside each row before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.values.recurrence import dated_days, occurrences
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation

from .models import Event, Roadmap, Stage
from .terms import RELATIVE, anchor_of, rules_of

NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row. ``stops``: the roadmap is not approved with it."""

    text: str
    stops: bool = False


def has_term(event: Event) -> bool:
    """True when the row says when: by a rule, in words, by its stage, or by the row above."""
    own = bool(event.when or event.when_text.strip() or event.stage.ends_on)
    return own or (event.parent is not None and has_term(event.parent))


def has_responsible(event: Event) -> bool:
    """True when the row, or the one above, names who answers for it."""
    own = bool(event.responsible or event.persons.all())
    return own or (event.parent is not None and has_responsible(event.parent))


def has_resources(event: Event) -> bool:
    """True when the row, or the one above, names what is needed."""
    return bool(event.resources.strip()) or (event.parent is not None and has_resources(event.parent))


def filled_columns(event: Event) -> frozenset[str]:
    """Codes of ``roadmap_column`` that the row fills."""
    found = {
        "content": bool(event.title.strip()),
        "event": bool(event.title.strip()),
        "activity_kind": bool(event.group.strip()),
        "term": has_term(event),
        "responsible": has_responsible(event),
        "resources": has_resources(event),
        # The mark is made while the roadmap is carried out.
        "done_mark": True,
    }
    return frozenset(code for code, is_filled in found.items() if is_filled)


def short(event: Event) -> str:
    """The row as a refusal names it."""
    return event.title if len(event.title) <= NAME_LENGTH else f"{event.title[:NAME_LENGTH].rstrip()}…"


def table_faults(view: RegulationView, roadmap: Roadmap, stages: Sequence[Stage]) -> list[Violation]:
    """Empty columns and days outside of the period, everything at once."""
    events = [event for stage in stages for event in stage.events.all()]
    rows = [rules.RowFacts(short(event), filled_columns(event)) for event in events]
    days = [day for event in events for day in dated_days(event.when)]
    period = roadmap.starts_on, roadmap.ends_on
    return rules.columns_filled(view, roadmap.columns, rows) + rules.dates_within(view, period, days)


def problems_of(event: Event, roadmap: Roadmap) -> list[Problem]:
    """What the author should look at in one row, for its place in the table."""
    found = []
    columns = set(roadmap.columns)
    if not has_term(event):
        found.append(Problem(_("no term"), "term" in columns))
    elif event.when_text and not rules_of(event):
        found.append(Problem(_("the term is only in words: nobody can be reminded of it")))
    if any(rule["rule"] == "after" for rule in event.when) and anchor_of(event) is None:
        found.append(Problem(_("the row from which its days are counted is not named")))
    if not has_responsible(event):
        found.append(Problem(_("nobody is responsible"), "responsible" in columns))
    if "resources" in columns and not has_resources(event):
        found.append(Problem(_("no resources"), stops=True))
    period = roadmap.starts_on, roadmap.ends_on
    if any(not period[0] <= day <= period[1] for day in dated_days(event.when)):
        found.append(Problem(_("a day outside of the period"), stops=True))
    elif _names_no_day(event, roadmap):
        found.append(Problem(_("the term names no day of this period")))
    return found


def _names_no_day(event: Event, roadmap: Roadmap) -> bool:
    timed = [rule for rule in event.when if rule["rule"] not in ("continuous", *RELATIVE)]
    return bool(timed) and not occurrences(timed, roadmap.starts_on, roadmap.ends_on)
