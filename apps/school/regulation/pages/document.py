"""The regulation as a document: read on a page, its clause numbers taken by a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants.isolation.context import require_school
from ui.forms import EstafetaForm
from ui.pages import Action, Crumb, FormPage
from ui.pages.base import Text

from .. import queries
from ..act import compose
from ..act.actions import renumber
from ..document_ports import document_actions
from ..errors import NotADraft
from ..models import RegulationVersion
from ..permissions import EDIT, may_edit
from .reading import OneVersion, link


class DocumentPage(OneVersion):
    """The text written from the parameters: numbered clauses, annexes."""

    template_name = "regulation/document.html"
    title = _("The regulation as a document")

    def get_lead(self) -> Text:
        return self.get_version().title

    def get_crumbs(self) -> Sequence[Crumb]:
        version = self.get_version()
        return [*super().get_crumbs(), Crumb(f"№ {version.number}", version.get_absolute_url())]

    def get_page_actions(self) -> Sequence[Action]:
        version = self.get_version()
        actions = document_actions(version, self.actor)
        if version.is_draft and may_edit(self.actor):
            actions.append(Action(_("Take these clause numbers"), link("renumber", version), "list-ol", "secondary"))
        return actions

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.get_version()
        view = queries.view_of_version(version)
        document = compose(view, institution=require_school().name)
        cited = document.citations()
        others = [key for key, own in view.settings.items() if key in cited and own.clause != cited[key]]
        context = {"version": version, "document": document, "cites_others": len(others)}
        return super().get_context_data(**context, **kwargs)


class RenumberForm(EstafetaForm):
    """Whether the region's defaults become rules of the act."""

    with_defaults = forms.BooleanField(
        label=_("Write the regional defaults in"),
        required=False,
        help_text=_("What the regulation leaves open becomes its own rule with the region's usual value."),
    )


class RenumberPage(OneVersion, FormPage[RenumberForm]):
    """A draft takes the numbers of its document."""

    access = EDIT
    title = _("Take the clause numbers of the document")
    lead = _("Refusals of the system will cite the paragraphs of the generated document and quote them.")
    form_class = RenumberForm
    submit_label = _("Take the numbers")
    success_message = _("The draft cites its own document now.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.get_version().is_draft:
            raise NotADraft()
        return super().get_context_data(**kwargs)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [*super().get_crumbs(), Crumb(_("The regulation as a document"), self.get_cancel_url())]

    def perform(self, form: RenumberForm) -> RegulationVersion:
        return renumber(version=self.get_version(), acting=self.actor, **form.values())

    def get_cancel_url(self) -> str:
        return link("document", self.get_version())

    def get_success_url(self, result: RegulationVersion) -> str:
        return reverse("regulation:document", kwargs={"version": result.pk})
