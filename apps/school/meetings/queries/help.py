"""Calls for help: whom one may turn to, and one's own. Nobody else's exist."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.models import MatchMentee, MatchMentor
from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.errors import NotFound
from tenants.identity.models import Role
from tenants.identity.queries import holders
from tenants.isolation.context import require_school

from ..models import HelpContact, Signal


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to turn to. ``account``: who will read it."""

    account: UUID
    name: str
    who: str | Promise


def addressees(person: Person) -> list[Addressee]:
    """Curators and the people whom the school names, who can sign in; never the other side of an own pair."""
    members = holders(require_school()).filter(account__is_active=True)
    active = set(members.values_list("account", flat=True))
    found: dict[UUID, Addressee] = {}
    for contact in HelpContact.objects.select_related("person"):
        account = contact.person.account_id
        if account in active and account is not None:
            found[account] = Addressee(account, contact.person.full_name, contact.get_kind_display())
    for member in members.filter(role=Role.CURATOR).select_related("account").order_by("account__last_name"):
        found.setdefault(member.account_id, Addressee(member.account_id, str(member.account), _("curator")))
    hidden = _opposite(person) | {person.account_id}
    return [each for each in found.values() if each.account not in hidden]


def _opposite(person: Person) -> set[UUID | None]:
    mine = {
        *MatchMentor.objects.filter(card__person=person, until=None).values_list("match", flat=True),
        *MatchMentee.objects.filter(card__person=person, until=None).values_list("match", flat=True),
    }
    return {
        account
        for side in (MatchMentor, MatchMentee)
        for (account,) in side.objects.filter(match__in=mine, until=None).values_list("card__person__account_id")
    }


def signals_for(actor: Actor) -> QuerySet[Signal]:
    """Those one has sent and those one has got."""
    if actor.account_id is None:
        return Signal.objects.none()
    return Signal.objects.filter(Q(author__account_id=actor.account_id) | Q(addressee=actor.account_id)).select_related(
        "author"
    )


def get_signal(actor: Actor, signal_id: int) -> Signal:
    """One's own call for help, sent or got; ``NotFound`` for anybody else's, whatever the role."""
    found = signals_for(actor).filter(pk=signal_id).first()
    if found is None:
        raise NotFound()
    return found
