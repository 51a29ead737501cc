"""What the pages of the year have in common: the tabs of the section, one roadmap with its tabs, who may edit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.errors import NoRegulation
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.view import RegulationView
from kernel.errors import DomainError
from ui.pages import Crumb
from ui.pages.base import Page

from .. import actions, permissions, queries
from ..errors import EditedMeanwhile
from ..models import Event, Roadmap, Stage, Term
from ..tables import STATE_KINDS

SECTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("index", _("Roadmaps")),
    ("mine", _("My events")),
    ("refreshes", _("Refresh of the banks")),
    ("monitoring", _("Monitoring")),
    ("rewards", _("Rewards")),
)
TABS: tuple[tuple[str, str | Promise], ...] = (
    ("show", _("Table")),
    ("terms", _("Terms")),
    ("timeline", _("Timeline")),
)


class WithView(Page):
    """Mixin: the regulation in force and what it lets this person do."""

    @cached_property
    def view(self) -> RegulationView | None:
        """The regulation in force, if any; read once."""
        return queries.view_now()

    @property
    def regulation(self) -> RegulationView:
        """The regulation in force; the page refuses without one."""
        if self.view is None:
            raise NoRegulation()
        return self.view

    def may_author(self) -> bool:
        """True when the regulation names this person among the authors of the roadmap."""
        if self.view is None or not permissions.STAFF.admits(self.actor):
            return False
        return not rules.roadmap_author(self.view, permissions.codes_of(self.actor, self.view))

    def may_approve(self) -> bool:
        """True when the regulation names this person as the approver."""
        if self.view is None:
            return False
        return not rules.roadmap_approver(self.view, permissions.codes_of(self.actor, self.view))

    def is_office(self) -> bool:
        """True for the curator and the head."""
        return permissions.OFFICE.admits(self.actor)


class OfYear(WithView):
    """Mixin of the section's own pages: tabs, the way back to the section."""

    section = "index"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            {"label": title, "url": reverse(f"roadmap:{name}"), "active": name == self.section}
            for name, title in self._sections()
        ]
        return super().get_context_data(**{"tabs": tabs if len(tabs) > 1 else [], "view": self.view, **kwargs})

    def _sections(self) -> Sequence[tuple[str, str | Promise]]:
        if not permissions.STAFF.admits(self.actor):
            return SECTIONS[1:2]
        return SECTIONS if self.is_office() else SECTIONS[:-1]


class OfRoadmap(WithView):
    """Mixin: ``self.roadmap`` and what of it the address names; tabs in the context."""

    access = permissions.STAFF
    tab = ""

    @cached_property
    def roadmap(self) -> Roadmap:
        """The roadmap; ``NotFound`` for another school's."""
        return queries.find(self.kwargs["roadmap"])

    @cached_property
    def stage(self) -> Stage:
        """The stage named in the address."""
        return queries.stage_of(self.roadmap, self.kwargs["roadmap_stage"])

    @cached_property
    def event(self) -> Event:
        """The event named in the address; those who are not of the staff see the events that name them."""
        event = queries.event_of(self.roadmap, self.kwargs["roadmap_event"])
        queries.require_visible(self.actor, event, self.view)
        return event

    @cached_property
    def term(self) -> Term:
        """The term named in the address, of an event that this person may see."""
        term = queries.term_of(self.roadmap, self.kwargs["roadmap_term"])
        queries.require_visible(self.actor, term.event, self.view)
        return term

    def find_objects(self) -> None:
        """The roadmap, then what of it the address names."""
        names = {"roadmap": "roadmap", "roadmap_stage": "stage", "roadmap_event": "event", "roadmap_term": "term"}
        for keyword, name in names.items():
            if keyword in self.kwargs:
                getattr(self, name)

    def at(self, name: str, *more: object) -> str:
        """Address of another page of this roadmap."""
        return reverse(f"roadmap:{name}", args=[self.roadmap.pk, *more])

    def get_crumbs(self) -> Sequence[Crumb]:
        if not permissions.STAFF.admits(self.actor):
            return [Crumb(_("My events"), reverse("roadmap:mine"))]
        crumbs = [Crumb(_("Roadmaps"), reverse("roadmap:index"))]
        return crumbs if self.tab == "show" else [*crumbs, Crumb(_("Table"), self.at("show"))]

    def get_success_url(self, result: Any) -> str:
        """Back to the table."""
        return self.at("show")

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return self.at("show")

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return self.at("show")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [{"label": title, "url": self.at(name), "active": name == self.tab} for name, title in TABS]
        return super().get_context_data(
            **{
                "roadmap": self.roadmap,
                "state_kind": STATE_KINDS[self.roadmap.state],
                "tabs": tabs if permissions.STAFF.admits(self.actor) else [],
                "view": self.view,
                **kwargs,
            }
        )


class OfTerm(OfRoadmap):
    """Mixin: ``self.term``; for everybody whom its event names; back to the page of the event."""

    access = permissions.MINE

    def get_success_url(self, result: Any) -> str:
        """The event's page."""
        return self.at("event", self.term.event_id)

    def get_cancel_url(self) -> str:
        """The event's page."""
        return self.at("event", self.term.event_id)

    def get_already_done_url(self) -> str:
        """The event's page."""
        return self.at("event", self.term.event_id)


def restamped(refusal: DomainError, context: dict[str, Any], row: Roadmap | Event) -> dict[str, Any]:
    """After ``EditedMeanwhile`` the form carries the row as it is now: who saves again has been told what it says."""
    form = context.get("form")
    if isinstance(refusal, EditedMeanwhile) and form is not None:
        form.data = form.data.copy()
        form.data["seen"] = actions.stamp(row)
    return context
