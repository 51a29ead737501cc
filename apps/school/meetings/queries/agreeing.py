"""Proposals with their answers, series, and how far the first meetings are."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from apps.school.people.models import Person
from apps.school.programmes.models import Meeting, Programme
from apps.school.programmes.queries import People
from kernel.clock import now, today
from kernel.errors import NotFound

from ..models import Answer, Option, Proposal, Series
from ..rules import StepState, steps

CLOSING = datetime.timedelta(days=30)  # so long before the end of the term the closing meeting comes next


def _with_answers(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    answers = Answer.objects.select_related("person").prefetch_related("options")
    return proposals.select_related("author", "meeting").prefetch_related(
        Prefetch("options", Option.objects.order_by("starts_at")), Prefetch("answers", answers)
    )


def get_proposal(programme: Programme, proposal_id: int) -> Proposal:
    """A proposal of the programme with its times and answers; ``NotFound`` when there is none of that id."""
    found = _with_answers(programme.proposals.all()).filter(pk=proposal_id).first()
    if found is None:
        raise NotFound()
    found.programme = programme
    return found


def open_proposal(programme: Programme) -> Proposal | None:
    """The one that waits for an answer now."""
    waiting = programme.proposals.filter(state=Proposal.State.OPEN, expires_at__gt=now())
    return _with_answers(waiting).first()


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody whose answer a proposal wants, with the answer once it is there."""

    person: Person
    answer: Answer | None

    @property
    def suits(self) -> frozenset[int]:
        """Ids of the times that suit."""
        return frozenset(option.pk for option in self.answer.options.all()) if self.answer else frozenset()


def asked_of(proposal: Proposal, people: People) -> list[Asked]:
    """Everybody of the pair but the author, mentors first."""
    answers = {answer.person_id: answer for answer in proposal.answers.all()}
    everybody = dict.fromkeys([*people.mentors, *people.mentees])
    return [Asked(person, answers.get(person.pk)) for person in everybody if person.pk != proposal.author_id]


def series_of(programme: Programme) -> list[Series]:
    """Series of the programme with ``coming`` and ``held`` (how many meetings)."""
    coming = Count("rows", filter=Q(rows__meeting__state=Meeting.State.PLANNED, rows__meeting__starts_at__gt=now()))
    held = Count("rows", filter=Q(rows__meeting__state=Meeting.State.HELD))
    return list(programme.series.annotate(coming=coming, held=held).order_by("-first_on", "-pk"))


def get_series(programme: Programme, series_id: int) -> Series:
    """A series of the programme; ``NotFound`` when there is none of that id."""
    found = programme.series.filter(pk=series_id).first()
    if found is None:
        raise NotFound()
    found.programme = programme
    return found


def steps_of(programme: Programme) -> dict[str, StepState]:
    """How far the sequence of the first meetings is (one query)."""
    states: dict[str, list[str]] = {}
    for stage, state in programme.meetings.exclude(state=Meeting.State.MISSED).values_list("stage", "state"):
        states.setdefault(stage, []).append(state)
    return steps(states, ends_soon=programme.match.ends_on <= today() + CLOSING)
