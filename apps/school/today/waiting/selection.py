"""The selection of mentors: candidates, the commission, training, appointments, curators, one's own answer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.people import queries as people
from apps.school.people.models import MentorCard, Person
from apps.school.regulation.rules import selection as regulation
from apps.school.regulation.view import RegulationView
from apps.school.selection import queries
from apps.school.selection.actions.approval import gates
from apps.school.selection.models import Appointment, Candidacy, CuratorAppointment
from tenants.identity.models import Role
from tenants.identity.queries import holders
from tenants.isolation.context import require_school

from .item import WaitingItem, few_or_all, names

State = Candidacy.State
ENDS_SOON = datetime.timedelta(days=30)
COMMISSION = ("selection.commission_size", "selection.commission_members")


def lines(view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    """What waits for the curator; at most nine queries, however many people there are."""
    if view is None:
        return []
    found = list(queries.open_candidacies().exclude(state=State.APPROVED))
    return [
        *_candidates(view, found),
        *_commission(view, found),
        *_mentors(view, day),
        *_ending(day),
        *_curators(view),
    ]


def own(me: Person | None) -> list[WaitingItem]:
    """The nomination that waits for this person's own answer (one query)."""
    if me is None:
        return []
    return [
        WaitingItem(
            code="selection.answer",
            title=_("You are nominated as a mentor: do you agree?"),
            detail=candidacy.nominated_by,
            url=reverse("selection:answer", kwargs={"candidacy": candidacy.pk}),
            action_label=_("Answer"),
            icon="award",
            kind="accent",
        )
        for candidacy in queries.candidacies().filter(person=me, state=State.NOMINATED)
    ]


def _candidates(view: RegulationView, found: Sequence[Candidacy]) -> list[WaitingItem]:
    missing = gates(view, found) if found else {}
    ready = [each for each in found if not missing[each.pk]]
    waiting = [each for each in found if missing[each.pk]]
    return [*few_or_all(ready, _ready_one, _ready_many), *few_or_all(waiting, _waiting_one, _waiting_many)]


def _ready_one(candidacy: Candidacy) -> WaitingItem:
    return WaitingItem(
        code="selection.ready",
        title=_("A candidate is ready for approval: %(name)s") % {"name": candidacy.person.short_name},
        url=reverse("selection:approve", kwargs={"candidacy": candidacy.pk}),
        action_label=_("Approve"),
        icon="award",
        kind="accent",
    )


def _ready_many(found: Sequence[Candidacy]) -> WaitingItem:
    title = ngettext("%(count)s candidate is ready", "%(count)s candidates are ready", len(found))
    return WaitingItem(
        code="selection.ready",
        title=title % {"count": len(found)},
        detail=names([each.person.short_name for each in found]),
        url=reverse("selection:index"),
        action_label=_("Approve"),
        icon="award",
        kind="accent",
        count=len(found),
    )


def _waiting_one(candidacy: Candidacy) -> WaitingItem:
    return WaitingItem(
        code="selection.candidate",
        title=_("A candidate is under selection: %(name)s") % {"name": candidacy.person.short_name},
        detail=str(candidacy.get_state_display()),
        url=candidacy.get_absolute_url(),
        action_label=_("See what is missing"),
        icon="award",
    )


def _waiting_many(found: Sequence[Candidacy]) -> WaitingItem:
    title = ngettext("%(count)s candidate is under selection", "%(count)s candidates are under selection", len(found))
    return WaitingItem(
        code="selection.candidate",
        title=title % {"count": len(found)},
        detail=names([each.person.short_name for each in found]),
        url=reverse("selection:index"),
        action_label=_("See what is missing"),
        icon="award",
        count=len(found),
    )


