"""Pages of the register: the list with «for signature», one order, signing, returning, files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from kernel.errors import AlreadyDone, DomainError, NotFound
from ui.pages import (
    Action,
    ActionPage,
    BulkAction,
    ConfirmPage,
    Crumb,
    DetailPage,
    Download,
    DownloadPage,
    EmptyState,
    FormPage,
    ListPage,
    go_to,
)

from . import actions, permissions, queries, wording
from .changes import changes_of
from .documents import render_pdf
from .forms import OrderFilter, ReturnForm, SignForm
from .models import Order
from .tables import OrderTable

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"
ALL = "all"
# What says nothing in a tab is not shown there: a waiting act has no number, all signed ones are signed.
EMPTY_COLUMNS = {
    Order.State.WAITING: ("number", "dated"),
    Order.State.RETURNED: ("number", "dated", "state"),
    Order.State.SIGNED: ("created_at", "state"),
    ALL: ("created_at",),
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
        rows = queries.visible_to(self.actor).defer("facts")
        return rows if self.state == ALL else rows.filter(state=self.state)

    @property
    def signs(self) -> bool:
        """True when the rows shown can be signed by the actor."""
        return self.state == Order.State.WAITING and permissions.may_sign(self.actor)

    @property
    def is_filtered(self) -> bool:
        """The tab is no filter: an empty tab has its own words."""
        return any(value for name, value in self.request.GET.items() if name in ("q", "kind") or "dated" in name)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"exclude": (*(() if self.signs else ("check",)), *EMPTY_COLUMNS.get(self.state, ()))}

    def get_bulk_actions(self) -> Sequence[BulkAction]:
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


class _OfOrder:
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


class OrderPage(_OfOrder, DetailPage[Order]):
    """One order: what it changes, its text, its files."""

    access = permissions.READERS
    template_name = "orders/order.html"

    def find(self) -> Order | None:
        return self.order

    def get_crumbs(self) -> Sequence[Crumb]:
        if permissions.may_prepare(self.actor):
            return [Crumb(_("Orders"), reverse("orders:index"))]
        return []

    def get_page_actions(self) -> Sequence[Action]:
        order = self.order
        if order.state == Order.State.WAITING:
            return self._decisions()
        if order.is_signed and order.has_documents:
            return [
                Action(_("Download PDF"), self._url("pdf"), "file-earmark-pdf"),
                Action(_("Download DOCX"), self._url("docx"), "file-earmark-word", "secondary"),
            ]
        return []

    def _decisions(self) -> list[Action]:
        preview = Action(_("Preview"), self._url("preview"), "eye", "secondary")
        if permissions.may_sign(self.actor):
            return [
                Action(_("Sign"), self._url("sign"), "pen"),
                Action(_("Return"), self._url("return"), "arrow-return-left", "secondary"),
                preview,
            ]
        return [preview, Action(_("Withdraw"), self._url("withdraw"), "x-circle", "quiet")]

    def _url(self, name: str) -> str:
        return reverse(f"orders:{name}", kwargs={"order": self.order.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        order = self.order
        text = order.facts["act"]["text"] if order.is_signed else wording.frozen_act(order)["text"]
        return super().get_context_data(
            order=order,
            changes=changes_of(order),
            text=text,
            is_office=permissions.may_prepare(self.actor),
            **kwargs,
        )


class SignPage(_OfOrder, FormPage[SignForm]):
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
        return super().get_context_data(order=self.order, changes=changes_of(self.order), **kwargs)


class ReturnPage(_OfOrder, FormPage[ReturnForm]):
    """The head returns the order with a reason."""

    access = permissions.SIGNERS
    title = _("Return the order")
    form_class = ReturnForm
    submit_label = _("Return")
    draft = True
    success_message = _("The order is returned to the curator.")

    def perform(self, form: ReturnForm) -> Order:
        return actions.return_order(order=self.order, reason=form.cleaned_data["reason"], acting=self.actor)


class WithdrawPage(_OfOrder, ConfirmPage):
    """The office takes the order back."""

    access = permissions.OFFICE
    title = _("Withdraw the order")
    confirm_label = _("Withdraw")
    success_message = _("The order is withdrawn.")

    def get_consequences(self) -> Sequence[str]:
        return [gettext("The order leaves the head's list."), gettext("It can be prepared anew later.")]

    def perform(self) -> Order:
        return actions.withdraw_order(order=self.order, acting=self.actor)


class RenderAgain(_OfOrder, ActionPage):
    """Makes the documents once more, after a failure."""

    access = permissions.OFFICE
    success_message = _("The documents are being made.")

    def perform(self) -> Order:
        return actions.render_again(order=self.order, acting=self.actor)


class SignSelected(ActionPage):
    """Signs the ticked orders one by one: a refusal of one does not stop the others."""

    access = permissions.SIGNERS

    def perform(self) -> HttpResponse:
        chosen = [int(key) for key in self.request.POST.getlist("selected") if key.isdecimal()]
        signed, refusals = 0, []
        for order in queries.waiting().filter(pk__in=chosen):
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


class Preview(_OfOrder, DownloadPage):
    """How the act will look, marked as a draft."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        if self.order.state != Order.State.WAITING:
            raise NotFound()
        content = render_pdf(wording.frozen_act(self.order), is_draft=True)
        return Download(content, gettext("Draft order.pdf"), PDF_TYPE, inline=True)


class _FilePage(_OfOrder, DownloadPage):
    """A document of a signed order."""

    access = permissions.READERS
    field: str
    content_type: str

    def get_download(self) -> Download:
        file: FieldFile = getattr(self.order, self.field)
        if not file:
            raise NotFound()
        name = gettext("Order № %(number)s") % {"number": self.order.number}
        return Download(file.open("rb").file, f"{name}.{self.field}", self.content_type)


class DocxFile(_FilePage):
    """The document for signing by hand."""

    field = "docx"
    content_type = DOCX_TYPE


class PdfFile(_FilePage):
    """The document for sending."""

    field = "pdf"
    content_type = PDF_TYPE
