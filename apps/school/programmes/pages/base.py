"""What all pages of one programme have in common: the object, its people, who looks, the tabs."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.rules.programme import UNIT
from apps.school.regulation.view import RegulationView
from kernel.clock import now
from ui.pages import Crumb
from ui.pages.base import Page

from .. import amending, queries, rules, visiting
from ..models import Meeting, PlanItem, Programme
from ..permissions import SEE, Standing
from ..tables import STATE_KINDS

TABS: tuple[tuple[str, str | Promise], ...] = (
    ("show", _("Overview")),
    ("plan", _("Plan")),
    ("meetings", _("Meetings")),
    ("note", _("Note of the programme")),
    ("changes", _("Changes")),
    ("visits", _("Lesson visits")),
    ("parts", _("Contests and publications")),
)


class OfProgramme(Page):
    """Mixin: ``self.programme`` among those this actor sees, ``self.standing``, tabs in the context."""

    access = SEE
    tab: str = ""

    @cached_property
    def programme(self) -> Programme:
        """The programme; ``NotFound`` for everybody else's."""
        return queries.get_visible(self.kwargs["programme"], self.actor)

    @cached_property
    def people(self) -> queries.People:
        """Who takes part."""
        return queries.people_of(self.programme)

    @cached_property
    def standing(self) -> Standing:
        """What this person is in the programme."""
        return queries.standing(self.programme, self.actor)

    @cached_property
    def view(self) -> RegulationView:
        """The regulation the pair lives under."""
        return queries.view_for(self.programme.match)

    @cached_property
    def template(self) -> rules.NoteTemplate:
        """The template of the note."""
        return rules.template_of(self.view)

    @property
    def unit_title(self) -> str:
        """What the document is called: as it was drawn up, else as the regulation names it."""
        unit = self.programme.unit or str(self.view.value(UNIT))
        return self.view.local_name("programme_unit", unit)

    @cached_property
    def meeting(self) -> Meeting:
        """The meeting named in the address."""
        return queries.meeting_of(self.programme, self.kwargs["meeting"])

    @cached_property
    def item(self) -> PlanItem:
        """The row of the plan named in the address."""
        return queries.item_of(self.programme, self.kwargs["item"])

    def find_objects(self) -> None:
        """The programme and what of it the address names."""
        for name in ("programme", "meeting", "item"):
            if name in self.kwargs:
                getattr(self, name)

    def at(self, name: str, *more: object) -> str:
        """Address of another page of this programme."""
        return reverse(f"programmes:{name}", args=[self.programme.pk, *more])

    def may_write(self) -> bool:
        """True when this person writes the plan and the meetings of an open programme."""
        return self.standing.may_work and not self.programme.is_over

    def may_write_note(self) -> bool:
        """True when the regulation lets this person write the note of an open programme."""
        codes = self.standing.author_codes
        return bool(codes) and not self.programme.is_over and not rules.authorship(self.view, codes)

    def tabs(self) -> list[tuple[str, str | Promise]]:
        """Sections of this programme: changes of an approved one, visits where lessons are visited."""
        hidden = set()
        if self.programme.state == Programme.State.DRAFT:
            hidden.add("changes")
        if not visiting.may_visit(self.view, self.programme):
            hidden.add("visits")
        return [(name, title) for name, title in TABS if name not in hidden or name == self.tab]

    def by_agreement(self) -> bool:
        """True when a change that this person makes waits for the word of others."""
        return amending.is_by_agreement(self.programme, self.actor)

    def get_crumbs(self) -> list[Crumb]:
        crumbs = [Crumb(_("Programmes"), reverse("programmes:index"))]
        return crumbs if self.tab == "show" else [*crumbs, Crumb(self.people.title, self.at("show"))]

    def get_success_url(self, result: Any) -> str:
        """Back to the section the page belongs to."""
        return self.at(self.tab or "show")

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return self.at(self.tab or "show")

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return self.at(self.tab or "show")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [{"label": title, "url": self.at(name), "active": name == self.tab} for name, title in self.tabs()]
        return super().get_context_data(
            **{
                "programme": self.programme,
                "match": self.programme.match,
                "people": self.people,
                "standing": self.standing,
                "state_kind": STATE_KINDS[self.programme.state],
                "form_title": self.view.local_name("mentoring_form", self.programme.match.form),
                "type_title": self.view.local_name("mentoring_type", self.programme.match.type),
                "may_write": self.may_write(),
                "tabs": tabs,
                "now": now(),
                **kwargs,
            }
        )
