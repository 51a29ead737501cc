"""Reads about people. Everything is a queryset of this school, or a row of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from apps.school.regulation.queries import current_or_none
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import NotFound

from .. import permissions
from ..duplicates import Likeness, Row, find
from ..models import (
    BankPeriod,
    Card,
    Departure,
    Distinct,
    Guardianship,
    MenteeCard,
    MentorCard,
    Person,
    PersonMerge,
    StaffImport,
)

Bank = Literal["mentor", "mentee"]


def persons() -> QuerySet[Person]:
    """Everybody the school knows, those who left too."""
    return Person.objects.all()


def present() -> QuerySet[Person]:
    """Those who have not left by today."""
    return Person.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=today()))


def mentors() -> QuerySet[MentorCard]:
    """The mentors' bank: active cards with their persons, by name."""
    return MentorCard.objects.filter(state=Card.State.ACTIVE).select_related("person")


def mentees() -> QuerySet[MenteeCard]:
    """The mentees' bank: active cards with their persons, by name."""
    return MenteeCard.objects.filter(state=Card.State.ACTIVE).select_related("person")


def person_of(account_id: UUID | None) -> Person | None:
    """The person whose account it is; None for an account that is not linked to anybody here."""
    return Person.objects.filter(account_id=account_id).first() if account_id else None


def guardians_of(person: Person) -> QuerySet[Person]:
    """Who represents a minor by law."""
    return Person.objects.filter(wards__ward=person)


def wards_of(person: Person) -> QuerySet[Person]:
    """Whom a guardian represents."""
    return Person.objects.filter(guardians__guardian=person)


def in_bank(person_ids: Collection[int], bank: Bank) -> set[int]:
    """Which of the persons stand in a bank now."""
    cards = mentors() if bank == "mentor" else mentees()
    return set(cards.filter(person_id__in=person_ids).values_list("person_id", flat=True))


def keeps_banks(actor: Actor) -> bool:
    """True for those whom the regulation in force names as keepers of the banks (at most two queries)."""
    return permissions.may_keep(actor, current_or_none())


def visible_persons(actor: Actor) -> QuerySet[Person]:
    """Whose cards an actor may open: the office everybody's, the methodical association those of the banks, and
    everybody's where the regulation lets it keep the banks."""
    everybody = Person.objects.select_related("mentor_card", "mentee_card")
    if actor.has("curator", "head", "system"):
        return everybody
    if actor.has("methodical_association"):
        if keeps_banks(actor):
            return everybody
        return everybody.filter(Q(mentor_card__state=Card.State.ACTIVE) | Q(mentee_card__state=Card.State.ACTIVE))
    return everybody.none()


def person_for(actor: Actor, person_id: int) -> Person:
    """A person with both cards and guardians; ``NotFound`` when the actor may not see such a person."""
    found = (
        visible_persons(actor)
        .prefetch_related(
            Prefetch("guardians", Guardianship.objects.select_related("guardian").order_by("guardian__sort_key")),
            Prefetch("wards", Guardianship.objects.select_related("ward").order_by("ward__sort_key")),
        )
        .filter(pk=person_id)
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def now_kept_as(person_id: int) -> int | None:
    """The id of the person whose record took in the one with this id, through all later merges; None for an id that
    never was merged."""
    found: int | None = None
    seen: set[int] = set()
    while person_id not in seen:
        seen.add(person_id)
        kept = PersonMerge.objects.filter(merged_id=person_id).values_list("kept_id", flat=True).first()
        if kept is None:
            break
        found = person_id = kept
    return found


def departures_of(person: Person) -> QuerySet[Departure]:
    """When somebody left the school and came back, the newest first."""
    return Departure.objects.filter(person=person)


def merges_of(person: Person) -> QuerySet[PersonMerge]:
    """Records that were merged into this one."""
    return PersonMerge.objects.filter(kept=person)


def periods_of(person: Person) -> list[BankPeriod]:
    """Times in the banks, the newest first. Of a card older than this history the card itself tells the last one."""
    rows = list(BankPeriod.objects.filter(person=person))
    for bank in ("mentor", "mentee"):
        card = card_of(person, bank)
        if card is not None and not any(row.bank == bank and row.entered_on == card.entered_on for row in rows):
            rows.append(period_from(card, bank))
    return sorted(rows, key=lambda row: row.entered_on, reverse=True)


def period_from(card: MentorCard | MenteeCard, bank: Bank) -> BankPeriod:
    """The present time in a bank as its card tells it, unsaved."""
    return BankPeriod(
        person=card.person, bank=bank, category=card.category, entered_on=card.entered_on, left_on=card.left_on
    )


def card_of(person: Person, bank: Bank) -> MentorCard | MenteeCard | None:
    """The person's card of a bank, active or not."""
    found: MentorCard | MenteeCard | None = getattr(person, f"{bank}_card", None)
    return found


def candidates(bank: Bank) -> QuerySet[Person]:
    """Who may be entered into a bank: present and not in it."""
    return present().exclude(**{f"{bank}_card__state": Card.State.ACTIVE})


def namesakes(last_name: str, first_name: str, patronymic: str) -> QuerySet[Person]:
    """Persons with exactly this name, without regard to case."""
    return Person.objects.filter(
        last_name__iexact=last_name, first_name__iexact=first_name, patronymic__iexact=patronymic
    )


def imports() -> QuerySet[StaffImport]:
    """Uploaded lists, the newest first, without their bulky parts."""
    return StaffImport.objects.defer("columns", "mapping", "problems", "preview")


def import_by_id(staff_import_id: int) -> StaffImport:
    """One uploaded list; ``NotFound`` when there is none."""
    found = StaffImport.objects.filter(pk=staff_import_id).first()
    if found is None:
        raise NotFound()
    return found


def distinct_pairs() -> set[tuple[int, int]]:
    """Pairs of ids that look alike and are known to be two people."""
    return set(Distinct.objects.values_list("first_id", "second_id"))


def likenesses() -> list[Likeness]:
    """Records that may be one person, the surest first (two queries)."""
    names = ("pk", "last_name", "first_name", "patronymic", "birth_date", "email", "phone")
    return find([Row(*values) for values in Person.objects.values_list(*names)], distinct_pairs())
