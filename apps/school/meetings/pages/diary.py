"""What is written of a meeting: together, for oneself, in reflection."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.acting import Actor
from kernel.errors import NotFound
from ui.pages import ActionPage, Crumb, EmptyState, FormPage, Page, Text

from .. import actions
from ..actions.diary import Words
from ..errors import NoteChanged
from ..forms import PrivateNoteForm, ReflectionForm, SharedNoteForm
from ..models import PrivateNote, Reflection, SharedNote
from ..permissions import MEETINGS, OWN, WORK
from .base import OfPair, at, crumbs, day_and_time, me


class OfMeeting(OfPair):
    """Mixin: back to the meeting."""

    def get_lead(self) -> Text:
        return self.lead or day_and_time(self.meeting.starts_at)

    def get_success_url(self, result: Any) -> str:
        return self.meeting.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.meeting.get_absolute_url()

    def get_already_done_url(self) -> str:
        return self.meeting.get_absolute_url()


class SharedNotePage(OfMeeting, FormPage[SharedNoteForm]):
    """What was agreed. Whoever saves second sees the text of the first one and puts both together."""

    access = WORK
    title = _("What was agreed")
    lead = _("Both sides of the pair and the curator read it, and both sides may change it.")
    template_name = "meetings/shared_note.html"
    form_class = SharedNoteForm
    draft = True
    success_message = _("It is written down.")
    theirs: SharedNote | None = None

    @cached_property
    def note(self) -> SharedNote:
        """The note as it stands, an empty one when there is none."""
        return SharedNote.objects.filter(meeting=self.meeting).first() or SharedNote(meeting=self.meeting, version=0)

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.note.text, "version": self.note.version}

    def perform(self, form: SharedNoteForm) -> SharedNote:
        said = form.cleaned_data
        try:
            return actions.save_shared_note(
                meeting=self.meeting, words=Words(said["text"]), version=said["version"], acting=self.actor
            )
        except NoteChanged:
            # The text typed stays, and the next try is on top of what is there now, shown above it.
            self.theirs = self.note
            form.data = {**self.request.POST.dict(), "version": str(self.note.version)}
            raise

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"theirs": self.theirs, **kwargs})


class PrivateNotePage(OfMeeting, FormPage[PrivateNoteForm]):
    """A note for oneself."""

    access = WORK
    title = _("Note for myself")
    lead = _("Nobody but you reads it: neither the pair nor the curator.")
    form_class = PrivateNoteForm
    draft = True
    success_message = _("It is written down.")

    def get_initial(self) -> dict[str, Any]:
        note = own_notes(self.actor).filter(meeting=self.meeting).first()
        return {"text": note.text} if note else {}

    def perform(self, form: PrivateNoteForm) -> PrivateNote:
        return actions.save_private_note(
            meeting=self.meeting, words=Words(form.cleaned_data["text"]), acting=self.actor
        )


def own_notes(actor: Actor) -> QuerySet[PrivateNote]:
    """The actor's private notes."""
    own = PrivateNote.objects.select_related("meeting")
    return own.filter(author=actor.account_id) if actor.account_id is not None else own.none()


class NotesPage(Page):
    """One's own private notes, also those of meetings that were called off."""

    access = MEETINGS
    title = _("My notes")
    lead = _("Nobody but you reads them.")
    template_name = "meetings/notes.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = _("A note for yourself is written on the page of a meeting.")
        empty = EmptyState(_("No notes"), text, "lock")
        return super().get_context_data(**{"notes": own_notes(self.actor)[:100], "empty": empty, **kwargs})


class EraseNotePage(ActionPage):
    """Take one's own note away."""

    access = MEETINGS
    success_message = _("The note is taken away.")

    @cached_property
    def note(self) -> PrivateNote:
        """The note; ``NotFound`` for anybody else's."""
        found = own_notes(self.actor).filter(pk=self.kwargs["private_note"]).first()
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        _found = self.note

    def perform(self) -> None:
        actions.erase_private_note(note=self.note, acting=self.actor)

    def get_success_url(self, result: None) -> str:
        return at("notes")

    def get_cancel_url(self) -> str:
        return at("notes")


class ReflectPage(OfMeeting, FormPage[ReflectionForm]):
    """Three questions and a mark."""

    access = OWN
    title = _("How was the meeting?")
    lead = _("The curator reads it; the other side only when it has written too.")
    form_class = ReflectionForm
    draft = True
    success_message = _("Thank you: it is saved.")

    def get_initial(self) -> dict[str, Any]:
        own = Reflection.objects.filter(meeting=self.meeting, person=me(self.actor)).first()
        return {name: getattr(own, name) for name in ("useful", "hard", "ahead", "mark")} if own else {}

    def perform(self, form: ReflectionForm) -> Reflection:
        said = form.cleaned_data
        return actions.save_reflection(
            meeting=self.meeting,
            useful=Words(said["useful"]),
            hard=Words(said["hard"]),
            ahead=Words(said["ahead"]),
            mark=said["mark"],
            acting=self.actor,
        )
