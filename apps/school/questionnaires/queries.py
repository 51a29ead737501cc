"""Reads about questionnaires. The first three are what the rooms above ask."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import TypeVar

from django.db.models import Count, Max, Model, Q, QuerySet

from apps.school.people import queries as people
from apps.school.people.models import Card, Person
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import NotFound

from .models import Audience, Invitation, Purpose, Question, Questionnaire, Response, Round, Version

M = TypeVar("M", bound=Model)

YEAR = datetime.timedelta(days=365)
ENTRY = frozenset({Purpose.MENTEE_ENTRY, Purpose.MENTOR_ENTRY})


# ---- for the rooms above


def _answered(purpose: str, since: datetime.date | None) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(
        state=Invitation.State.ANSWERED, round__version__questionnaire__purpose=purpose
    ).order_by()
    return rows if since is None else rows.filter(answered_on__gte=since)


def answered_on(person_id: int, purpose: str, *, since: datetime.date | None = None) -> datetime.date | None:
    """The last day when a person answered a questionnaire of a purpose; None when never (since that day)."""
    found: datetime.date | None = (
        _answered(purpose, since).filter(person=person_id).aggregate(last=Max("answered_on"))["last"]
    )
    return found


def answered_by(
    person_ids: Collection[int], purpose: str, since: datetime.date | None = None
) -> Mapping[int, datetime.date]:
    """Person -> the last day of having answered (one query); those who have not are absent."""
    rows = _answered(purpose, since).filter(person__in=list(person_ids))
    return dict(rows.values("person").annotate(last=Max("answered_on")).values_list("person", "last"))


def preferences_of(person_id: int) -> tuple[int, ...]:
    """Persons with whom somebody wants to work, the most wanted first; empty when not asked."""
    return preferences_of_all([person_id]).get(person_id, ())


def preferences_of_all(person_ids: Collection[int]) -> Mapping[int, tuple[int, ...]]:
    """The same of many people by the last answer of each within a year (one query)."""
    rows = Response.objects.filter(
        invitation__person__in=list(person_ids),
        invitation__answered_on__gte=today() - YEAR,
        round__version__questionnaire__purpose="preference",
    ).order_by("invitation__answered_on", "invitation_id")
    return {person: tuple(chosen) for person, chosen in rows.values_list("invitation__person", "chosen")}


def preference_rounds() -> QuerySet[Round]:
    """Surveys of preferences held within a year."""
    return Round.objects.filter(version__questionnaire__purpose="preference", opens_on__gte=today() - YEAR)


def silent_on_preferences(person_ids: Collection[int]) -> set[int]:
    """Of some people those who were asked about their preferences within a year and have not answered since."""
    asked = Invitation.objects.filter(person__in=list(person_ids), round__in=preference_rounds()).order_by()
    told = asked.values("person").annotate(answers=Count("pk", filter=Q(state=Invitation.State.ANSWERED)))
    return set(told.filter(answers=0).values_list("person", flat=True))


# ---- questionnaires


def questionnaires() -> QuerySet[Questionnaire]:
    """All of the school, with how many rounds each has had."""
    return Questionnaire.objects.annotate(rounds=Count("versions__rounds", distinct=True)).prefetch_related("versions")


def questionnaire_by_id(key: int) -> Questionnaire:
    """One questionnaire; ``NotFound`` when this school has none of that id."""
    return _found(questionnaires().filter(pk=key).first())


def version_by_id(key: int) -> Version:
    """One version with its questions."""
    rows = Version.objects.select_related("questionnaire").prefetch_related("questions")
    return _found(rows.filter(pk=key).first())


def question_by_id(key: int) -> Question:
    """One question with its version."""
    return _found(Question.objects.select_related("version__questionnaire").filter(pk=key).first())


def published(questionnaire: Questionnaire) -> Version | None:
    """The version in use."""
    return questionnaire.versions.filter(state=Version.State.PUBLISHED).first()


def latest(questionnaire: Questionnaire) -> Version:
    """The newest version: the draft where there is one."""
    return questionnaire.versions.order_by("-number")[0]


def people_for(questionnaire: Questionnaire) -> QuerySet[Person]:
    """Whom a questionnaire can be asked of: the banks it is for; for the entry questionnaires also those outside."""
    here = people.present()
    in_banks = {
        Audience.MENTOR: Q(mentor_card__state=Card.State.ACTIVE),
        Audience.MENTEE: Q(mentee_card__state=Card.State.ACTIVE),
    }
    if questionnaire.purpose in ENTRY:
        return here.filter(kind__in=(Person.Kind.EMPLOYEE, Person.Kind.PUPIL, Person.Kind.EXTERNAL))
    if questionnaire.audience == Audience.BOTH:
        return here.filter(in_banks[Audience.MENTOR] | in_banks[Audience.MENTEE])
    found = in_banks.get(Audience(questionnaire.audience))
    return here.filter(found) if found is not None else here.none()


# ---- rounds


def rounds() -> QuerySet[Round]:
    """All rounds with the number of those asked and of those who answered."""
    answered = Count("invitations", filter=Q(invitations__state=Invitation.State.ANSWERED))
    return Round.objects.select_related("version__questionnaire").annotate(
        asked=Count("invitations"), answered=answered
    )


def round_by_id(key: int) -> Round:
    """One round with its counts."""
    return _found(rounds().filter(pk=key).first())


def invitations(round_: Round) -> QuerySet[Invitation]:
    """Who is asked in a round, by name."""
    rows = round_.invitations.select_related("person", "about", "round__version__questionnaire")
    return rows.order_by("person__sort_key", "respondent", "id")


def invitation_by_id(key: int) -> Invitation:
    """One invitation with its round and person."""
    rows = Invitation.objects.select_related("person", "about", "round__version__questionnaire")
    return _found(rows.filter(pk=key).first())


def invitations_of(actor: Actor) -> QuerySet[Invitation]:
    """What the signed-in person is asked, what waits first."""
    me = people.person_of(actor.account_id)
    rows = Invitation.objects.select_related("person", "about", "round__version__questionnaire")
    return rows.filter(person=me).order_by("round__closes_on", "id") if me is not None else rows.none()


def waiting(rows: QuerySet[Invitation], on: datetime.date) -> QuerySet[Invitation]:
    """Of invitations those that can be answered on a day."""
    open_rounds = Q(round__state=Round.State.OPEN, round__opens_on__lte=on, round__closes_on__gte=on)
    return rows.filter(open_rounds).exclude(state=Invitation.State.ANSWERED)


def own_invitation(actor: Actor, key: int) -> Invitation:
    """An invitation of the signed-in person; ``NotFound`` for somebody else's."""
    return _found(invitations_of(actor).filter(pk=key).first())


def offered_people(invitation: Invitation) -> list[Person]:
    """Whom somebody can choose: those of the other bank who are asked in the same round (they were at the meeting)."""
    if invitation.person is None:
        return []
    round_ = invitation.round
    everybody = Person.objects.filter(survey_invitations__round=round_).exclude(pk=invitation.person.pk).distinct()
    in_bank = people.in_bank([invitation.person.pk], "mentee")
    other = "mentor_card__state" if in_bank else "mentee_card__state"
    return list(everybody.filter(**{other: "active"}))


def _found(row: M | None) -> M:
    if row is None:
        raise NotFound()
    return row


def responses(round_: Round) -> QuerySet[Response]:
    """Answers of a round: by day, of an anonymous one in the order of random keys."""
    rows = Response.objects.filter(round=round_).select_related("invitation__person")
    return rows.order_by("invitation__answered_on", "invitation_id", "id")
