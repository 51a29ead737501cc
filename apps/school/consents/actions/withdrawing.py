"""Withdrawal: it takes effect at once, in every room, and leaves a trace."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.people import queries as people
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, NotAllowed

from .. import permissions, ports, queries, terms, traces
from ..errors import wrong
from ..models import Consent, SigningLink, WithdrawalTrace


@action("consent.withdraw")
def withdraw(*, consent: Consent, reason: str, acting: Actor, withdrawn_on: datetime.date | None = None) -> Consent:
    """End a consent. The office records anybody's withdrawal, others withdraw what they signed or gave."""
    locked = Consent.objects.select_for_update(of=("self",)).select_related("person", "signer").get(pk=consent.pk)
    _require_own(locked, acting)
    if locked.withdrawn_on is not None:
        raise Conflict(_("This consent has been withdrawn already."))
    day = withdrawn_on or today()
    if day > today():
        raise wrong("withdrawn_on", _("The date is in the future."))
    if day < locked.given_on:
        raise wrong("withdrawn_on", _("The date is before the day when the consent was given."))
    locked.withdrawn_on, locked.withdrawal_reason = day, reason.strip()
    locked.save(update_fields=["withdrawn_on", "withdrawal_reason", "updated_at"])
    open_links = SigningLink.objects.filter(person=locked.person, text__type=locked.type, closed_as="")
    open_links.update(closed_as=SigningLink.Closed.REPLACED)
    effects = ports.carry_out(locked, acting) if queries.has_ended(locked) else []
    traces.leave(locked, effects, terms.duties(locked.type, day))
    return locked


@action("consent.duty_done")
def note_duty(*, trace: WithdrawalTrace, acting: Actor) -> WithdrawalTrace:
    """Something that a withdrawal asked for is done."""
    locked = WithdrawalTrace.objects.select_for_update(of=("self",)).get(pk=trace.pk)
    if locked.kind != WithdrawalTrace.Kind.DUTY or locked.done_on is not None:
        raise Conflict(_("There is nothing to be done here any more."))
    locked.done_on, locked.done_by = today(), acting.name[:200]
    locked.save(update_fields=["done_on", "done_by"])
    return locked


def _require_own(consent: Consent, acting: Actor) -> None:
    if permissions.sees_all(acting):
        return
    me = people.person_of(acting.account_id)
    if me is None or me.pk not in (consent.person_id, consent.signer_id):
        raise NotAllowed()
