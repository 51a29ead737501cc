"""What is done with a signed order: its scan, its cancellation, documents of many as one ZIP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import NotFound
from kernel.uploads import content_type
from ui.pages import Action, ActionPage, Crumb, DetailPage, Download, DownloadPage, FormPage, ticked

from .. import actions, permissions, queries
from ..cancelling import prepare_cancellation
from ..filters import OrderFilter
from ..forms import CancelForm, ScanForm
from ..models import Order, OrderBundle, OrderScan
from ..undoing import against, undoing_of
from .common import OfOrder


class ScanPage(OfOrder, FormPage[ScanForm]):
    """Attach the signed paper."""

    access = permissions.OFFICE
    title = _("Attach the signed paper")
    form_class = ScanForm
    submit_label = _("Attach")
    success_message = _("The scan is attached.")

    def perform(self, form: ScanForm) -> OrderScan:
        return actions.attach_scan(order=self.order, file=form.cleaned_data["file"], acting=self.actor)


class ScanFile(OfOrder, DownloadPage):
    """A scan, for those who may read the order."""

    access = permissions.READERS

    def get_download(self) -> Download:
        scan = self.order.scans.filter(pk=self.kwargs["scan"]).first()
        if scan is None:
            raise NotFound()
        name = gettext("Order № %(number)s, signed") % {"number": self.order.number}
        kind = content_type(scan.file.name or "")
        return Download(scan.file.open("rb").file, f"{name}.{scan.ending}", kind)


class CancelPage(OfOrder, FormPage[CancelForm]):
    """The order that cancels this one, for the head's signature; or why it cannot be cancelled."""

    access = permissions.OFFICE
    title = _("Cancel by another order")
    template_name = "orders/cancel.html"
    form_class = CancelForm
    submit_label = _("Give to the head for signature")
    success_message = _("The order waits for the head's signature.")
    draft = True

    def perform(self, form: CancelForm) -> Order:
        return prepare_cancellation(order=self.order, reason=form.cleaned_data["reason"], acting=self.actor)

    def get_success_url(self, result: Order) -> str:
        return result.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = self.order
        impossible = against(order) if order.is_signed else [_("Only a signed order is cancelled.")]
        undoing = None if impossible else undoing_of(order.kind)
        return super().get_context_data(
            order=order, undone=undoing.tells(order) if undoing else (), impossible=impossible, **kwargs
        )


class BundleSelected(ActionPage):
    """The documents of the ticked orders, or of all that the filters show, as one ZIP."""

    access = permissions.OFFICE

    def perform(self) -> OrderBundle:
        # Only the button beside the list asks without ticks; ticks that are nobody's are not «all».
        asked_for_all = not self.request.POST.getlist("selected")
        chosen = self._shown() if asked_for_all else ticked(self.request)
        return actions.start_bundle(orders=chosen, acting=self.actor)

    def _shown(self) -> list[int]:
        rows = queries.visible_to(self.actor).filter(state=Order.State.SIGNED)
        return list(OrderFilter(self.request.GET or None, queryset=rows).qs.values_list("pk", flat=True))

    def get_success_url(self, result: OrderBundle) -> str:
        return reverse("jobs:show", kwargs={"job": result.job_id})

    def get_cancel_url(self) -> str:
        return reverse("orders:index")


class _OfBundle:
    """Mixin: the bundle of the address, for the one who asked for it and for the head."""

    actor: Any
    kwargs: dict[str, Any]

    @property
    def bundle(self) -> OrderBundle:
        """``NotFound`` for somebody else's."""
        found = OrderBundle.objects.filter(pk=self.kwargs["bundle"]).first()
        if found is None or not (found.asked_by == self.actor.account_id or permissions.may_sign(self.actor)):
            raise NotFound()
        return found


class BundlePage(_OfBundle, DetailPage[OrderBundle]):
    """What became of a bundle: the archive, and the orders whose documents could not be made."""

    access = permissions.OFFICE
    title = _("Documents of orders")
    template_name = "orders/bundle.html"

    def find(self) -> OrderBundle:
        return self.bundle

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Orders"), reverse("orders:index"))]

    def get_page_actions(self) -> Sequence[Action]:
        if not self.object.file:
            return []
        url = reverse("orders:bundle_zip", kwargs={"bundle": self.object.pk})
        return [Action(_("Download the ZIP"), url, "file-earmark-zip")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bundle = self.object
        faulty = Order.objects.filter(pk__in=bundle.problems)
        return super().get_context_data(
            bundle=bundle,
            made=len(bundle.orders) - len(bundle.problems),
            problems=[(order, bundle.problems[str(order.pk)]) for order in faulty],
            **kwargs,
        )


class BundleZip(_OfBundle, DownloadPage):
    """The archive."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        if not self.bundle.file:
            raise NotFound()
        return Download(self.bundle.file.open("rb").file, gettext("Orders.zip"), "application/zip")
