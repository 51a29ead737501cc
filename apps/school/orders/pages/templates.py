"""The school's own templates, one page for each kind of order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import NotFound
from ui.pages import ActionPage, Crumb, Download, DownloadPage, FormPage, Page

from .. import actions, permissions
from ..documents import render_pdf
from ..documents.docx import TEMPLATE as DEFAULT_DOCX
from ..forms import TemplateForm
from ..kinds import ORDER_KINDS, OrderKind
from ..models import OrderTemplate
from ..templating import fields
from ..templating.printing import render_own_docx, render_own_pdf
from ..templating.sample import sample_act
from .order import DOCX_TYPE, PDF_TYPE


class TemplateList(Page):
    """All kinds of orders with the template that each uses."""

    access = permissions.OFFICE
    title = _("Templates of orders")
    lead = _("Each kind of order is printed by the product's template, or by the school's own DOCX.")
    template_name = "orders/templates.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Orders"), reverse("orders:index"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {row.kind: row for row in OrderTemplate.objects.filter(is_current=True)}
        rows = [(kind, own.get(kind.code)) for kind in ORDER_KINDS.values()]
        return super().get_context_data(rows=rows, **kwargs)


class _OfKind:
    """Mixin: the kind of order of the address."""

    kwargs: dict[str, Any]

    @property
    def kind(self) -> OrderKind:
        """``NotFound`` for a kind that there is not."""
        found = ORDER_KINDS.get(self.kwargs["order_kind"])
        if found is None:
            raise NotFound()
        return found

    def get_crumbs(self) -> Sequence[Crumb]:
        """Back to all kinds."""
        return [Crumb(_("Orders"), reverse("orders:index")), Crumb(_("Templates of orders"), self.get_cancel_url())]

    def get_cancel_url(self) -> str:
        """All kinds."""
        return reverse("orders:templates")

    def get_success_url(self, result: Any) -> str:
        """The kind's page."""
        return reverse("orders:template", kwargs={"order_kind": self.kind.code})


class TemplatePage(_OfKind, FormPage[TemplateForm]):
    """A kind's templates: load a new version, look at it, use it; the fields that may stand in it."""

    access = permissions.OFFICE
    template_name = "orders/template.html"
    form_class = TemplateForm
    submit_label = _("Check and keep")
    success_message = _("The template is in order. Look at it, then use it.")

    def get_title(self) -> str:
        return gettext("Template: %(kind)s") % {"kind": self.kind.title}

    def perform(self, form: TemplateForm) -> OrderTemplate:
        return actions.upload_template(kind=self.kind.code, file=form.cleaned_data["file"], acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(OrderTemplate.objects.filter(kind=self.kind.code))
        return super().get_context_data(
            kind=self.kind,
            versions=versions,
            current=next((each for each in versions if each.is_current), None),
            fields=fields.listed(),
            **kwargs,
        )


class UseDefault(_OfKind, ActionPage):
    """Back to the product's template."""

    access = permissions.OFFICE
    success_message = _("Orders of this kind are printed by the product's template again.")

    def perform(self) -> None:
        return actions.use_default_template(kind=self.kind.code, acting=self.actor)


class DefaultDocx(_OfKind, DownloadPage):
    """The product's template, to begin with."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        name = gettext("Template – %(kind)s.docx") % {"kind": self.kind.title}
        return Download(DEFAULT_DOCX.read_bytes(), name, DOCX_TYPE)


class DefaultPreview(_OfKind, DownloadPage):
    """How an order of the kind looks by the product's template."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        return Download(render_pdf(sample_act(self.kind.code)), gettext("Sample.pdf"), PDF_TYPE, inline=True)


class _OfTemplate:
    """Mixin: the version of the address."""

    kwargs: dict[str, Any]

    @property
    def template(self) -> OrderTemplate:
        """``NotFound`` when there is none."""
        found = OrderTemplate.objects.filter(pk=self.kwargs["template"]).first()
        if found is None or found.kind not in ORDER_KINDS:
            raise NotFound()
        return found

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        try:
            with self.template.file.open("rb") as file:
                return bytes(file.read())
        except FileNotFoundError as error:
            raise NotFound() from error


class TemplateFile(_OfTemplate, DownloadPage):
    """A version as it was loaded."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        return Download(self.content, self.template.file_name, DOCX_TYPE)


class TemplatePreview(_OfTemplate, DownloadPage):
    """A version filled with sample facts, as PDF."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        act = sample_act(self.template.kind)
        docx = render_own_docx(self.content, act)
        return Download(render_own_pdf(docx, act), gettext("Sample.pdf"), PDF_TYPE, inline=True)


class TemplateSample(_OfTemplate, DownloadPage):
    """The same as DOCX."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        content = render_own_docx(self.content, sample_act(self.template.kind))
        return Download(content, gettext("Sample.docx"), DOCX_TYPE)


class UseTemplate(_OfTemplate, ActionPage):
    """Orders signed from now on use this version."""

    access = permissions.OFFICE
    success_message = _("Orders of this kind are printed by this template from now on.")

    def perform(self) -> OrderTemplate:
        return actions.use_template(template=self.template, acting=self.actor)

    def get_success_url(self, result: OrderTemplate) -> str:
        return reverse("orders:template", kwargs={"order_kind": result.kind})

    def get_cancel_url(self) -> str:
        return reverse("orders:templates")
