"""The head signs or returns; the office withdraws, makes the documents again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from ui.pages import ActionPage, ConfirmPage, FormPage

from .. import actions, numbering, permissions
from ..changes import changes_of
from ..forms import ReturnForm, SignForm
from ..labour.queries import without_agreement
from ..models import Order
from ..names import named_people
from .common import OfOrder


class SignPage(OfOrder, FormPage[SignForm]):
    """The signature: asks once, with what will happen."""

    access = permissions.SIGNERS
    title = _("Sign the order")
    template_name = "orders/sign.html"
    form_class = SignForm
    submit_label = _("Sign")
    success_message = _("The order is signed. Its documents are being made.")

    def get_initial(self) -> dict[str, Any]:
        return {"dated": today()}

    def perform(self, form: SignForm) -> Order:
        return actions.sign_order(order=self.order, dated=form.cleaned_data["dated"], acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = self.order
        return super().get_context_data(
            order=order,
            changes=changes_of(order),
            next_number=numbering.preview(order, today()),
            people=named_people(order.facts),
            without_agreement=without_agreement(order),
            **kwargs,
        )


class ReturnPage(OfOrder, FormPage[ReturnForm]):
    """The head returns the order with a reason."""

    access = permissions.SIGNERS
    title = _("Return the order")
    form_class = ReturnForm
    submit_label = _("Return")
    draft = True
    success_message = _("The order is returned to the curator.")

    def perform(self, form: ReturnForm) -> Order:
        return actions.return_order(order=self.order, reason=form.cleaned_data["reason"], acting=self.actor)


class WithdrawPage(OfOrder, ConfirmPage):
    """The office takes the order back."""

    access = permissions.OFFICE
    title = _("Withdraw the order")
    confirm_label = _("Withdraw")
    success_message = _("The order is withdrawn.")

    def get_consequences(self) -> Sequence[str]:
        return [gettext("The order leaves the head's list."), gettext("It can be prepared anew later.")]

    def perform(self) -> Order:
        return actions.withdraw_order(order=self.order, acting=self.actor)


class RenderAgain(OfOrder, ActionPage):
    """Makes the documents once more, after a failure."""

    access = permissions.OFFICE
    success_message = _("The documents are being made.")

    def perform(self) -> Order:
        return actions.render_again(order=self.order, acting=self.actor)
