"""Whom growth tells what: who is asked to assess, what it came to, routes. Imported by ``GrowthConfig.ready``."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.days import every_day
from apps.school.notices.reactions import key_of, on
from apps.school.notices.recipients import holding
from apps.school.notices.sending import Happening, notify, notify_all
from apps.school.people.announcing import accounts_by_person, accounts_of
from kernel.acting import Actor
from kernel.actions import ActionRecord

from .models import Assessment, DiagnosticSession, IndividualRoute

REMIND_DAYS = 2
"""So many days before the last one whoever has not answered is reminded."""

kinds.register_group("growth", _("Professional growth"), order=36)
kinds.register(
    "growth.asked",
    group="growth",
    title=_("You are asked to assess in a diagnostics"),
    text=_("%(name)s, %(framework)s: until %(last)s."),
    asks=True,
)
kinds.register(
    "growth.reminded",
    group="growth",
    title=_("Your assessment in a diagnostics is awaited"),
    text=_("%(name)s, %(framework)s: until %(last)s."),
    asks=True,
)
kinds.register(
    "growth.filled",
    group="growth",
    title=_("Everybody asked has assessed"),
    text=_("%(name)s, %(framework)s: sum the diagnostics up."),
    asks=True,
)
kinds.register(
    "growth.summed_up",
    group="growth",
    title=_("Your diagnostics is summed up"),
    text=_("%(framework)s: look at your levels and deficits."),
)
kinds.register(
    "growth.route_asked",
    group="growth",
    title=_("An individual route waits for your word"),
    text=_("%(name)s: agree, or say what is to be changed."),
    asks=True,
)
kinds.register(
    "growth.route_agreed",
    group="growth",
    title=_("An individual route is agreed"),
    text="%(name)s",
)
kinds.register(
    "growth.route_returned",
    group="growth",
    title=_("An individual route is to be changed"),
    text="%(name)s: %(answer)s",
    asks=True,
)
kinds.register(
    "growth.route_closed",
    group="growth",
    title=_("An individual route is closed"),
    text="%(name)s: %(outcome)s",
)


def _tell_assessors(kind: str, rows: Iterable[Assessment], besides: Actor | None = None) -> None:
    """Each assessor of their own sheet; of a sheet of the office every curator."""
    asked = list(rows)
    accounts = accounts_by_person(row.assessor for row in asked if row.assessor is not None)
    office = holding("curator") if any(row.assessor_id is None for row in asked) else []
    notify_all(
        kind,
        [
            Happening(
                to=accounts[row.assessor_id] if row.assessor_id is not None else office,
                key=f"{row.pk}",
                url=reverse("growth:assess", args=[row.pk], urlconf=settings.SCHOOL_URLCONF),
                facts=_facts(row.session),
            )
            for row in asked
        ],
        besides=besides,
    )


def _facts(session: DiagnosticSession) -> dict[str, object]:
    return {"name": session.person.short_name, "framework": session.framework.title, "last": session.due_on}


def _sheets() -> QuerySet[Assessment]:
    return Assessment.objects.filter(given_on=None).select_related("assessor", "session__person", "session__framework")


@on("growth.begin_session", "growth.ask_expert")
def tell_of_diagnostics(record: ActionRecord) -> None:
    """Whoever is asked, each once."""
    _tell_assessors("growth.asked", _sheets().filter(session=key_of(record.subject)), record.acting)


@every_day
def tell_of_silence(day: datetime.date) -> None:
    """Those who have not answered, once, when the last day is near."""
    last = day + datetime.timedelta(days=REMIND_DAYS)
    rows = _sheets().filter(session__state=DiagnosticSession.State.OPEN)
    _tell_assessors("growth.reminded", rows.filter(session__due_on__range=(day, last)).order_by("pk"))


@on("growth.assess")
def tell_of_answers(record: ActionRecord) -> None:
    """The curators, once everybody has answered."""
    session = _session(record)
    if not session.assessments.filter(given_on=None).exists():
        url = session.get_absolute_url()
        told = Happening(to=holding("curator"), key=f"{session.pk}", url=url, facts=_facts(session))
        notify_all("growth.filled", [told], besides=record.acting)


@on("growth.sum_up")
def tell_of_result(record: ActionRecord) -> None:
    """The person assessed."""
    session = _session(record)
    notify(
        "growth.summed_up",
        to=accounts_of([session.person]),
        key=f"{session.pk}",
        besides=record.acting,
        url=reverse("growth:person", args=[session.person_id], urlconf=settings.SCHOOL_URLCONF),
        framework=session.framework.title,
    )


def _session(record: ActionRecord) -> DiagnosticSession:
    return DiagnosticSession.objects.select_related("person", "framework").get(pk=key_of(record.subject))


# ---- routes


def tell_of_route(kind: str, route: IndividualRoute, to: list[UUID], besides: Actor) -> None:
    """Tell something of a route as it is now; each revision anew."""
    notify(
        kind,
        to=to,
        key=f"{route.pk}:{route.revision}:{route.updated_at.isoformat()}",
        besides=besides,
        url=route.get_absolute_url(),
        name=route.person.short_name,
        answer=route.answer,
        outcome=route.outcome,
    )


def tell_of_change(route: IndividualRoute, acting: Actor) -> None:
    """An agreed route was changed: the person says a word anew."""
    tell_of_route("growth.route_asked", route, accounts_of([route.person]), acting)


@on("growth.propose_route", "growth.answer_route", "growth.close_route")
def tell_of_step(record: ActionRecord) -> None:
    """The person is asked; whoever writes the route hears the word; both hear of the end."""
    route = IndividualRoute.objects.select_related("person", "tutor").get(pk=key_of(record.subject))
    own = accounts_of([route.person])
    writers = accounts_of([route.tutor]) if route.tutor is not None else holding("curator")
    if record.code == "growth.close_route":
        tell_of_route("growth.route_closed", route, [*own, *writers], record.acting)
    elif route.state == IndividualRoute.State.PROPOSED:
        tell_of_route("growth.route_asked", route, own, record.acting)
    else:
        agreed = route.state == IndividualRoute.State.AGREED
        tell_of_route("growth.route_agreed" if agreed else "growth.route_returned", route, writers, record.acting)
