"""What pages of one order have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ui.pages import Crumb

from .. import queries
from ..models import Order


class OfOrder:
    """Mixin: the order of the address, among those that the actor may read."""

    actor: Any
    kwargs: dict[str, Any]

    def find(self) -> Order | None:
        """The order; ``NotFound`` otherwise."""
        return queries.get_visible(self.kwargs["order"], self.actor)

    @property
    def order(self) -> Order:
        """The order, read once."""
        if not hasattr(self, "_order"):
            self._order = queries.get_visible(self.kwargs["order"], self.actor)
        return self._order

    def get_crumbs(self) -> Sequence[Crumb]:
        """Back to the register and to the order."""
        return [
            Crumb(_("Orders"), reverse("orders:index")),
            Crumb(self.order.title, self.order.get_absolute_url()),
        ]

    def get_cancel_url(self) -> str:
        """Back to the order."""
        return self.order.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        """The order again."""
        return self.order.get_absolute_url()
