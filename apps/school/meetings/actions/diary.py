"""Notes and reflections. Texts for one pair of eyes go in ``Words``, so that the audit trail never holds them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.programmes import meetings
from apps.school.programmes import queries as programmes
from apps.school.programmes.models import Meeting
from apps.school.programmes.permissions import require
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import NotAllowed, NotFound

from ..errors import NoteChanged, NotHeld, ReflectionsRead, WrongTerms
from ..models import PrivateNote, Reflection, SharedNote
from .proposals import me_in

MARKS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Words:
    """A text that the audit trail must not hold (it records the name of this class)."""

    text: str


@action("meeting_note.save_shared")
def save_shared_note(*, meeting: Meeting, words: Words, version: int, acting: Actor) -> SharedNote:
    """Write what was agreed, for both sides. ``version``: the one that the writer had before the eyes, 0 for none."""
    locked, standing = meetings.locked_for_work(meeting.programme, acting)
    require(standing.is_office or bool(standing.sides))
    found = programmes.meeting_of(locked, meeting.pk)
    note = SharedNote.objects.filter(meeting=found).first() or SharedNote(meeting=found, version=0)
    if note.version != version:
        raise NoteChanged(note.writer_name)
    note.text, note.version, note.writer_name = words.text.strip(), version + 1, acting.name
    note.save()
    return note


@action("meeting_note.save_private")
def save_private_note(*, meeting: Meeting, words: Words, acting: Actor) -> PrivateNote:
    """A note that its author alone reads. It may be written also after the programme is over."""
    if acting.account_id is None:
        raise NotAllowed()
    if not words.text.strip():
        raise WrongTerms("text", _("Write something, or take the note away."))
    standing = programmes.standing(meeting.programme, acting)
    require(standing.may_work)
    about = date_format(localtime(meeting.starts_at), "SHORT_DATETIME_FORMAT")
    values = {"text": words.text.strip(), "about": about}
    note, _made = PrivateNote.objects.update_or_create(meeting=meeting, author=acting.account_id, defaults=values)
    return note


@action("meeting_note.erase_private")
def erase_private_note(*, note: PrivateNote, acting: Actor) -> None:
    """Take one's own note away."""
    if acting.account_id is None or note.author != acting.account_id:
        raise NotFound()
    note.delete()


@action("meeting.reflect")
def save_reflection(
    *, meeting: Meeting, useful: Words, hard: Words, ahead: Words, mark: int, acting: Actor
) -> Reflection:
    """Three questions and a mark, by a participant. Until everybody has written it may be changed."""
    locked, standing = meetings.locked_for_work(meeting.programme, acting)
    me = me_in(locked, acting)
    if me is None:
        raise NotAllowed()
    found = programmes.meeting_of(locked, meeting.pk)
    if found.state != Meeting.State.HELD:
        raise NotHeld()
    if mark not in MARKS:
        raise WrongTerms("mark", _("The mark is from 1 to 5."))
    if not useful.text.strip():
        raise WrongTerms("useful", _("Write a line on what was useful."))
    if is_read(found, me):
        raise ReflectionsRead()
    values = {
        "side": "mentor" if "mentor" in standing.sides else "mentee",
        "useful": useful.text.strip(),
        "hard": hard.text.strip(),
        "ahead": ahead.text.strip(),
        "mark": mark,
    }
    row, _made = Reflection.objects.update_or_create(meeting=found, person=me, defaults=values)
    return row


def is_read(meeting: Meeting, me: Person) -> bool:
    """True when everybody of the pair has written, this person among them."""
    people = programmes.people_of(meeting.programme)
    asked = {each.pk for each in (*people.mentors, *people.mentees)}
    return me.pk in asked and asked <= set(meeting.reflections.values_list("person", flat=True))
