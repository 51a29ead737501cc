"""One order: what it changes, its text, its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import NotFound
from ui.pages import Action, Crumb, DetailPage, Download, DownloadPage

from .. import permissions, queries, rendering, wording
from ..changes import changes_of
from ..handlers import address_of_preparing
from ..models import Order
from ..names import named_people
from .common import OfOrder

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"


class OrderPage(OfOrder, DetailPage[Order]):
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
        if order.state == Order.State.RETURNED:
            return self._anew()
        return self._signed() if order.is_signed else []

    def _anew(self) -> list[Action]:
        """After a return: where the order is prepared anew, as long as nobody has."""
        address = address_of_preparing(self.order)
        if not address or queries.prepared_after(self.order) is not None:
            return []
        return [Action(_("Prepare anew"), address, "arrow-repeat")]

    def _signed(self) -> list[Action]:
        found = []
        if self.order.has_documents:
            found = [
                Action(_("Download PDF"), self._url("pdf"), "file-earmark-pdf"),
                Action(_("Download DOCX"), self._url("docx"), "file-earmark-word", "secondary"),
            ]
        if permissions.may_prepare(self.actor):
            found.append(Action(_("Attach the signed paper"), self._url("scan"), "paperclip", "quiet"))
            if not hasattr(self.order, "cancellation"):
                found.append(Action(_("Cancel by another order"), self._url("cancel"), "x-octagon", "quiet"))
        return found

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
            people=named_people(order.facts) if order.state == Order.State.WAITING else [],
            returned_before=queries.returned_before(order) if order.state == Order.State.WAITING else None,
            prepared_after=queries.prepared_after(order) if order.state == Order.State.RETURNED else None,
            cancellation=getattr(order, "cancellation", None),
            cancels=queries.cancelled_by(order) if permissions.may_prepare(self.actor) else None,
            scans=order.scans.all() if order.is_signed else (),
            is_office=permissions.may_prepare(self.actor),
            **kwargs,
        )


class Preview(OfOrder, DownloadPage):
    """How the act will look, marked as a draft."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        if self.order.state != Order.State.WAITING:
            raise NotFound()
        act = wording.frozen_act(self.order)
        content = rendering.pdf_of(act, rendering.docx_of(act), is_draft=True)
        return Download(content, gettext("Draft order.pdf"), PDF_TYPE, inline=True)


class _FilePage(OfOrder, DownloadPage):
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
