"""Agreeing on a time: offer some, choose one, offer others, decline. What is agreed is planned under the regulation."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.programmes import meetings
from apps.school.programmes import queries as programmes
from apps.school.programmes.models import Meeting, Programme
from apps.school.programmes.permissions import Standing
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import NotAllowed, NotFound

from .. import queries
from ..errors import AnotherProposal, NotAsked, ProposalOver, TimePassed, TimeTaken, WrongTerms
from ..models import Answer, Option, Proposal
from ..rules import MAX_OPTIONS, expiry, outcome
from ..times import lasting


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTerms:
    """What is known of a meeting beside its time; as of ``plan_meeting``."""

    minutes: int
    mode: str
    stage: str = Meeting.Stage.REGULAR
    form: str = ""
    place: str = ""
    link: str = ""
    topic: str = ""


def me_in(programme: Programme, acting: Actor) -> Person | None:
    """The participant who acts; None for the office."""
    people = programmes.people_of(programme)
    everybody = [*people.mentors, *people.mentees]
    return next((each for each in everybody if acting.is_known and each.account_id == acting.account_id), None)


def locked_people(programme: Programme) -> list[Person]:
    """Everybody of the pair, locked in one order, so that two pairs cannot both take an hour of the same person."""
    people = programmes.people_of(programme)
    everybody = list(dict.fromkeys([*people.mentors, *people.mentees]))
    keys = [each.pk for each in everybody]
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    return everybody


def refuse_clash(programme: Programme, starts_at: datetime.datetime, minutes: int) -> None:
    """Nobody of the pair has another meeting then."""
    everybody = locked_people(programme)
    span = lasting(starts_at, minutes)
    taken = queries.clashes(everybody, [span]).get(span, [])
    if taken:
        raise TimeTaken(told(taken))


def told(taken: Sequence[queries.Engagement]) -> str:
    """Who is busy when; never with whom."""
    return "; ".join(
        f"{each.person.short_name}, {date_format(localtime(each.meeting.starts_at), 'SHORT_DATETIME_FORMAT')}"
        for each in taken
    )


def _check(programme: Programme, starts: Sequence[datetime.datetime], terms: MeetingTerms) -> None:
    if not 1 <= len(starts) <= MAX_OPTIONS:
        raise WrongTerms("times", _("Offer from one to %(most)s times.") % {"most": MAX_OPTIONS})
    if min(starts) <= now():
        raise WrongTerms("times", _("Offer times that are ahead."))
    if localdate(max(starts)) > programme.match.ends_on:
        raise WrongTerms("times", _("The pair works until %(day)s.") % {"day": date_format(programme.match.ends_on)})
    for starts_at in starts:
        meetings.check_planned(programme, Meeting(programme=programme, starts_at=starts_at, **asdict(terms)))


@action("meeting.propose")
def make_proposal(
    *,
    programme: Programme,
    starts: Collection[datetime.datetime],
    terms: MeetingTerms,
    acting: Actor,
    answers_to: Proposal | None = None,
) -> Proposal:
    """Offer times to the others of the pair; ``answers_to``: the open proposal that is countered by them.

    What the regulation would not let be planned is not offered. One proposal is open in a programme at a time.
    """
    locked, _standing = meetings.locked_for_work(programme, acting)
    moments = sorted(set(starts))
    _check(locked, moments, terms)
    waiting = locked.proposals.select_for_update().filter(state=Proposal.State.OPEN).first()
    if answers_to is not None and (waiting is None or waiting.pk != answers_to.pk or not waiting.is_open):
        raise ProposalOver()
    if waiting is not None:
        if waiting.is_open and answers_to is None:
            raise AnotherProposal()
        waiting.state = Proposal.State.COUNTERED if waiting.is_open else Proposal.State.LAPSED
        waiting.save(update_fields=["state", "updated_at"])
    author = me_in(locked, acting)
    made = Proposal.objects.create(
        programme=locked,
        author=author,
        author_name=author.full_name if author else acting.name,
        expires_at=expiry(now(), queries.times().answer_days, moments[-1]),
        answers_to=answers_to,
        **asdict(terms),
    )
    Option.objects.bulk_create(Option(proposal=made, starts_at=moment) for moment in moments)
    return made


def _open(proposal: Proposal, acting: Actor) -> tuple[Programme, Proposal, Standing]:
    """The programme locked, the proposal as it stands now; refused when it is no longer open."""
    programme, standing = meetings.locked_for_work(proposal.programme, acting)
    found = queries.get_proposal(programme, proposal.pk)
    if not found.is_open:
        raise ProposalOver()
    return programme, found, standing


@action("meeting.answer_proposal")
def answer_proposal(
    *, proposal: Proposal, person: Person, options: Collection[int], acting: Actor, reason: str = ""
) -> Proposal:
    """Say which times suit a person (ids of options; none declines with a reason). People answer for themselves, the
    office for anybody. As soon as a time suits everybody the meeting is planned.
    """
    programme, found, standing = _open(proposal, acting)
    people = programmes.people_of(programme)
    asked = queries.asked_of(found, people)
    if person.pk not in {each.person.pk for each in asked}:
        raise NotAsked()
    if not standing.is_office and (person.account_id is None or person.account_id != acting.account_id):
        raise NotAllowed()
    offered = {option.pk: option for option in found.options.all()}
    if not set(options) <= set(offered):
        raise NotFound()
    if any(offered[key].starts_at <= now() for key in options):
        raise TimePassed()
    if not options and not reason.strip():
        raise WrongTerms("reason", _("Say why none of the times suits."))
    answer, _made = Answer.objects.update_or_create(proposal=found, person=person, defaults={"reason": reason.strip()})
    answer.options.set(options)
    return _conclude(programme, queries.get_proposal(programme, found.pk), people, acting)


def _conclude(programme: Programme, found: Proposal, people: programmes.People, acting: Actor) -> Proposal:
    asked = queries.asked_of(found, people)
    ahead = [option for option in found.options.all() if option.starts_at > now()]
    came = outcome(
        [each.person.pk for each in asked],
        {each.person.pk: each.suits for each in asked if each.answer is not None},
        [option.pk for option in ahead],
    )
    if came.option is not None:
        return _agree(programme, found, next(each for each in ahead if each.pk == came.option), acting)
    if came.is_declined:
        found.state = Proposal.State.DECLINED
        found.save(update_fields=["state", "updated_at"])
    return found


def _agree(programme: Programme, found: Proposal, option: Option, acting: Actor) -> Proposal:
    refuse_clash(programme, option.starts_at, found.minutes)
    found.meeting = meetings.plan_meeting(
        programme=programme,
        starts_at=option.starts_at,
        minutes=found.minutes,
        mode=found.mode,
        stage=found.stage,
        form=found.form,
        place=found.place,
        link=found.link,
        topic=found.topic,
        acting=acting,
    )
    found.state = Proposal.State.AGREED
    found.save(update_fields=["state", "meeting", "updated_at"])
    return found


@action("meeting.settle_proposal")
def settle_proposal(*, proposal: Proposal, option: int, acting: Actor) -> Proposal:
    """The author (or the office) takes a time that suits at least one of those asked, without waiting for all."""
    programme, found, standing = _open(proposal, acting)
    _require_author(programme, found, standing, acting)
    chosen = next((each for each in found.options.all() if each.pk == option), None)
    if chosen is None:
        raise NotFound()
    if chosen.starts_at <= now():
        raise TimePassed()
    asked = queries.asked_of(found, programmes.people_of(programme))
    if not any(option in each.suits for each in asked):
        raise WrongTerms("option", _("Nobody has said yet that this time suits."))
    return _agree(programme, found, chosen, acting)


@action("meeting.withdraw_proposal")
def withdraw_proposal(*, proposal: Proposal, acting: Actor) -> Proposal:
    """The author (or the office) takes the proposal back."""
    programme, found, standing = _open(proposal, acting)
    _require_author(programme, found, standing, acting)
    found.state = Proposal.State.WITHDRAWN
    found.save(update_fields=["state", "updated_at"])
    return found


def _require_author(programme: Programme, proposal: Proposal, standing: Standing, acting: Actor) -> None:
    me = me_in(programme, acting)
    if not standing.is_office and (me is None or me.pk != proposal.author_id):
        raise NotAllowed()
