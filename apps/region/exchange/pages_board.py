"""What schools offer and need, over the whole region: for coordinators. Names stand here with the mentors' consent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.exchange import permissions, queries, recommending
from apps.region.exchange.models import Need, Offer
from apps.region.exchange.tables import NeedFilter, NeedTable, OfferFilter, OfferTable
from ui.pages import Crumb, EmptyState, ListPage, Page

TABS = (
    ("board_offers", _("Offers")),
    ("board_needs", _("Needs")),
    ("board_best", _("Best distribution")),
)


class _Board(Page):
    access = permissions.REGION
    tab = ""

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Remote pairs"), reverse("exchange:index"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            {"label": label, "url": reverse(f"exchange:{name}"), "active": name == self.tab} for name, label in TABS
        ]
        return super().get_context_data(**{"section_tabs": tabs, **kwargs})


class OffersBoard(_Board, ListPage[Offer]):
    """Open offers of all schools."""

    title = _("Mentors offered in the region")
    tab = "board_offers"
    template_name = "exchange/board.html"
    table_class = OfferTable
    filterset_class = OfferFilter
    export_name = "offers"
    empty = EmptyState(_("No mentors are offered yet"), _("Schools offer their mentors themselves."), "mortarboard")

    def get_queryset(self) -> QuerySet[Offer]:
        return queries.board_offers()


class NeedsBoard(_Board, ListPage[Need]):
    """Open needs of all schools, without names."""

    title = _("Needs published in the region")
    tab = "board_needs"
    template_name = "exchange/board.html"
    table_class = NeedTable
    filterset_class = NeedFilter
    export_name = "needs"
    empty = EmptyState(_("No needs are published"), _("Schools publish needs without names themselves."), "megaphone")

    def get_queryset(self) -> QuerySet[Need]:
        return queries.board_needs()


class BestPage(_Board):
    """The best distribution of what is offered over what is needed, proven, with reasons in words."""

    title = _("Best distribution")
    lead = _("As many needs as possible are met, and as well as possible: no other distribution is better.")
    tab = "board_best"
    template_name = "exchange/best.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = recommending.of_region()
        offers = {row.pk: row for row in queries.board_offers()}
        needs = list(queries.board_needs())
        met = [(need, *found.chosen[need.pk]) for need in needs if need.pk in found.chosen]
        lines = [(need, offers[offer], how) for need, offer, how in met if offer in offers]
        left = [need for need in needs if need.pk not in found.chosen]
        return super().get_context_data(**{"lines": lines, "left": left, "total": found.total, **kwargs})
