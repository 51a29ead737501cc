"""The register: the list with «for signature», search, filters, export, signing of many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import AlreadyDone, DomainError
from ui.pages import Action, ActionPage, BulkAction, EmptyState, ListPage, go_to, ticked

from .. import actions, permissions, queries
from ..filters import OrderFilter
from ..models import Order
from ..tables import OrderTable

ALL = "all"
# What says nothing in a tab is not shown there: a waiting act has no number.
EMPTY_COLUMNS = {
    Order.State.WAITING: ("number", "dated", "return_reason"),
    Order.State.RETURNED: ("number", "dated", "state"),
    Order.State.SIGNED: ("created_at", "return_reason"),
    Order.State.WITHDRAWN: ("number", "dated", "return_reason"),
    ALL: ("created_at", "return_reason"),
}


class OrderList(ListPage[Order]):
    """The register by state; the head begins with what waits for the signature."""

    access = permissions.OFFICE
    title = _("Orders")
    table_class = OrderTable
    filterset_class = OrderFilter
    template_name = "orders/list.html"
    export_name = "orders"
    empty = EmptyState(
        _("Nothing here"),
        _("An order appears when a pair is agreed and the curator prepares its order."),
        "file-earmark-text",
    )

    @property
    def state(self) -> str:
        """The tab: a state, or ``all``."""
        asked = self.request.GET.get("state", Order.State.WAITING)
        return asked if asked in [*Order.State.values, ALL] else Order.State.WAITING

    def get_queryset(self) -> QuerySet[Order]:
        rows = queries.visible_to(self.actor).defer("facts").select_related("cancellation")
        return rows if self.state == ALL else rows.filter(state=self.state)

    @property
    def signs(self) -> bool:
        """True when the rows shown can be signed by the actor."""
        return self.state == Order.State.WAITING and permissions.may_sign(self.actor)

    @property
    def is_filtered(self) -> bool:
        """The tab is no filter: an empty tab has its own words."""
        return any(value for name, value in self.request.GET.items() if name in ("q", "kind") or "dated" in name)

    def get_page_actions(self) -> Sequence[Action]:
        found = [
            Action(_("Labour packs"), reverse("orders:labour"), "person-workspace", "quiet"),
            Action(_("Templates of orders"), reverse("orders:templates"), "file-earmark-word", "quiet"),
            Action(_("Numbers of orders"), reverse("orders:numbering"), "123", "quiet"),
        ]
        if self.state == Order.State.SIGNED:
            url = f"{reverse('orders:bundle_new')}?{self.request.GET.urlencode()}"
            found.insert(0, Action(_("Documents as a ZIP"), url, "file-earmark-zip", "secondary", "post"))
        return found

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"exclude": (*(() if self.get_bulk_actions() else ("check",)), *EMPTY_COLUMNS.get(self.state, ()))}

    def get_bulk_actions(self) -> Sequence[BulkAction]:
        if self.state == Order.State.SIGNED:
            return [BulkAction(_("Documents as a ZIP"), reverse("orders:bundle_new"), "file-earmark-zip")]
        if not self.signs:
            return ()
        question = _("Sign the selected orders with today's date? Each gets its number and is carried out at once.")
        return [BulkAction(_("Sign the selected"), reverse("orders:sign_selected"), "pen", question)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tabs=self._tabs(), state=self.state, **kwargs)

    def _tabs(self) -> list[dict[str, Any]]:
        counts = queries.counts()
        labels = {
            Order.State.WAITING: gettext("For signature"),
            Order.State.SIGNED: gettext("Signed"),
            Order.State.RETURNED: gettext("Returned"),
            ALL: gettext("All"),
        }
        return [
            {
                "label": label,
                "url": f"?state={state}",
                "active": state == self.state,
                "count": sum(counts.values()) if state == ALL else counts.get(state, 0),
            }
            for state, label in labels.items()
        ]


class SignSelected(ActionPage):
    """Signs the ticked orders one by one: a refusal of one does not stop the others."""

    access = permissions.SIGNERS

    def perform(self) -> HttpResponse:
        signed, refusals = 0, []
        for order in queries.waiting().filter(pk__in=ticked(self.request)):
            try:
                actions.sign_order(order=order, acting=self.actor)
                signed += 1
            except AlreadyDone:
                continue
            except DomainError as refusal:
                refusals.append(f"{order.title}: {refusal.message}")
        self._tell(signed, refusals)
        return go_to(self.request, reverse("orders:index"))

    def _tell(self, signed: int, refusals: list[str]) -> None:
        if signed:
            text = ngettext("%(count)s order is signed.", "%(count)s orders are signed.", signed) % {"count": signed}
            messages.success(self.request, text)
        for line in refusals:
            messages.error(self.request, line)
        if not signed and not refusals:
            messages.info(self.request, gettext("No orders were chosen."))
