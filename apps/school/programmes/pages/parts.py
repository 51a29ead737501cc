"""Contests, open lessons, talks and publications of a pair."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from ui.pages import Action, ActionPage, FormPage

from .. import taking_part
from ..models import Participation, Programme
from ..permissions import WORK
from ..plan_forms import PartForm
from .base import OfProgramme

RESULT_KINDS = {"ahead": "waiting", "laureate": "success", "prize": "success", "winner": "success"}


class PartsPage(OfProgramme):
    """Everything that the people of the pair took part in, the newest first."""

    tab = "parts"
    title = _("Contests and publications")
    template_name = "programmes/parts.html"

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Add a record"), self.at("part_new"), icon="plus-lg")] if self.may_write() else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.programme.participations.select_related("person")
        shown = [{"part": row, "kind": RESULT_KINDS.get(row.result, "neutral")} for row in rows[:100]]
        counted = taking_part.counts_of(self.programme.participations.exclude(result=Participation.Result.AHEAD))
        return super().get_context_data(**{"rows": shown, "counted": counted, **kwargs})


class _PartPage(OfProgramme):
    access = WORK
    tab = "parts"

    @cached_property
    def part(self) -> Participation:
        """The record of the address; ``NotFound`` when the programme has none of that id."""
        return taking_part.part_of(self.programme, self.kwargs["part"])

    def find_objects(self) -> None:
        """The programme, and the record where one is named."""
        super().find_objects()
        if "part" in self.kwargs:
            _part = self.part


class _PartFormPage(_PartPage, FormPage[PartForm]):
    form_class = PartForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": [*self.people.mentees, *self.people.mentors]}

    def given(self, form: PartForm) -> dict[str, Any]:
        """Arguments of the action."""
        people = [*self.people.mentors, *self.people.mentees]
        person = next(each for each in people if str(each.pk) == form.cleaned_data["person"])
        return {"person": person, "part": form.part(), "acting": self.actor}


class PartNewPage(_PartFormPage):
    """A new record."""

    title = _("A contest, a lesson, a publication")
    draft = True
    success_message = _("The record is added.")

    def get_initial(self) -> dict[str, Any]:
        return {"on_day": today(), "person": self.people.mentees[0].pk if self.people.mentees else None}

    def perform(self, form: PartForm) -> Participation:
        return taking_part.record_part(programme=self.programme, **self.given(form))


class PartEditPage(_PartFormPage):
    """Correct a record, or tell the result."""

    title = _("A contest, a lesson, a publication")
    template_name = "programmes/part.html"
    success_message = _("The record is changed.")

    def get_initial(self) -> dict[str, Any]:
        names = ("kind", "title", "level", "where", "on_day", "result", "link")
        return {**{name: getattr(self.part, name) for name in names}, "person": self.part.person_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"part": self.part, **kwargs})

    def perform(self, form: PartForm) -> Participation:
        return taking_part.change_part(record=self.part, **self.given(form))


class PartRemovePage(_PartPage, ActionPage):
    """Take a record back."""

    success_message = _("The record is taken back.")

    def perform(self) -> Programme:
        return taking_part.remove_part(record=self.part, acting=self.actor)
