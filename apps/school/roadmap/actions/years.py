"""The next school year: the same table for a later period; what was not done goes on in it or is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from apps.school.regulation.happenings import happened
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.values.dates import ONE_DAY, add_months
from apps.school.regulation.values.recurrence import moved
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, refuse_if

from .. import plans, queries, turning
from ..errors import NotRunning, TurnedAlready, WrongInput
from ..models import Dependency, Event, Responsible, Roadmap, Stage, Term
from ..terms import write_terms
from . import common
from .building import create


@action("roadmap.copy")
def copy_roadmap(*, roadmap: Roadmap, acting: Actor, years: int = 1) -> Roadmap:
    """The same table for a later period: days that carry a year are moved, marks are not taken along."""
    return _copy(common.author_view(acting), roadmap, years)[0]


def _copy(view: RegulationView, roadmap: Roadmap, years: int) -> tuple[Roadmap, dict[int, Event]]:
    """The copy, and its rows by those they were copied from."""
    if years < 1:
        raise WrongInput("starts_on", _("A copy is made for a later year."))
    period = turning.next_period(roadmap, years)
    refuse_if(rules.roadmap_period(view, period), next_step=_("Amend the period in the regulation first."))
    copy = create(
        code=roadmap.code,
        title=plans.later_years(roadmap.title, years),
        clause=roadmap.clause,
        scope=roadmap.scope,
        columns=roadmap.columns,
        shift=roadmap.shift,
        curator_after=roadmap.curator_after,
        head_after=roadmap.head_after,
        starts_on=period[0],
        ends_on=period[1],
        copied_from=roadmap,
    )
    made = _copy_table(roadmap, copy, years)
    write_terms(copy, made.values())
    return copy, made


def _copy_table(roadmap: Roadmap, copy: Roadmap, years: int) -> dict[int, Event]:
    made: dict[int, Event] = {}
    months, stages = 12 * years, queries.table_of(roadmap)
    for stage in stages:
        target = Stage.objects.create(
            roadmap=copy,
            position=stage.position,
            printed_number=stage.printed_number,
            code=stage.code,
            title=stage.title,
            starts_on=add_months(stage.starts_on, months) if stage.starts_on else None,
            ends_on=add_months(stage.ends_on + ONE_DAY, months) - ONE_DAY if stage.ends_on else None,
        )
        for event in stage.events.all():
            made[event.pk] = _copy_event(event, target, made.get(event.parent_id or 0), years)
    _copy_waits(stages, made)
    _copy_persons(made)
    return made


def _copy_event(event: Event, stage: Stage, parent: Event | None, years: int) -> Event:
    return Event.objects.create(
        stage=stage,
        position=event.position,
        printed_number=event.printed_number,
        parent=parent,
        group=event.group,
        title=event.title,
        details=event.details,
        when=moved(event.when, years),
        when_text=plans.later_years(event.when_text, years),
        responsible=event.responsible,
        resources=event.resources,
        auto_tick=event.auto_tick,
    )


def _copy_waits(stages: Sequence[Stage], made: Mapping[int, Event]) -> None:
    """A row may wait for one that stands below it, so this comes when all of them are there."""
    for event in (event for stage in stages for event in stage.events.all()):
        if event.after_id is not None:
            made[event.pk].after = made[event.after_id]
            made[event.pk].save(update_fields=["after", "updated_at"])
    rows = Dependency.objects.filter(event__in=made).values_list("event_id", "needed_id")
    Dependency.objects.bulk_create(Dependency(event=made[event], needed=made[needed]) for event, needed in rows)


def _copy_persons(made: Mapping[int, Event]) -> None:
    rows = Responsible.objects.filter(event__in=made, person__left_on__isnull=True)
    Responsible.objects.bulk_create(
        Responsible(event=made[event], person_id=person, is_deputy=is_deputy)
        for event, person, is_deputy in rows.values_list("event_id", "person_id", "is_deputy")
    )


# ---- the year is turned


@action("roadmap.turn_year")
def turn_year(*, roadmap: Roadmap, carried: Sequence[int], reasons: Mapping[int, str], acting: Actor) -> Roadmap:
    """Close the period and go on in the next one, which is made unless it is there already; returns it.

    ``carried``: ids of open terms that go on; ``reasons``: id -> why it is closed without being done. Every open term
    is decided on, else nothing happens. Refused like ``roadmap.close`` while monitoring that is due was not held, and
    when the year was turned before.
    """
    view = common.author_view(acting)
    old = common.locked(roadmap)
    if old.rolled_into_id is not None:
        raise TurnedAlready()
    if not old.is_running:
        raise NotRunning()
    period = old.starts_on, old.ends_on
    refuse_if(
        rules.monitoring_held(view, period, queries.held_days(period[0]), today(), happened(*period)),
        next_step=_("Hold the measurement or record it, then turn the year."),
    )
    terms = _decided(old, set(carried), reasons)
    following, made = _following(view, old)
    for term in terms:
        if term.pk in carried:
            _carry(term, following, made.get(term.event_id))
    _close(old, following, terms, carried, reasons)
    return following


def _decided(old: Roadmap, carried: set[int], reasons: Mapping[int, str]) -> list[Term]:
    """The open terms, locked. ``Conflict`` when there is one that the person has not decided on."""
    rows = queries.still_open(Term.objects.filter(event__stage__roadmap=old)).select_for_update(of=("self",))
    terms = list(rows.select_related("event__stage"))
    if any(term.pk not in carried and term.pk not in reasons for term in terms):
        raise Conflict(
            _("The list of what was not done has changed meanwhile."),
            next_step=_("Look through the list once more and decide on what is new."),
        )
    if any(term.pk not in carried and not reasons[term.pk].strip() for term in terms):
        raise WrongInput("reasons", _("Write why each event that does not go on was not done."))
    return terms


def _following(view: RegulationView, old: Roadmap) -> tuple[Roadmap, Mapping[int, Event]]:
    """The next year's roadmap with its rows by the old ones: the one made before, else one made now."""
    present = queries.next_of(old)
    if present is None:
        return _copy(view, old, 1)
    rows = {
        (row.stage.code, row.title): row for row in Event.objects.filter(stage__roadmap=present).select_related("stage")
    }
    olds = Event.objects.filter(stage__roadmap=old).select_related("stage")
    return present, {
        event.pk: rows[event.stage.code, event.title] for event in olds if (event.stage.code, event.title) in rows
    }


