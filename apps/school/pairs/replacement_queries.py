"""Reads about replacements of mentors: who is asked to take a pair over, what waits for the office."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.clock import now
from kernel.errors import NotFound

from . import agreeing, permissions
from .models import Match, Replacement

State = Replacement.State
TOLD_DAYS = 30  # so long a refusal is told of


def with_people(rows: QuerySet[Replacement]) -> QuerySet[Replacement]:
    """With both mentors and the pair with its mentees, in two more queries whatever their number."""
    return rows.select_related("match", "old_mentor__person", "new_mentor__person").prefetch_related(
        "match__mentees__card__person"
    )


def is_asked(change: Replacement, actor: Actor) -> bool:
    """True for the new mentor (a guardian of one under fourteen)."""
    return agreeing.speaks_for(actor, change.new_mentor.person)


def get_asked(replacement_id: int, actor: Actor) -> Replacement:
    """A replacement for the office and for the new mentor; ``NotFound`` for everybody else.

    The new mentor is not in the pair yet: this is all that they may see of it.
    """
    found = with_people(Replacement.objects.filter(pk=replacement_id)).first()
    if found is None or not (permissions.may_manage(actor) or is_asked(found, actor)):
        raise NotFound()
    return found


def asked_of(people: Iterable[Person]) -> QuerySet[Replacement]:
    """Replacements that wait for the answer of these people."""
    rows = Replacement.objects.filter(state=State.ASKED, new_mentor__person__in=list(people))
    return with_people(rows).order_by("pk")


def for_office() -> QuerySet[Replacement]:
    """What the office is to take further: agreed without an order, lately declined and nobody asked since."""
    lately = now() - datetime.timedelta(days=TOLD_DAYS)
    further = Q(state=State.AGREED) | Q(state=State.DECLINED, answered_at__gte=lately)
    later = Replacement.objects.filter(match=OuterRef("match"), pk__gt=OuterRef("pk"))
    rows = Replacement.objects.filter(further, ~Exists(later), match__state=Match.State.ACTIVE)
    return with_people(rows).order_by("pk")
