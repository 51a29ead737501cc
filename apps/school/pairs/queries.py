"""Reads about pairs. Who may see which pair is decided here, once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from apps.school.journal.models import SchoolAudit
from apps.school.people import queries as people
from apps.school.people.models import Guardianship, MenteeCard, MentorCard, Person
from apps.school.regulation.rules.change import Term
from apps.school.regulation.rules.programme import school_year_of
from kernel.acting import Actor
from kernel.actions import reference
from kernel.errors import NotFound

from . import permissions
from .models import (
    OPEN_CHANGES,
    OPEN_REPLACEMENTS,
    OPEN_STATES,
    CommonTerm,
    Match,
    MatchMentee,
    MatchMentor,
    MentorSeat,
    Petition,
    Replacement,
    SupportMeasure,
    TermChange,
)

INDIVIDUAL = MentorSeat.Lane.INDIVIDUAL
GROUP = MentorSeat.Lane.GROUP


@dataclass(frozen=True, slots=True)
class Load:
    """Places taken at a mentor: by mentees of pairs, of groups beyond the individual limit, of other schools."""

    individual: int = 0
    group: int = 0
    remote: int = 0

    @property
    def counted(self) -> int:
        """Mentees that count against the individual limit."""
        return self.individual + self.remote


def with_people(rows: QuerySet[Match]) -> QuerySet[Match]:
    """The same pairs with their people, in two more queries whatever their number."""
    return rows.prefetch_related(
        Prefetch("mentors", MatchMentor.objects.select_related("card__person").order_by("id")),
        Prefetch("mentees", MatchMentee.objects.select_related("card__person").order_by("id")),
    )


def for_list(rows: QuerySet[Match]) -> QuerySet[Match]:
    """With people and with the names that lists sort by (``mentor_key``, ``mentee_key``)."""
    first = {"match": OuterRef("pk"), "until__isnull": True}
    mentor = MatchMentor.objects.filter(**first).order_by("card__person__sort_key")
    mentee = MatchMentee.objects.filter(**first).order_by("card__person__sort_key")
    return with_people(rows).annotate(
        mentor_key=Subquery(mentor.values("card__person__sort_key")[:1]),
        mentee_key=Subquery(mentee.values("card__person__sort_key")[:1]),
    )


def visible_to(actor: Actor) -> QuerySet[Match]:
    """Pairs that the actor may see: staff all of the school, participants their own, guardians those of their wards.

    A ward may be on either side: pupils mentor pupils.
    """
    if permissions.sees_all(actor):
        return Match.objects.all()
    if actor.account_id is None:
        return Match.objects.none()
    own = Q(card__person__account_id=actor.account_id)
    wards = Q(card__person__guardians__guardian__account_id=actor.account_id)
    mentor = MatchMentor.objects.filter(own | wards, match=OuterRef("pk"), until__isnull=True)
    mentee = MatchMentee.objects.filter(own | wards, match=OuterRef("pk"), until__isnull=True)
    return Match.objects.filter(Exists(mentor) | Exists(mentee))


def get_visible(pair_id: int, actor: Actor) -> Match:
    """One pair with its people; ``NotFound`` when there is none that the actor may see."""
    match = with_people(visible_to(actor)).filter(pk=pair_id).first()
    if match is None:
        raise NotFound()
    return match


def open_pairs() -> QuerySet[Match]:
    """Pairs that take a place at their mentor: proposed, agreed, ordered or at work."""
    return Match.objects.filter(state__in=OPEN_STATES)


def participants(match: Match) -> tuple[list[Person], list[Person]]:
    """Mentors and mentees of a pair as it is now."""
    return (
        [row.card.person for row in match.current_mentors],
        [row.card.person for row in match.current_mentees],
    )


def load_of(mentor_card: MentorCard) -> Load:
    """Places taken at one mentor (one query)."""
    return loads_of([mentor_card.pk]).get(mentor_card.pk, Load())


def loads_of(card_ids: Iterable[int]) -> dict[int, Load]:
    """Places taken at many mentors (one query); mentors without load are absent."""
    seats = MentorSeat.objects.filter(card_id__in=list(card_ids)).order_by()
    rows = seats.values("card_id").annotate(
        individual=Count("id", filter=Q(lane=INDIVIDUAL, remote_request__isnull=True)),
        group=Count("id", filter=Q(lane=GROUP)),
        remote=Count("id", filter=Q(remote_request__isnull=False)),
    )
    return {row["card_id"]: Load(row["individual"], row["group"], row["remote"]) for row in rows}


def mentees_by_need() -> QuerySet[MenteeCard]:
    """Mentees of the bank: those without an open pair first. Annotated ``has_pair``."""
    paired = MatchMentee.objects.filter(card=OuterRef("pk"), until__isnull=True, match__state__in=OPEN_STATES)
    return people.mentees().annotate(has_pair=Exists(paired)).order_by("has_pair", "person__sort_key", "pk")


def joint_pairs(mentor_ids: Sequence[int], mentee_ids: Sequence[int]) -> QuerySet[Match]:
    """Open pairs where one of the mentors already works with one of the mentees."""
    mentor = MatchMentor.objects.filter(match=OuterRef("pk"), until__isnull=True, card_id__in=mentor_ids)
    mentee = MatchMentee.objects.filter(match=OuterRef("pk"), until__isnull=True, card_id__in=mentee_ids)
    return open_pairs().filter(Exists(mentor), Exists(mentee))


def history_of(match: Match) -> QuerySet[SchoolAudit]:
    """The acts about a pair, the newest first."""
    return SchoolAudit.objects.filter(subject=reference(match)).order_by("-at", "-id")


def pairs_of(person: Person) -> QuerySet[Match]:
    """Pairs where somebody is or was a mentor or a mentee, the newest first."""
    mentor = MatchMentor.objects.filter(match=OuterRef("pk"), card__person=person)
    mentee = MatchMentee.objects.filter(match=OuterRef("pk"), card__person=person)
    return Match.objects.filter(Exists(mentor) | Exists(mentee)).order_by("-id")


def open_replacement(match: Match) -> Replacement | None:
    """The replacement of a mentor that is under way: asked, agreed, or its order waits for the head."""
    rows = match.replacements.filter(state__in=OPEN_REPLACEMENTS)
    return rows.select_related("old_mentor__person", "new_mentor__person").first()


def is_ordered(change: Replacement | None) -> bool:
    """True while the order of a replacement waits for the head."""
    return change is not None and change.state == Replacement.State.PREPARED


def is_guardian_of(actor: Actor, person: Person) -> bool:
    """True when the actor's account belongs to a guardian of the person."""
    if actor.account_id is None:
        return False
    return Guardianship.objects.filter(ward=person, guardian__account_id=actor.account_id).exists()


