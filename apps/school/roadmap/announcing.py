"""Whom roadmaps tell what of their days: what is due, what is overdue, and whom above.

Imported by ``RoadmapConfig.ready``. Each term once for each of these, within a ``WEEK`` of the day from which it is
told: a roadmap that is approved late, or a product that stood still, does not pour its past over people; Today shows
it all.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.days import every_day
from apps.school.notices.kinds import Frequency
from apps.school.notices.recipients import holding
from apps.school.notices.sending import Happening, notify_all
from apps.school.people.announcing import accounts_by_person
from tenants.identity.models import SCHOOL_ROLES

from . import queries
from .models import Responsible, Term
from .permissions import codes_of_roles

AHEAD = 7
"""So many days ahead those who answer for an event are told of it."""
WEEK = 7

kinds.register_group("roadmap", _("Roadmap"), order=60, by_default=Frequency.DAILY)
kinds.register(
    "roadmap.due",
    group="roadmap",
    title=_("An event of the roadmap is due soon"),
    text=_("%(event)s: until %(due)s."),
    asks=True,
)
kinds.register(
    "roadmap.overdue",
    group="roadmap",
    title=_("An event of the roadmap is overdue"),
    text=_("%(event)s: was due on %(due)s."),
    asks=True,
)
kinds.register(
    "roadmap.escalated",
    group="roadmap",
    title=_("An event of the roadmap has long been overdue"),
    text=_("%(event)s: was due on %(due)s; those who answer for it have not marked it."),
    asks=True,
)


@every_day
def tell_of_terms(day: datetime.date) -> None:
    """Those who answer ahead, their deputies too once it is overdue, then the curator and the head (``due_for``)."""
    open_terms = queries.still_open(queries.terms_at_work())
    last = day + datetime.timedelta(days=AHEAD)
    soon = list(open_terms.filter(due_on__range=(day, last)).order_by("due_on", "pk"))
    late = list(open_terms.filter(due_on__lt=day).order_by("due_on", "pk"))
    fresh = [term for term in late if 0 < _days_late(term, day) <= WEEK]
    named = _named([*soon, *fresh])
    _tell("roadmap.due", soon, {term.pk: named[term.event_id][False] for term in soon})
    _tell(
        "roadmap.overdue",
        fresh,
        {term.pk: [*named[term.event_id][False], *named[term.event_id][True]] for term in fresh},
    )
    for role in ("curator", "head"):
        above = [term for term in late if _is_told(term, role, day)]
        _tell(
            "roadmap.escalated", above, dict.fromkeys((term.pk for term in above), holding(role) if above else []), role
        )


def _days_late(term: Term, day: datetime.date) -> int:
    return (day - term.due_on).days if term.due_on is not None else 0


def _is_told(term: Term, role: str, day: datetime.date) -> bool:
    """Whether these are the days on which an overdue term is told to a role, as the roadmap sets them."""
    roadmap = term.event.stage.roadmap
    after = roadmap.curator_after if role == "curator" else roadmap.head_after
    return max(after, 1) <= _days_late(term, day) < max(after, 1) + WEEK


def _tell(kind: str, terms: Iterable[Term], to: Mapping[int, Sequence[UUID]], whom: str = "") -> None:
    notify_all(
        kind,
        [
            Happening(
                to=to[term.pk],
                key=":".join(filter(None, [f"{term.pk}", f"{term.due_on}", whom])),
                url=term.event.get_absolute_url(),
                facts={"event": term.event.title, "due": term.due_on},
            )
            for term in terms
        ],
    )


def _named(terms: Sequence[Term]) -> Mapping[int, Mapping[bool, list[UUID]]]:
    """Event -> accounts of those who answer (False) and of their deputies (True), by name and by code."""
    found: defaultdict[int, dict[bool, list[UUID]]] = defaultdict(lambda: {False: [], True: []})
    rows = list(Responsible.objects.filter(event__in={term.event_id for term in terms}).select_related("person"))
    accounts = accounts_by_person(row.person for row in rows)
    for row in rows:
        found[row.event_id][row.is_deputy] += accounts[row.person_id]
    by_code = _by_code({code for term in terms for code in term.event.responsible})
    for event in {term.event_id: term.event for term in terms}.values():
        for code in event.responsible:
            found[event.pk][False] += by_code.get(code, [])
    return found


def _by_code(codes: set[str]) -> Mapping[str, list[UUID]]:
    """Code of a role or a body -> accounts of those who stand for it (at most a query for each role)."""
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    view = queries.view_now() if codes else None
    for role in sorted(SCHOOL_ROLES):
        stands_for = codes & codes_of_roles([role], view)
        accounts = holding(role) if stands_for else []
        for code in stands_for:
            found[code] += accounts
    return found
