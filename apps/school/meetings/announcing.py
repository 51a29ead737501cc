"""Whom meetings tell what: times offered and agreed, series.

Imported by ``MeetingsConfig.ready``. A single meeting that is planned, moved or called off is told by programmes.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.reactions import key_of, on
from apps.school.notices.recipients import holding
from apps.school.notices.sending import Happening, notify, notify_all
from apps.school.people.announcing import accounts_of
from apps.school.people.models import Person
from apps.school.programmes import queries as programmes
from apps.school.programmes.announcing_work import accounts_in, programme_of
from apps.school.programmes.models import Meeting, Programme
from kernel.actions import ActionRecord

from . import queries
from .models import Proposal, Series

kinds.register(
    "meeting.proposed",
    group="meetings",
    title=_("Times for a meeting are proposed to you"),
    text=_("%(pair)s: choose until %(until)s."),
    asks=True,
)
kinds.register(
    "meeting.countered",
    group="meetings",
    title=_("Other times for a meeting are proposed to you"),
    text=_("%(pair)s: choose until %(until)s."),
    asks=True,
)
kinds.register(
    "meeting.agreed",
    group="meetings",
    title=_("The time of a meeting is agreed"),
    text="%(pair)s: %(at)s.",
    outside="%(at)s",
)
kinds.register(
    "meeting.not_agreed",
    group="meetings",
    title=_("None of the times you proposed suits"),
    text=_("%(pair)s: propose other times. Reason: %(reason)s"),
    asks=True,
)
kinds.register(
    "meeting.series",
    group="meetings",
    title=_("A series of meetings is planned"),
    text=_("%(pair)s: from %(first)s to %(last)s."),
)
kinds.register(
    "meeting.series_ended",
    group="meetings",
    title=_("A series of meetings is called off"),
    text=_("%(pair)s: the diary of the pair shows what is planned now."),
)


def _tell(
    kind: str,
    programme: Programme,
    record: ActionRecord,
    *,
    key: str,
    url: str,
    to: Iterable[Person] | None = None,
    **facts: object,
) -> None:
    """Tell these persons, or everybody of the pair, the one who did it aside."""
    accounts = accounts_of(to) if to is not None else accounts_in(programme)
    told = Happening(to=accounts, key=key, url=url, facts={"pair": programme.match.title, **facts})
    notify_all(kind, [told], besides=record.acting)


@on("meeting.propose")
def tell_of_times(record: ActionRecord) -> None:
    """Those who are to choose."""
    proposal = Proposal.objects.get(pk=key_of(record.subject))
    programme = programme_of(proposal.programme_id)
    asked = queries.asked_of(proposal, programmes.people_of(programme))
    _tell(
        "meeting.proposed" if proposal.answers_to_id is None else "meeting.countered",
        programme,
        record,
        key=f"{proposal.pk}",
        url=proposal.get_absolute_url(),
        to=[each.person for each in asked],
        until=proposal.expires_at,
    )


@on("meeting.answer_proposal", "meeting.settle_proposal")
def tell_of_answers(record: ActionRecord) -> None:
    """Everybody when a time is agreed; whoever offered (the curators for the office) when none suits."""
    proposal = Proposal.objects.select_related("meeting", "author").get(pk=key_of(record.subject))
    programme, meeting = programme_of(proposal.programme_id), proposal.meeting
    if proposal.state == Proposal.State.AGREED and meeting is not None:
        url = meeting.get_absolute_url()
        _tell("meeting.agreed", programme, record, key=f"{meeting.pk}", url=url, at=meeting.starts_at)
    elif proposal.state == Proposal.State.DECLINED:
        reasons = [answer.reason for answer in proposal.answers.order_by("pk") if answer.reason]
        notify(
            "meeting.not_agreed",
            to=accounts_of([proposal.author]) if proposal.author is not None else holding("curator"),
            key=f"{proposal.pk}",
            besides=record.acting,
            url=proposal.get_absolute_url(),
            pair=programme.match.title,
            reason="; ".join(reasons),
        )


@on("meeting.plan_step")
def tell_of_step(record: ActionRecord) -> None:
    """The next of the first meetings."""
    meeting = Meeting.objects.get(pk=key_of(record.subject))
    programme, url = programme_of(meeting.programme_id), meeting.get_absolute_url()
    _tell("meeting.planned", programme, record, key=f"{meeting.pk}", url=url, at=meeting.starts_at)


@on("meeting.start_series", "meeting.end_series")
def tell_of_series(record: ActionRecord) -> None:
    """One notice for all its meetings."""
    series = Series.objects.get(pk=key_of(record.subject))
    _tell(
        "meeting.series" if record.code == "meeting.start_series" else "meeting.series_ended",
        programme_of(series.programme_id),
        record,
        key=f"{series.pk}",
        url=reverse("programmes:meetings", args=[series.programme_id], urlconf=settings.SCHOOL_URLCONF),
        first=series.first_on,
        last=series.until,
    )