def _commission(view: RegulationView, found: Sequence[Candidacy]) -> list[WaitingItem]:
    """Candidates stand before a commission that is not there, or that has not the composition of the act any more."""
    if not any(regulation.needs_commission(view, each.route) for each in found):
        return []
    commission = queries.commission_at_work()
    if commission is not None:
        seats = [
            regulation.SeatFacts(member.person.short_name, member.part, member.seat)
            for member in commission.members.all()
            if member.person.left_on is None
        ]
        if not regulation.commission(view, seats):
            return []
    return [
        WaitingItem(
            code="selection.commission",
            title=_("Candidates wait for a commission of the composition that the regulation names"),
            detail=_("%(size)s; obligatory seats: %(seats)s")
            % {"size": view.render(COMMISSION[0]), "seats": view.render(COMMISSION[1])},
            url=reverse("selection:commission"),
            action_label=_("Form the commission"),
            icon="people",
            kind="warning",
        )
    ]


def _mentors(view: RegulationView, day: datetime.date) -> list[WaitingItem]:
    """Mentors of the bank without training, and without the act that the regulation names (one query)."""
    entries = Appointment.objects.filter(person=OuterRef("person"), ended_on=None, since__lte=day)
    entries = entries.filter(Q(until=None) | Q(until__gte=day))
    cards = list(people.mentors().annotate(appointed=Exists(entries)).filter(Q(trained_on=None) | Q(appointed=False)))
    unappointed = [card for card in cards if not card.appointed]
    untrained = [card for card in cards if card.trained_on is None]
    found = []
    if unappointed and view.is_set(regulation.APPOINTMENT):
        title = ngettext(
            "%(count)s mentor has no act of appointment",
            "%(count)s mentors have no act of appointment",
            len(unappointed),
        )
        url = reverse("selection:register")
        found.append(_bank_line("selection.not_appointed", title, unappointed, view, regulation.APPOINTMENT, url))
    if untrained and view.value("selection.training"):
        title = ngettext("%(count)s mentor is not trained", "%(count)s mentors are not trained", len(untrained))
        url = reverse("selection:training_new")
        found.append(_bank_line("selection.training", title, untrained, view, "selection.training", url))
    return found


def _bank_line(
    code: str, title: str, cards: Sequence[MentorCard], view: RegulationView, key: str, url: str
) -> WaitingItem:
    """One line for all of them, with the clause that asks it."""
    told = names([card.person.short_name for card in cards])
    return WaitingItem(
        code=code,
        title=title % {"count": len(cards)},
        detail=f"{told} ({view.rule(key).clause})",
        url=url,
        action_label=_("Record"),
        icon="mortarboard",
        count=len(cards),
    )


def _ending(day: datetime.date) -> list[WaitingItem]:
    """Appointments that run out within a month (one query)."""
    soon = list(queries.in_register(day).filter(until__lte=day + ENDS_SOON).order_by("until"))
    if not soon:
        return []
    title = ngettext("%(count)s appointment of a mentor ends", "%(count)s appointments of mentors end", len(soon))
    return [
        WaitingItem(
            code="selection.ends",
            title=title % {"count": len(soon)},
            detail=names([each.person.short_name for each in soon]),
            deadline=soon[0].until,
            url=f"{reverse('selection:register')}?sort=until",
            action_label=_("Open the register"),
            icon="award",
            kind="warning",
            count=len(soon),
        )
    ]


def _curators(view: RegulationView) -> list[WaitingItem]:
    """Curators who have access and no act that made them one (two queries)."""
    if not view.is_set("curator.appointed_by"):
        return []
    held = holders(require_school(), Role.CURATOR)
    curators = {membership.account_id: str(membership.account) for membership in held.select_related("account")}
    appointed = CuratorAppointment.objects.filter(
        state=CuratorAppointment.State.IN_FORCE, person__account_id__in=curators
    )
    made = set(appointed.values_list("person__account_id", flat=True))
    without = [name for account, name in curators.items() if account not in made]
    if not without:
        return []
    return [
        WaitingItem(
            code="curator.without_act",
            title=_("The curator has no act of appointment"),
            detail=f"{names(without)} ({view.rule('curator.appointed_by').clause})",
            url=reverse("selection:curators"),
            action_label=_("Enter the act"),
            icon="person-gear",
            count=len(without),
        )
    ]
