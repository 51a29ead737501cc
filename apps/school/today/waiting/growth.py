"""Professional growth: sheets to fill in, routes to answer, steps behind their day, diagnostics that nobody holds."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.growth import queries
from apps.school.growth.models import Assessment, DiagnosticSession, IndividualRoute, RouteStep
from apps.school.pairs.rules import answers_through_guardian
from apps.school.people.models import Person
from apps.school.regulation.rules.survey import INSTRUMENTS
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor

from ..own import Own
from .item import WaitingItem, few_or_all, names

DIAGNOSTICS = "competence_diagnostics"
STEP_DAYS = 7  # a step is told of so many days ahead
ENDING_DAYS = 30  # so many days before a pair ends its exit diagnostics is due
SHOWN = 20


# ---- those who assess and those who grow


def participant(actor: Actor, own: Own, day: datetime.date) -> list[WaitingItem]:
    """Sheets, routes and steps that wait for this person (three queries)."""
    sheets = list(queries.awaited(actor)[:SHOWN])
    steps = list(queries.due_steps(actor, day + datetime.timedelta(days=STEP_DAYS))[:SHOWN])
    found = few_or_all(sheets, lambda row: _sheet(row, actor, day), lambda rows: _sheets(rows, day)) if sheets else []
    found += _answers(own, day)
    found += few_or_all(steps, lambda row: _step(row, actor, day), lambda rows: _steps(rows, day)) if steps else []
    return found


def _sheet(sheet: Assessment, actor: Actor, day: datetime.date) -> WaitingItem:
    session = sheet.session
    is_self = queries.is_own(session.person, actor)
    title = _("Assess your competencies") if is_self else _("Assess the competencies: %(name)s")
    return WaitingItem(
        code="growth.assess",
        title=title if is_self else title % {"name": session.person.short_name},
        detail=session.framework.title,
        deadline=session.due_on,
        overdue=session.due_on < day,
        url=reverse("growth:assess", kwargs={"assessment": sheet.pk}),
        action_label=_("Assess"),
        icon="clipboard-data",
        kind="accent",
    )


def _sheets(sheets: Sequence[Assessment], day: datetime.date) -> WaitingItem:
    first = sheets[0].session.due_on
    title = ngettext("%(count)s assessment is awaited", "%(count)s assessments are awaited", len(sheets))
    return WaitingItem(
        code="growth.assess",
        title=title % {"count": len(sheets)},
        detail=names([sheet.session.person.short_name for sheet in sheets]),
        deadline=first,
        overdue=first < day,
        url=reverse("growth:mine"),
        action_label=_("Assess"),
        icon="clipboard-data",
        kind="accent",
        count=len(sheets),
    )


def _answers(own: Own, day: datetime.date) -> list[WaitingItem]:
    """Routes put before this person, or before a ward too small to answer alone."""
    small = [ward for ward in own.wards if answers_through_guardian(ward.age_on(day))]
    grown = [own.me] if own.me is not None and not answers_through_guardian(own.me.age_on(day)) else []
    speakers: list[Person] = [*grown, *small]
    if not speakers:
        return []
    rows = IndividualRoute.objects.filter(person__in=speakers, state=IndividualRoute.State.PROPOSED)
    return [
        WaitingItem(
            code="growth.route_answer",
            title=_("An individual route waits for your word: %(name)s") % {"name": route.person.short_name},
            detail=route.goal,
            url=reverse("growth:route_answer", kwargs={"individual_route": route.pk}),
            action_label=_("Answer"),
            icon="signpost-split",
            kind="accent",
        )
        for route in rows.select_related("person").order_by("pk")[:SHOWN]
    ]


def _step(step: RouteStep, actor: Actor, day: datetime.date) -> WaitingItem:
    person = step.stage.route.person
    whose = _("Your route") if queries.is_own(person, actor) else _("Route: %(name)s") % {"name": person.short_name}
    return WaitingItem(
        code="growth.step",
        title=step.title,
        detail=whose,
        deadline=step.due_on,
        overdue=step.due_on < day,
        url=reverse("growth:step_mark", kwargs={"route_step": step.pk}),
        action_label=_("Mark the step"),
        icon="signpost-split",
        kind="warning" if step.due_on < day else "neutral",
    )


def _steps(steps: Sequence[RouteStep], day: datetime.date) -> WaitingItem:
    first = steps[0].due_on
    title = ngettext("%(count)s step of routes is due", "%(count)s steps of routes are due", len(steps))
    return WaitingItem(
        code="growth.step",
        title=title % {"count": len(steps)},
        detail=names([step.title for step in steps]),
        deadline=first,
        overdue=first < day,
        url=reverse("growth:mine"),
        action_label=_("Open the routes"),
        icon="signpost-split",
        kind="warning" if first < day else "neutral",
        count=len(steps),
    )


# ---- the curator


def office(view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    """What the curator is to hold, to sum up, to look after (four queries)."""
    ready, late = queries.sessions_to_look_after(day)
    found = few_or_all(ready, _ready, _all_ready) if ready else []
    found += [*_silent(late), *_routes()]
    if view is not None and DIAGNOSTICS in view.codes(INSTRUMENTS):
        found += _lacking(day)
    return found


def _ready(session: DiagnosticSession) -> WaitingItem:
    return WaitingItem(
        code="growth.sum_up",
        title=_("Everybody has assessed %(name)s: sum up") % {"name": session.person.short_name},
        detail=str(session),
        url=reverse("growth:sum_up", kwargs={"diagnostic_session": session.pk}),
        action_label=_("Sum up"),
        icon="clipboard-check",
        kind="accent",
    )


def _all_ready(sessions: Sequence[DiagnosticSession]) -> WaitingItem:
    title = ngettext("%(count)s diagnostics can be summed up", "%(count)s diagnostics can be summed up", len(sessions))
    return WaitingItem(
        code="growth.sum_up",
        title=title % {"count": len(sessions)},
        detail=names([session.person.short_name for session in sessions]),
        url=f"{reverse('growth:sessions')}?state=open&complete=yes",
        action_label=_("Open the list"),
        icon="clipboard-check",
        kind="accent",
        count=len(sessions),
    )


def _silent(late: Sequence[DiagnosticSession]) -> list[WaitingItem]:
    """Sessions behind their day in which somebody has not answered."""
    if not late:
        return []
    title = ngettext(
        "Not everybody has answered in %(count)s diagnostics",
        "Not everybody has answered in %(count)s diagnostics",
        len(late),
    )
    return [
        WaitingItem(
            code="growth.silent",
            title=title % {"count": len(late)},
            detail=names([session.person.short_name for session in late]),
            deadline=late[0].due_on,
            overdue=True,
            url=f"{reverse('growth:sessions')}?state=open&complete=no",
            action_label=_("Open the list"),
            icon="clipboard-x",
            kind="warning",
            count=len(late),
        )
    ]


def _lacking(day: datetime.date) -> list[WaitingItem]:
    """Mentees of running pairs without the entry diagnostics, and without the exit one when the pair soon ends."""
    soon = day + datetime.timedelta(days=ENDING_DAYS)
    entry = list(queries.without(DiagnosticSession.Kind.ENTRY)[:SHOWN])
    ending = list(queries.without(DiagnosticSession.Kind.EXIT, ends_by=soon)[:SHOWN])
    no_entry = ngettext(
        "%(count)s mentee has no entry diagnostics", "%(count)s mentees have no entry diagnostics", len(entry)
    )
    no_exit = ngettext(
        "%(count)s mentee ends without the exit diagnostics",
        "%(count)s mentees end without the exit diagnostics",
        len(ending),
    )
    found = (("growth.entry", "entry", entry, no_entry), ("growth.exit", "exit", ending, no_exit))
    return [
        WaitingItem(
            code=code,
            title=title % {"count": len(people)},
            detail=names([person.short_name for person in people]),
            url=f"{reverse('growth:begin_many')}?kind={kind}",
            action_label=_("Begin a diagnostics"),
            icon="clipboard-data",
            kind="info",
            count=len(people),
        )
        for code, kind, people, title in found
        if people
    ]


def _routes() -> list[WaitingItem]:
    """Routes with steps behind their day, and those that came back with a wish."""
    late, back = queries.routes_to_look_after()
    found = [
        WaitingItem(
            code="growth.route_returned",
            title=_("The route is to be changed: %(name)s") % {"name": route.person.short_name},
            detail=route.answer,
            url=route.get_absolute_url(),
            action_label=_("Open the route"),
            icon="signpost-split",
            kind="warning",
        )
        for route in back[:SHOWN]
    ]
    if late:
        title = ngettext("%(count)s route is behind its days", "%(count)s routes are behind their days", len(late))
        found.append(
            WaitingItem(
                code="growth.route_late",
                title=title % {"count": len(late)},
                detail=names([route.person.short_name for route in late]),
                url=f"{reverse('growth:routes')}?overdue=yes",
                action_label=_("Open the list"),
                icon="signpost-split",
                kind="warning",
                count=len(late),
            )
        )
    return found
