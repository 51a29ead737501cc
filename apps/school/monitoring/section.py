"""What the end of a programme shows of the answers on satisfaction (registered with ``programmes.handlers``)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from apps.school.people.models import Person
from apps.school.programmes.handlers import Answer
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from kernel.acting import Actor

from . import queries
from .permissions import enters_paper_answers, sees_all


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
