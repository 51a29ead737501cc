"""A school with many running pairs and a stricter draft of its regulation: for the preview of what would change."""

from __future__ import annotations

import datetime
from typing import Any

from apps.school.pairs.models import Match, MatchMentee, MatchMentor, MentorSeat
from apps.school.people.models import MenteeCard, MentorCard, Person
from apps.school.regulation import actions
from apps.school.regulation.models import RegulationVersion
from kernel.acting import system_actor
from kernel.clock import today

STRICT: dict[str, Any] = {
    "term.max_months": 4,
    "pairing.max_mentees": {"individual": 1, "group": None},
    "scope.mentee_categories": ["changed_workplace"],
    "types.enabled": ["traditional"],
}


def fill(version: RegulationVersion, count: int) -> None:
    """So many pairs at work: eight months each, two mentees at every mentor."""
    born = datetime.date(1990, 5, 5)
    people = Person.objects.bulk_create(
        Person(
            kind=Person.Kind.EMPLOYEE,
            last_name=f"Иванов{number}",
            first_name="Пётр",
            birth_date=born,
            sex=Person.Sex.MALE,
        )
        for number in range(count + count // 2)
    )
    mentees = MenteeCard.objects.bulk_create(
        MenteeCard(person=person, category="young_pedagogue", entered_on=today()) for person in people[:count]
    )
    mentors = MentorCard.objects.bulk_create(
        MentorCard(person=person, category="pedagogue", capacity=2, entered_on=today()) for person in people[count:]
    )
    start, end = today() - datetime.timedelta(days=30), today() + datetime.timedelta(days=210)
    matches = Match.objects.bulk_create(
        Match(
            form="pedagogue_pedagogue",
            type="situational",
            structure="one_to_one",
            starts_on=start,
            ends_on=end,
            state=Match.State.ACTIVE,
            regulation_version_id=version.pk,
        )
        for _number in range(count)
    )
    MatchMentor.objects.bulk_create(
        MatchMentor(match=match, card=mentors[number // 2], since=start) for number, match in enumerate(matches)
    )
    rows = MatchMentee.objects.bulk_create(
        MatchMentee(match=match, card=card, since=start) for match, card in zip(matches, mentees, strict=True)
    )
    MentorSeat.objects.bulk_create(
        MentorSeat(card=mentors[number // 2], lane="individual", number=number % 2 + 1, mentee=row)
        for number, row in enumerate(rows)
    )


def strict_draft(version: RegulationVersion) -> RegulationVersion:
    acting = system_actor("tests")
    draft = actions.copy_version(version=version, acting=acting)
    for key, value in STRICT.items():
        actions.set_value(version=draft, key=key, value=value, clause="п. 99", acting=acting)
    return draft