def open_term_change(match: Match) -> TermChange | None:
    """The change of the term that is under way, with the words of those asked."""
    rows = match.term_changes.filter(state__in=OPEN_CHANGES)
    return rows.prefetch_related("agreements__person").first()


def ordered_term_change(match: Match) -> TermChange | None:
    """The change of the term whose order waits for the head."""
    return match.term_changes.filter(state=TermChange.State.ORDERED).first()


def petitions_visible_to(actor: Actor) -> QuerySet[Petition]:
    """Petitions that the actor may read: the office all, others those that they handed in (for a ward too).

    A mentor does not read what the mentee has written about them.
    """
    rows = Petition.objects.select_related("author", "mentor__person", "match")
    if permissions.may_manage(actor):
        return rows
    if actor.account_id is None:
        return rows.none()
    wards = Guardianship.objects.filter(ward=OuterRef("author"), guardian__account_id=actor.account_id)
    return rows.filter(Q(author__account_id=actor.account_id) | Exists(wards))


def get_petition(petition_id: int, actor: Actor) -> Petition:
    """One petition; ``NotFound`` when there is none that the actor may read."""
    found = petitions_visible_to(actor).filter(pk=petition_id).first()
    if found is None:
        raise NotFound()
    return found


def common_term_on(day: datetime.date) -> Term | None:
    """The common term of the school year of a day; None while it is not set."""
    found = CommonTerm.objects.filter(year=school_year_of(day)).first()
    return (found.starts_on, found.ends_on) if found is not None else None


def common_terms() -> QuerySet[CommonTerm]:
    """All of them, the newest first."""
    return CommonTerm.objects.order_by("-year")


def unpaired() -> QuerySet[MenteeCard]:
    """Mentees of the bank without an open pair, with the day and the words of the last support (``supported_on``,
    ``last_measure``) and how often there was any (``measures``)."""
    measures = SupportMeasure.objects.filter(card=OuterRef("pk")).order_by("-given_on", "-id")
    paired = MatchMentee.objects.filter(card=OuterRef("pk"), until__isnull=True, match__state__in=OPEN_STATES)
    counted = measures.order_by().values("card").annotate(number=Count("pk")).values("number")
    return (
        people.mentees()
        .filter(~Exists(paired))
        .annotate(
            supported_on=Subquery(measures.values("given_on")[:1]),
            last_measure=Subquery(measures.values("measure")[:1]),
            measures=Subquery(counted),
        )
        .order_by(F("supported_on").asc(nulls_first=True), "person__sort_key", "pk")
    )


def without_support(since: datetime.date) -> QuerySet[MenteeCard]:
    """Of them those for whom nothing was done since a day (and who stand in the bank that long)."""
    return unpaired().filter(Q(supported_on__isnull=True) | Q(supported_on__lt=since), Q(entered_on__lte=since))
