"""Whom meetings tell what. Imported by ``ProgrammesConfig.ready``."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.reactions import key_of, on
from apps.school.notices.sending import notify
from apps.school.people.announcing import accounts_of
from kernel.actions import ActionRecord
from kernel.clock import now

from . import queries
from .models import Meeting, Programme

kinds.register_group("meetings", _("Meetings"), order=30)
kinds.register(
    "meeting.planned",
    group="meetings",
    title=_("A meeting is planned"),
    text=_("%(pair)s: %(at)s."),
    outside="%(at)s",
)
kinds.register(
    "meeting.changed",
    group="meetings",
    title=_("A meeting has changed"),
    text=_("%(pair)s: %(at)s now."),
    outside="%(at)s",
)
kinds.register(
    "meeting.called_off",
    group="meetings",
    title=_("A meeting is called off"),
    text=_("%(pair)s: the diary of the pair shows what is planned now."),
)


def _tell(
    kind: str, programme: int, record: ActionRecord, *, key: str, url: str, at: datetime.datetime | None = None
) -> None:
    """Tell the other side (both, when the office did it)."""
    found = queries.with_people(Programme.objects.filter(pk=programme)).get()
    people = queries.people_of(found)
    notify(
        kind,
        to=accounts_of([*people.mentors, *people.mentees]),
        key=key,
        besides=record.acting,
        url=url,
        pair=found.match.title,
        at=at,
    )


@on("meeting.plan", "meeting.replan")
def tell_of_meeting(record: ActionRecord) -> None:
    """Of a meeting to come; one that is only entered afterwards is no news.

    What is planned within another deed (a proposal agreed, a series) is told by the room of that deed.
    """
    meeting = Meeting.objects.get(pk=key_of(record.subject))
    if meeting.starts_at <= now() or not record.outermost:
        return
    is_new = record.code == "meeting.plan"
    _tell(
        "meeting.planned" if is_new else "meeting.changed",
        meeting.programme_id,
        record,
        key=f"{meeting.pk}" if is_new else f"{meeting.pk}:{meeting.updated_at.isoformat()}",
        url=meeting.get_absolute_url(),
        at=meeting.starts_at,
    )


@on("meeting.remove")
def tell_of_calling_off(record: ActionRecord) -> None:
    """The row is gone: its programme tells the rest. A series that ends tells of all its meetings at once."""
    if not record.outermost:
        return
    programme = Programme.objects.get(pk=key_of(record.subject))
    key = str(key_of(record.facts["meeting"]))
    _tell("meeting.called_off", programme.pk, record, key=key, url=programme.get_absolute_url())
