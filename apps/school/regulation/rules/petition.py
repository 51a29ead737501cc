"""Rules on petitions of participants: another mentor, release of the mentor with the notice of labour law."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..catalogue import JsonValue
from ..view import RegulationView
from .breach import breach
from .labour import earliest_end
from .timing import written

REQUEST_RIGHT = "replacement.request_right"
RESIGNATION = "resignation.route"


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """A petition on its way. ``condition``: that the author confirms, empty for none; ``ground``: of a resignation."""

    from_role: str
    to_role: str
    document: str = ""
    condition: str = ""
    ground: str = ""


Route = Mapping[str, JsonValue]


def routes_from(view: RegulationView, key: str, roles: Collection[str]) -> list[Route]:
    """Routes of a parameter that begin with one of the roles, in the order of the act."""
    return [route for route in view.value(key) if route["from_role"] in roles]


def _fits(route: Route, facts: RouteFacts) -> bool:
    return (
        (route["from_role"], route["to_role"]) == (facts.from_role, facts.to_role)
        and route.get("document", facts.document) == facts.document
        and route.get("condition", facts.condition) == facts.condition
        and (not route.get("grounds") or facts.ground in route["grounds"])
    )


def replacement_request(view: RegulationView, facts: RouteFacts) -> list[Violation]:
    """Another mentor is asked for by one of the routes of the act."""
    return _by_route(view, REQUEST_RIGHT, facts, "")


def _by_route(view: RegulationView, key: str, facts: RouteFacts, sentence: str) -> list[Violation]:
    if any(_fits(route, facts) for route in view.value(key)):
        return []
    actual = f"{view.actor_name(facts.from_role)} → {view.actor_name(facts.to_role)}"
    details = [
        view.local_name(dictionary, code)
        for dictionary, code in (("request_document", facts.document), ("resignation_ground", facts.ground))
        if code
    ]
    if any(route.get("condition") and not facts.condition for route in view.value(key)):
        details.append(_("the condition is not confirmed"))
    return [breach(view, key, actual="; ".join([actual, *details]), sentence=sentence)]


def resignation(
    view: RegulationView, facts: RouteFacts, *, filed_on: datetime.date, leaves_on: datetime.date, employed: bool
) -> list[Violation]:
    """A mentor asks to be released by a route of the act; an employee warns three working days before (by law).

    The law asks for no reason: an employee who gives none is heard whatever grounds the act lists.
    """
    lawful = employed and facts.ground == "no_reason_required"
    sentence = _("A release cannot be asked for this way: {actual}; the order: {value}. Basis: {clause}.")
    routed = [facts.to_role == route["to_role"] for route in routes_from(view, RESIGNATION, [facts.from_role])]
    broken = [] if lawful and any(routed) else _by_route(view, RESIGNATION, facts, sentence)
    return broken + (notice(view, filed_on, leaves_on) if employed else [])


def notice(view: RegulationView, filed_on: datetime.date, last_day: datetime.date) -> list[Violation]:
    """Who ends an employed mentor's assignment warns three working days before."""
    norm, first = view.norm(RESIGNATION), earliest_end(filed_on)
    if norm is None or last_day >= first:
        return []
    message = _(
        "The assignment would end on %(asked)s; with a notice of %(notice)s it ends not before %(first)s: "
        "three working days. Basis: %(source)s."
    ) % {
        "asked": written(last_day),
        "notice": written(filed_on),
        "first": written(first),
        "source": norm.source,
    }
    return [
        Violation(
            parameter=RESIGNATION,
            code="regulation.labour_notice",
            message=message,
            clause=str(norm.source),
            origin="law",
            value=written(first),
            actual=written(last_day),
        )
    ]
