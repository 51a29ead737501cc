"""Tables of the register."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from ui.icons import badge
from ui.tables import BadgeColumn, CheckColumn, Column, DateColumn, DateTimeColumn, LinkColumn, Table

from .kinds import ORDER_KINDS
from .models import Order

STATE_KINDS = {"waiting": "waiting", "returned": "warning", "signed": "success", "withdrawn": "neutral"}


class StateColumn(BadgeColumn):
    """The state; of a signed order that another one has cancelled, that."""

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        if hasattr(record, "cancellation"):
            return badge(pgettext("order", "cancelled"), "danger")
        return super().render(value, record, bound_column)


class OrderTable(Table):
    """The register: one row per act."""

    check = CheckColumn()
    title = LinkColumn(verbose_name=_("What about"), order_by=("title", "id"))
    kind = Column(verbose_name=_("Kind"))
    number = Column(verbose_name=_("Number"), order_by=("year", "act_kind", "sequence"))
    dated = DateColumn(verbose_name=_("Date"))
    return_reason = Column(verbose_name=_("What is to be changed"))
    created_at = DateTimeColumn(verbose_name=_("Prepared"))
    state = StateColumn(STATE_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        model = Order
        fields = ("check", "title", "kind", "number", "dated", "return_reason", "created_at", "state")

    def render_kind(self, value: str) -> str:
        """The kind in words."""
        return str(ORDER_KINDS[value].title)

    value_kind = render_kind

    def value_state(self, value: str, record: Order) -> str:
        """The same as is shown, for XLSX."""
        return pgettext("order", "cancelled") if hasattr(record, "cancellation") else value
