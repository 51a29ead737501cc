"""A draft is built from a typical plan or from a programme that worked: chosen, looked at, taken over."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from ui.pages import ConfirmPage, Crumb, Text

from .. import building, library, outlines
from ..models import Programme, TypicalPlan
from ..outlines import Term
from ..permissions import WORK
from .base import OfProgramme
from .library import outline_context


class BuildPage(OfProgramme):
    """What the programme may be built from: the library first, then programmes with a good result, without names."""

    access = WORK
    tab = "plan"
    title = _("Build the programme from an example")
    template_name = "programmes/build.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        match = self.programme.match
        worked = [
            {"each": each, "type": self.view.local_name("mentoring_type", each.programme.match.type)}
            for each in building.worked(self.programme)
        ]
        plans = library.fitting(match.form, match.type, self.programme.unit)
        return super().get_context_data(**{"plans": plans, "worked": worked, **kwargs})


class _TakePage(OfProgramme, ConfirmPage):
    access = WORK
    tab = "plan"
    template_name = "programmes/build_take.html"
    confirm_label = _("Take it over")
    success_message = _("Taken over. Adapt the plan to this pair.")

    @cached_property
    def source(self) -> TypicalPlan | Programme:
        """What is taken over; ``NotFound`` otherwise."""
        raise NotImplementedError

    def find_objects(self) -> None:
        """The programme and the source."""
        super().find_objects()
        _source = self.source

    def get_crumbs(self) -> list[Crumb]:
        return [*super().get_crumbs(), Crumb(_("Build the programme from an example"), self.at("build"))]

    def get_cancel_url(self) -> str:
        return self.at("build")

    def get_consequences(self) -> list[Text]:
        return [
            _("Empty fields of the note are filled, goals and activities are added; nothing of yours is changed."),
            _("The terms are laid onto the term of this pair."),
            _("No name of another pair is taken over: where one stood, you read who it was."),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        match = self.programme.match
        found = building.fitted(self.programme, building.outline_from(self.source))
        context = outline_context(self.view, found)
        days = outlines.dated(found.rows, Term(match.starts_on, match.ends_on))
        for shown, row in zip(context["rows"], days, strict=True):
            shown["days"] = row
        note = [(self.template.titles.get(code, code), text) for code, text in found.note.items()]
        goals = [outlines.goal_row(goal).words for goal in found.goals]
        return super().get_context_data(**{**context, "note": note, "goals": goals, **kwargs})

    def perform(self) -> Programme:
        return building.build_programme(programme=self.programme, source=self.source, acting=self.actor)


class BuildTypicalPage(_TakePage):
    """From a plan of the library."""

    @cached_property
    def source(self) -> TypicalPlan:
        """The plan of the address."""
        return library.plan_of(self.kwargs["typical"])

    def get_title(self) -> Text:
        return self.source.title


class BuildWorkedPage(_TakePage):
    """From a completed programme with a good result."""

    title = _("A programme that worked")

    @cached_property
    def source(self) -> Programme:
        """The programme of the address."""
        return building.example_of(self.kwargs["worked"], self.programme)
