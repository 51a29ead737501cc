"""What people ask of pairs: who may leave a bank, and what happens with pairs when two persons become one."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.school.people import merging, ports
from apps.school.people.models import Person
from apps.school.people.queries import Bank

from . import queries
from .models import (
    OPEN_REPLACEMENTS,
    OPEN_STATES,
    Match,
    MatchMentee,
    MatchMentor,
    MentorRequest,
    MentorSeat,
    Replacement,
    RequestChoice,
)


def open_pairs_of(person: Person, bank: Bank) -> list[str]:
    """Sentences: pairs that count on the person on this side of the bank; places given to other schools."""
    side = "mentors" if bank == "mentor" else "mentees"
    sides = {f"{side}__card__person": person, f"{side}__until__isnull": True}
    rows = queries.with_people(Match.objects.filter(**sides, state__in=OPEN_STATES).distinct())
    found = [_("The pair is not ended: %(pair)s.") % {"pair": match.title} for match in rows]
    if bank == "mentor":
        asked = Replacement.objects.filter(new_mentor__person=person, state__in=OPEN_REPLACEMENTS)
        found += [_("Is asked to take a pair over: № %(pair)s.") % {"pair": each.match_id} for each in asked]
    if bank == "mentor" and MentorSeat.objects.filter(card__person=person, remote_request__isnull=False).exists():
        found.append(_("The mentor works with a mentee of another school."))
    return found


def hindrances(kept: Person, gone: Person) -> Sequence[str]:
    """Nobody mentors oneself: a pair with both records on its two sides is two people, or a mistake to settle."""
    mentoring = MatchMentor.objects.filter(card__person__in=[kept, gone]).values("match")
    both = MatchMentee.objects.filter(card__person__in=[kept, gone], match__in=mentoring)
    return [_("They stand on the two sides of one pair.")] if both.exists() else []


def renumber(seat: MentorSeat) -> None:
    """A place at the mentor kept has this number: the seat takes the next free one."""
    taken = set(MentorSeat.objects.filter(card=seat.card, lane=seat.lane).values_list("number", flat=True))
    seat.number = next(number for number in range(1, len(taken) + 2) if number not in taken)
    seat.save(update_fields=["card", "number"])


def register() -> None:
    """Answer what people ask."""
    ports.before_leaving(open_pairs_of)
    merging.before_merging(hindrances)
    merging.on_twins(MatchMentor, "card", merging.refuse)
    merging.on_twins(MatchMentee, "card", merging.refuse)
    merging.on_twins(MentorSeat, "card", renumber)
    merging.on_twins(MentorRequest, "card", merging.refuse)
    merging.on_twins(RequestChoice, "card", merging.drop)
