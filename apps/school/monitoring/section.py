"""What the end of a programme shows of the answers on satisfaction (registered with ``programmes.handlers``)."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.school.pairs.models import Match
from apps.school.pairs.sections import Section
from apps.school.people.models import Person
from apps.school.programmes.handlers import Answer
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from kernel.acting import Actor

from . import queries
from .models import Measurement
from .permissions import OFFICE, enters_paper_answers, sees_all


def answers(programme: Programme, acting: Actor) -> list[Answer]:
    """Participants with their scores, and where the actor can answer. One query.

    The office sees everybody's; a participant only his or her own.
    """
    given = {(row.person_id, row.side): row.score for row in queries.answers_to(programme)}
    people = people_of(programme)
    sides = [("mentor", person) for person in people.mentors] + [("mentee", person) for person in people.mentees]
    return [
        Answer(person.short_name, side, given.get((person.pk, side)), _url(programme, person, acting))
        for side, person in sides
        if sees_all(acting) or _is_own(person, acting)
    ]


def _is_own(person: Person, acting: Actor) -> bool:
    return acting.account_id is not None and person.account_id == acting.account_id


def _url(programme: Programme, person: Person, acting: Actor) -> str:
    may = _is_own(person, acting) or enters_paper_answers(acting)
    if programme.state == Programme.State.DRAFT or not may:
        return ""
    return reverse("monitoring:answer", args=[programme.pk, person.pk], urlconf=settings.SCHOOL_URLCONF)


def measures_section(match: Match, actor: Actor) -> Section | None:
    """On the page of a pair: how many were measured before and after. For the office."""
    programme = Programme.objects.filter(match=match).first() if OFFICE.admits(actor) else None
    if programme is None:
        return None
    made = dict(programme.measurements.order_by().values_list("stage").annotate(made=Count("pk")))
    before, after = (made.get(stage, 0) for stage in (Measurement.Stage.BEFORE, Measurement.Stage.AFTER))
    return Section(
        title=_("Before and after"),
        lines=[
            _("Measured before: %(count)s") % {"count": before},
            _("Measured after: %(count)s") % {"count": after},
        ],
        url=reverse("monitoring:measures", kwargs={"programme": programme.pk}),
        label=_("Open the measurements"),
        icon="arrow-left-right",
    )
