"""Reads about labour packs. Who may read which pack is decided here, once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.errors import NotFound

from .. import permissions
from ..kinds import PAIR_FORMATION, PAIRS_FORMATION
from ..models import LabourPack, LabourPaper, Order
from .ports import Assignment, open_assignments

Kind = LabourPaper.Kind
State = LabourPaper.State
BEGINNING = frozenset({PAIR_FORMATION, PAIRS_FORMATION})


@dataclass(frozen=True, slots=True)
class Standing:
    """A mentor's pack: what is signed, what waits. ``pack`` is None when nobody has begun one."""

    assignment: Assignment
    pack: LabourPack | None
    papers: tuple[LabourPaper, ...] = ()

    def signed(self, kind: str) -> LabourPaper | None:
        """The paper of a kind in force."""
        return next((each for each in self.papers if each.kind == kind and each.is_signed), None)

    def prepared(self, kind: str) -> LabourPaper | None:
        """The one that waits for its signatures."""
        return next((each for each in self.papers if each.kind == kind and each.state == State.PREPARED), None)

    @property
    def missing(self) -> list[str]:
        """Kinds that the law asks before the order and that are not signed."""
        return [kind for kind in (Kind.CONSENT, Kind.AGREEMENT) if self.signed(kind) is None]


def visible_to(actor: Actor) -> QuerySet[LabourPack]:
    """The office reads all packs, a mentor the own ones."""
    packs = LabourPack.objects.select_related("mentor")
    if permissions.may_prepare(actor):
        return packs
    return packs.filter(mentor__account_id=actor.account_id) if actor.account_id else packs.none()


def get_pack(pack_id: int, actor: Actor) -> LabourPack:
    """``NotFound`` when there is none that the actor may read."""
    found = visible_to(actor).filter(pk=pack_id).first()
    if found is None:
        raise NotFound()
    return found


def get_paper(paper_id: int, actor: Actor) -> LabourPaper:
    """One paper of a pack that the actor may read."""
    rows = LabourPaper.objects.select_related("pack__mentor")
    found = rows.filter(pk=paper_id, pack__in=visible_to(actor)).first()
    if found is None:
        raise NotFound()
    return found


def standings(assignments: Iterable[Assignment] | None = None) -> list[Standing]:
    """The packs of assignments (of all open ones): two queries beside those of the port."""
    found = list(open_assignments() if assignments is None else assignments)
    packs = {
        (pack.subject, pack.mentor_id): pack
        for pack in LabourPack.objects.filter(subject__in={each.subject for each in found}).prefetch_related("papers")
    }
    return [_standing(each, packs.get((each.subject, each.mentor.pk))) for each in found]


def search(words: str, *, lacking: bool) -> list[Standing]:
    """Standings of open assignments in which every word is in a name; ``lacking``: only where a paper that the law asks
    before the order is not signed."""
    wanted = words.casefold().split()
    return [
        each
        for each in standings()
        if (each.missing or not lacking) and all(word in _names(each.assignment) for word in wanted)
    ]


def _names(assignment: Assignment) -> str:
    people = [assignment.mentor, *assignment.mentees]
    return " ".join([assignment.title, *(person.full_name for person in people)]).casefold()


def _standing(assignment: Assignment, pack: LabourPack | None) -> Standing:
    return Standing(assignment, pack, tuple(pack.papers.all()) if pack is not None else ())


def standing_of(pack: LabourPack, assignment: Assignment) -> Standing:
    """The state of one pack."""
    return _standing(assignment, pack)


def consent_day(pack: LabourPack) -> datetime.date | None:
    """The day of the signed consent."""
    return pack.papers.filter(kind=Kind.CONSENT, state=State.SIGNED).values_list("signed_on", flat=True).first()


def notice_of(subject: str) -> LabourPaper | None:
    """The notice of an early end that was given in a pair, by either side."""
    return LabourPaper.objects.filter(pack__subject=subject, kind=Kind.NOTICE, state=State.SIGNED).first()


def without_agreement(order: Order) -> Sequence[Person]:
    """Mentors whom an order sets to work for employees and with whom no agreement is signed: the head is told.

    A reminder and no gate: where helping newcomers is a permanent part of the job the article does not apply (the
    explanation of Rostrud of 2 October 2025), and only the school knows whose job is so.
    """
    if order.kind not in BEGINNING:
        return []
    subjects = {order.subject, *order.facts.get("subjects", ())}
    mentors = [each for each in standings() if each.assignment.subject in subjects]
    return [each.assignment.mentor for each in mentors if each.signed(Kind.AGREEMENT) is None]
