"""Surveys: what a person is asked, and for the curator those whose end is near while people are silent."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.questionnaires import queries
from apps.school.questionnaires.models import Invitation, Round
from kernel.acting import Actor

from .item import WaitingItem, short_day

SHOWN = 5


def asked(actor: Actor, day: datetime.date) -> list[WaitingItem]:
    """Questionnaires that wait for the person's own answer (two queries)."""
    return [_own(row, day) for row in queries.waiting(queries.invitations_of(actor), day)[:SHOWN]]


def _own(row: Invitation, day: datetime.date) -> WaitingItem:
    ends = row.round.closes_on
    near = row.reminded_on is not None or (ends - day).days <= row.round.remind_days
    detail = _("Begun: go on where you stopped.") if row.state == Invitation.State.STARTED else _("A few minutes.")
    return WaitingItem(
        code="survey.answer",
        title=_("Answer: %(title)s") % {"title": row.round.title},
        detail=detail,
        deadline=ends,
        url=reverse("questionnaires:answer", urlconf=settings.SCHOOL_URLCONF, kwargs={"invitation": row.pk}),
        action_label=_("Answer"),
        icon="ui-checks",
        kind="warning" if near else "accent",
    )


def silent(day: datetime.date) -> list[WaitingItem]:
    """Surveys that end soon or have ended while somebody has not answered (one query)."""
    rows = queries.rounds().filter(state=Round.State.OPEN).order_by("closes_on", "pk")
    near = [row for row in rows if _left(row) and (row.closes_on - day).days <= row.remind_days]
    return [_silent(row, day) for row in near[:SHOWN]]


def _left(row: Round) -> int:
    return int(getattr(row, "asked", 0)) - int(getattr(row, "answered", 0))


def _silent(row: Round, day: datetime.date) -> WaitingItem:
    left = _left(row)
    title = ngettext(
        "%(count)s person has not answered: %(title)s", "%(count)s people have not answered: %(title)s", left
    )
    return WaitingItem(
        code="survey.silent",
        title=title % {"count": left, "title": row.title},
        detail=_("Answers are taken until %(day)s.") % {"day": short_day(row.closes_on)},
        deadline=row.closes_on,
        overdue=row.closes_on < day,
        url=f"{row.get_absolute_url()}?state=silent",
        action_label=_("Remind or close"),
        icon="send",
        kind="warning",
        count=left,
    )
