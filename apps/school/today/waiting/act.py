"""The regulation itself: not adopted, about to expire, a draft that waits for the head."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.school.regulation import permissions
from apps.school.regulation import queries as regulation
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.rules import valid_until
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor

from .item import WaitingItem, short_day

EXPIRY_DAYS = 30


def lines(actor: Actor, view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    """What the regulation asks of the office (one query beside the view's)."""
    drafts = list(regulation.drafts()[:1])
    found = [_draft(draft, actor) for draft in drafts]
    if view is None:
        return found if drafts else [_absent()]
    return found + _expiry(view, day)


def _absent() -> WaitingItem:
    return WaitingItem(
        code="regulation.absent",
        title=_("The school has no regulation in force"),
        detail=_("Nothing can be checked and no pair formed until it is adopted."),
        url=reverse("regulation:upload"),
        action_label=_("Prepare"),
        icon="bank",
        kind="danger",
    )


def _draft(draft: RegulationVersion, actor: Actor) -> WaitingItem:
    adopts = permissions.may_adopt(actor)
    return WaitingItem(
        code="regulation.draft",
        title=_("A draft of the regulation waits for adoption"),
        detail=str(draft),
        url=reverse("regulation:adopt" if adopts else "regulation:version", kwargs={"version": draft.pk}),
        action_label=_("Adopt") if adopts else _("Open"),
        icon="bank",
        kind="accent",
    )


def _expiry(view: RegulationView, day: datetime.date) -> list[WaitingItem]:
    last = valid_until(view)
    if last is None or (last - day).days > EXPIRY_DAYS:
        return []
    over = last < day
    return [
        WaitingItem(
            code="regulation.expires",
            title=_("The regulation has expired") if over else _("The regulation expires soon"),
            detail=_("%(clause)s: valid until %(day)s. Pairs cannot be formed under an expired act.")
            % {"clause": view.rule("act.validity").clause, "day": short_day(last)},
            deadline=last,
            overdue=over,
            url=reverse("regulation:index"),
            action_label=_("Open"),
            icon="bank",
            kind="danger" if over else "warning",
        )
    ]
