"""Tables of the register."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ui.tables import BadgeColumn, CheckColumn, Column, DateColumn, DateTimeColumn, LinkColumn, Table

from .kinds import ORDER_KINDS
from .models import Order

STATE_KINDS = {"waiting": "waiting", "returned": "warning", "signed": "success", "withdrawn": "neutral"}


class OrderTable(Table):
    """The register: one row per act."""

    check = CheckColumn()
    title = LinkColumn(verbose_name=_("What about"), order_by=("title", "id"))
    kind = Column(verbose_name=_("Kind"))
    number = Column(verbose_name=_("Number"), order_by=("year", "act_kind", "sequence"))
    dated = DateColumn(verbose_name=_("Date"))
    created_at = DateTimeColumn(verbose_name=_("Prepared"))
    state = BadgeColumn(STATE_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        model = Order
        fields = ("check", "title", "kind", "number", "dated", "created_at", "state")

    def render_kind(self, value: str) -> str:
        """The kind in words."""
        return str(ORDER_KINDS[value].title)

    value_kind = render_kind