def _carry(term: Term, following: Roadmap, event: Event | None) -> None:
    """The term goes on in the row that was copied from its own; where that is gone, in a new row of its stage."""
    if event is None:
        event = _new_row(term.event, following)
    taken = list(event.terms.values_list("due_on", flat=True))
    day = turning.carried_day(following, taken)
    Term.objects.create(event=event, starts_on=following.starts_on, due_on=day, carried_from=term)


def _new_row(event: Event, following: Roadmap) -> Event:
    stages = list(following.stages.all())
    stage = next((each for each in stages if each.code == event.stage.code), stages[-1])
    row = _copy_event(event, stage, None, 1)
    row.position = stage.events.count()
    row.when = []
    row.save()
    return row


def _close(
    old: Roadmap, following: Roadmap, terms: Sequence[Term], carried: Sequence[int], reasons: Mapping[int, str]
) -> None:
    goes_on = _("Goes on in: %(title)s") % {"title": following.title}
    for term in terms:
        term.dropped_on = today()
        term.drop_reason = (goes_on if term.pk in carried else reasons[term.pk].strip())[:300]
    Term.objects.bulk_update(terms, ["dropped_on", "drop_reason"])
    old.state, old.closed_on, old.rolled_into = Roadmap.State.CLOSED, today(), following
    old.save(update_fields=["state", "closed_on", "rolled_into", "updated_at"])
