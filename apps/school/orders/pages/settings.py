"""How the school numbers its acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from ui.pages import Crumb, FormPage

from .. import actions, numbering, permissions
from ..forms import NumberingForm
from ..kinds import ORDER_KINDS
from ..models import NumberingScheme, Order


class NumberingPage(FormPage[NumberingForm]):
    """The scheme, with the number that the next act of each kind would get."""

    access = permissions.OFFICE
    title = _("Numbers of orders")
    lead = _("Acts signed from now on are numbered this way; numbers that were given stay as they are.")
    template_name = "orders/numbering.html"
    form_class = NumberingForm
    success_message = _("The scheme of numbers is saved.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Orders"), reverse("orders:index"))]

    def get_cancel_url(self) -> str:
        return reverse("orders:index")

    def get_initial(self) -> dict[str, Any]:
        scheme = numbering.scheme_in_use()
        own = {f"pattern_{kind}": text for kind, text in scheme.patterns.items()}
        return {
            "pattern": scheme.pattern,
            "counter": scheme.counter,
            "yearly": scheme.yearly,
            "first": scheme.first,
            **own,
        }

    def perform(self, form: NumberingForm) -> NumberingScheme:
        values = form.values()
        return actions.set_numbering(
            pattern=values["pattern"],
            patterns={kind: values[f"pattern_{kind}"] for kind in ORDER_KINDS},
            counter=values["counter"],
            yearly=values["yearly"],
            first=values["first"],
            acting=self.actor,
        )

    def get_success_url(self, result: NumberingScheme) -> str:
        return reverse("orders:numbering")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = today()
        shown = [
            (kind.title, numbering.preview(Order(kind=kind.code, act_kind="order"), day))
            for kind in ORDER_KINDS.values()
        ]
        return super().get_context_data(previews=shown, day=day, **kwargs)
