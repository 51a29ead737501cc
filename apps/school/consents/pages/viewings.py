"""Who looked at whose data: to each person their own, to the head everybody's."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ui.pages import Crumb, EmptyState, ListPage

from .. import permissions, viewing
from ..filters import ViewingFilter
from ..models import Viewing
from ..tables import ViewingTable
from .office import index_crumb


class MyViewings(ListPage[Viewing]):
    """«Who looked at my data», and at that of one's wards."""

    access = permissions.OWN
    title = _("Who looked at my data")
    lead = _("Every opening of your card, your consents and lists with your data by somebody else, for three years.")
    table_class = ViewingTable
    exportable = False
    empty = EmptyState(
        _("Nobody has looked yet"), _("When somebody opens your card, it is noted here: who, when, what."), "eye"
    )

    def get_queryset(self) -> QuerySet[Viewing]:
        return viewing.of_mine(self.actor)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("My consents"), reverse("consents:mine"))]


class AllViewings(ListPage[Viewing]):
    """The whole log, for the head, who answers for the data."""

    access = permissions.HEAD
    title = _("Who looked at personal data")
    lead = _("Openings of cards, consents and scans, and lists handed out as files; kept for three years.")
    table_class = ViewingTable
    filterset_class = ViewingFilter
    export_name = "viewings"
    empty = EmptyState(_("Nobody has looked yet"), "", "eye")

    def get_queryset(self) -> QuerySet[Viewing]:
        return viewing.all_rows()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb()]
