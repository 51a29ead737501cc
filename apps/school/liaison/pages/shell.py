"""What the pages of the liaison have in common: tabs, lists of frozen lines, the overview."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.exchange import outlook
from apps.school.liaison import permissions, queries
from tenants.isolation.hosts import REGION_LABEL, address_of
from ui.forms import FilterForm
from ui.pages import Action, Crumb, ListPage, Page

TABS = (
    ("index", _("What waits")),
    ("search", _("Mentors of other schools")),
    ("needs", _("Needs of other schools")),
    ("requests", _("Our requests")),
    ("incoming", _("Requests to us")),
    ("offers", _("Our offers")),
    ("own_needs", _("Our needs")),
)


def tabs(active: str) -> list[dict[str, Any]]:
    """The sections of «Other schools» for the office."""
    return [{"label": label, "url": reverse(f"liaison:{name}"), "active": name == active} for name, label in TABS]


def remote_pairs_address() -> str:
    """The list of remote pairs on the region's host."""
    return f"{address_of(REGION_LABEL)}/exchange/"


class Section(Page):
    """A page below «Other schools»."""

    tab: str = ""

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Other schools"), reverse("liaison:index"))] if self.actor.has("curator", "head") else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = tabs(self.tab) if self.tab and self.actor.has("curator", "head") else []
        return super().get_context_data(**{"section_tabs": shown, **kwargs})


class LinesPage(Section, ListPage[Any]):
    """A list of frozen lines with a form of filters that lives in the address."""

    template_name = "liaison/list.html"

    def get_lines(self) -> Sequence[Any]:
        """The lines that this actor may see."""
        raise NotImplementedError

    def get_filter_form(self) -> FilterForm | None:
        """The filters; None: the list has none."""
        return None

    @cached_property
    def filter_form(self) -> FilterForm | None:
        """The filters as asked."""
        return self.get_filter_form()

    def get_queryset(self) -> Any:
        """Lines instead of rows: the table takes both."""
        return list(self.get_lines())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"filter_form": self.filter_form, **kwargs})


class OverviewPage(Section):
    """What waits for the curator, and the ways on."""

    access = permissions.OFFICE
    template_name = "liaison/overview.html"
    title = _("Other schools")
    lead = _("Mentors who work with mentees of other schools, by video. Neither school sees the other's bank.")
    tab = "index"

    def get_crumbs(self) -> Sequence[Crumb]:
        return []

    def get_page_actions(self) -> Sequence[Action]:
        if not self.actor.has("curator"):
            return []
        return [
            Action(_("Find a mentor"), reverse("liaison:search"), "search"),
            Action(_("Offer a mentor"), reverse("liaison:offer_new"), "mortarboard", "secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        school = queries.own_id()
        own = [line for line in outlook.outgoing(school) if line.waits_for == "own"]
        incoming = [line for line in outlook.incoming(school) if line.waits_for == "own"]
        return super().get_context_data(
            **{
                "own": own,
                "incoming": incoming,
                "facts": outlook.remote_facts(school),
                "remote_pairs": remote_pairs_address(),
                **kwargs,
            }
        )
