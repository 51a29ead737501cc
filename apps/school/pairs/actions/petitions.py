"""Petitions of participants: another mentor, release of the mentor. Filed by a route of the act, then decided."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.people.models import MentorCard, Person
from apps.school.regulation.rules import petition as rules
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, NotFound, Violation, refuse_if

from .. import agreeing, permissions
from ..machine import ADDRESSEE, AUTHOR
from ..models import OPEN_PETITIONS, Match, Petition
from .closing import view_of
from .common import locked
from .stepping import check, step

Kind = Petition.Kind


@action("request.replace")
def ask_for_replacement(
    *,
    match: Match,
    author: Person,
    mentor: MentorCard,
    to_role: str,
    text: str,
    acting: Actor,
    document: str = "",
    condition: str = "",
) -> Petition:
    """A participant (or the office, of a paper one) asks for another mentor by a route of the regulation.

    ``author``: whose petition it is; ``condition``: the condition of the route, confirmed by naming it.
    """
    pair = open_pair(match, text, acting)
    from_role, who = seat_of(pair, author, acting)
    facts = rules.RouteFacts(from_role, to_role, document, condition)
    refuse_if(
        rules.replacement_request(view_of(pair), facts),
        next_step=_("Choose one of the ways that the regulation opens."),
    )
    return file_petition(pair, Kind.REPLACEMENT, who, mentor, facts, text, acting)


@action("request.resign")
def ask_to_resign(
    *,
    match: Match,
    author: Person,
    to_role: str,
    ground: str,
    leaves_on: datetime.date,
    text: str,
    acting: Actor,
    document: str = "",
    filed_on: datetime.date | None = None,
) -> Petition:
    """A mentor asks to be released. ``leaves_on``: the last day; of an employee three working days ahead at least.

    ``filed_on``: when a paper was handed in; otherwise today.
    """
    pair = open_pair(match, text, acting)
    from_role, who = seat_of(pair, author, acting)
    if from_role != "mentor":
        raise NotAllowed(_("Only a mentor of the pair asks to be released from it."))
    day = filed_on or today()
    if day > today():
        message = _("A paper is not handed in on a day to come.")
        raise InputError(message, problems=[{"place": "filed_on", "message": message}])
    facts = rules.RouteFacts("mentor", to_role, document, ground=ground)
    broken = rules.resignation(
        view_of(pair), facts, filed_on=day, leaves_on=leaves_on, employed=who.kind == Person.Kind.EMPLOYEE
    )
    refuse_if(broken, next_step=_("Choose a later last day, or another way of the list."))
    card = next(row.card for row in pair.current_mentors if row.card.person_id == who.pk)
    return file_petition(pair, Kind.RESIGNATION, who, card, facts, text, acting, filed_on=day, leaves_on=leaves_on)


def open_pair(match: Match, text: str, acting: Actor) -> Match:
    """The pair, locked, when petitions about it may be handed in; reasons are wanted."""
    pair = locked(match)
    check(pair, "petition", agreeing.makers(pair, acting))
    if not text.strip():
        message = _("Write the reasons.")
        raise InputError(message, problems=[{"place": "text", "message": message}])
    return pair


def seat_of(match: Match, author: Person, acting: Actor) -> tuple[str, Person]:
    """The author's side in the pair and the person as now; refuses whoever may not speak for the author."""
    for side, people in agreeing.sides_of(match).items():
        for person in people:
            if person == author:
                if not (permissions.may_manage(acting) or agreeing.speaks_for(acting, person)):
                    raise NotAllowed(_("Everybody asks for themselves."))
                return side, person
    raise NotFound()


def file_petition(
    match: Match,
    kind: Kind,
    author: Person,
    mentor: MentorCard,
    facts: rules.RouteFacts,
    text: str,
    acting: Actor,
    *,
    filed_on: datetime.date | None = None,
    leaves_on: datetime.date | None = None,
) -> Petition:
    """Write the petition down; one of a kind about a mentor is open at a time."""
    if all(row.card_id != mentor.pk for row in match.current_mentors):
        raise Conflict(_("%(name)s is not a mentor of this pair.") % {"name": mentor.person.short_name})
    if match.petitions.filter(kind=kind, mentor=mentor, state__in=OPEN_PETITIONS).exists():
        raise Conflict(_("Such a petition is under way already."), next_step=_("Open the pair to see how it stands."))
    return Petition.objects.create(
        match=match,
        kind=kind,
        author=author,
        mentor=mentor,
        from_role=facts.from_role,
        to_role=facts.to_role,
        document=facts.document,
        ground=facts.ground,
        condition=facts.condition,
        text=text.strip(),
        filed_on=filed_on or today(),
        filed_by=acting.account_id,
        on_paper=not agreeing.speaks_for(acting, author),
        leaves_on=leaves_on,
    )


def _locked(petition: Petition) -> Petition:
    return (
        Petition.objects.select_for_update(of=("self",))
        .select_related("author", "mentor__person", "match")
        .get(pk=petition.pk)
    )


def may_decide(petition: Petition, acting: Actor) -> bool:
    """Whom the petition is addressed to; the head decides instead of the curator, never the other way round."""
    offices = {"curator": ("curator", "head")}.get(petition.to_role, (petition.to_role,))
    named = acting.has(*offices) or (petition.to_role not in agreeing.OFFICES and permissions.may_manage(acting))
    return named or permissions.is_product(acting)


def _who(petition: Petition, acting: Actor) -> frozenset[str]:
    """What the actor is with regard to a petition."""
    found = set(agreeing.offices(acting))
    if agreeing.speaks_for(acting, petition.author):
        found.add(AUTHOR)
    if may_decide(petition, acting):
        found.add(ADDRESSEE)
    return frozenset(found)


@action("request.decide")
def decide_petition(*, petition: Petition, granted: bool, acting: Actor, answer: str = "") -> Petition:
    """Grant, or refuse with a reason. An employee's release cannot be refused (Labour Code art. 351.8)."""
    found = _locked(petition)
    name, who = "grant" if granted else "refuse", _who(found, acting)
    check(found, name, who)
    if not granted:
        refuse_if(_bound(found), next_step=_("Grant it, then look for another mentor or end the pair."))
        if not answer.strip():
            message = _("Say why the petition is refused.")
            raise InputError(message, problems=[{"place": "answer", "message": message}])
    return step(
        found,
        name,
        who,
        decided_on=today(),
        decided_by=acting.account_id,
        answer=answer.strip(),
    )


def _bound(petition: Petition) -> list[Violation]:
    """The employer is bound by the refusal of an employed mentor."""
    view = view_of(petition.match)
    norm = view.norm(rules.RESIGNATION)
    employed = petition.author.kind == Person.Kind.EMPLOYEE
    if petition.kind != Kind.RESIGNATION or not employed or norm is None:
        return []
    message = _("An employee may give mentoring up whatever the employer thinks of it. Basis: %(source)s.")
    return [
        Violation(
            parameter=rules.RESIGNATION,
            code="regulation.labour_refusal",
            message=message % {"source": norm.source},
            clause=str(norm.source),
            origin="law",
        )
    ]


@action("request.withdraw")
def withdraw_petition(*, petition: Petition, acting: Actor) -> Petition:
    """The author thinks better of it (the office: as told on paper)."""
    found = _locked(petition)
    return step(found, "withdraw", _who(found, acting))
