"""The editors' pages of materials, and the place on the school's own site."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ui.pages import Action, ConfirmPage, Crumb, EmptyState, FormPage, ListPage, Text

from .. import actions, queries
from ..forms import MaterialForm, PlaceForm
from ..models import Material, SitePlace
from ..permissions import OFFICE, PUBLISH
from ..tables import MaterialFilter, MaterialTable


def index_crumb() -> Crumb:
    """The way to the editors' first page."""
    return Crumb(_("Public page"), reverse("publication:index"))


def materials_crumb() -> Crumb:
    """The way to the list of materials."""
    return Crumb(_("Materials"), reverse("publication:materials"))


class MaterialList(ListPage[Material]):
    """Texts and links on the public page."""

    access = OFFICE
    title = _("Materials")
    lead = _("News, the normative base, methodical papers: the kinds that the regulation lists.")
    table_class = MaterialTable
    filterset_class = MaterialFilter
    export_name = "materials"

    def get_queryset(self) -> QuerySet[Material]:
        return queries.materials().defer("text")

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"kinds": dict(queries.material_kinds())}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb()]

    def get_page_actions(self) -> Sequence[Action]:
        if not PUBLISH.admits(self.actor):
            return []
        return [Action(_("Add a material"), reverse("publication:material_add"), "plus-lg")]

    def get_empty(self) -> EmptyState:
        add = self.get_page_actions()
        text = _("Begin with the normative base: links to the acts that mentoring rests on.")
        return EmptyState(_("No materials yet"), text, "newspaper", add[0] if add else None)


class _MaterialForm(FormPage[MaterialForm]):
    access = PUBLISH
    form_class = MaterialForm
    draft = True

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb(), materials_crumb()]

    def get_success_url(self, result: Any) -> str:
        return reverse("publication:materials")

    def get_cancel_url(self) -> str:
        return reverse("publication:materials")


class AddMaterial(_MaterialForm):
    """A new text or link."""

    title = _("New material")
    submit_label = _("Publish")
    success_message = _("The material is on the public page.")

    def perform(self, form: MaterialForm) -> Material:
        return actions.place_material(**form.values(), acting=self.actor)


class EditMaterial(_MaterialForm):
    """Change a material."""

    title = _("Material")
    template_name = "publication/material_edit.html"
    success_message = _("The material is changed.")

    @cached_property
    def material(self) -> Material:
        """The material; ``NotFound`` when there is none."""
        return queries.get_material(self.kwargs["material"])

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.material, name) for name in ("kind", "title", "text", "link")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"material": self.material, **kwargs})

    def perform(self, form: MaterialForm) -> Material:
        return actions.edit_material(material=self.material, **form.values(), acting=self.actor)


class RemoveMaterial(ConfirmPage):
    """Take a material off the public page."""

    access = PUBLISH
    title = _("Take off the public page")
    confirm_label = _("Take off")
    danger = True
    success_message = _("The material is no longer public.")

    @cached_property
    def material(self) -> Material:
        """The material; ``NotFound`` when there is none."""
        return queries.get_material(self.kwargs["material"])

    def get_lead(self) -> Text:
        return self.material.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb(), materials_crumb()]

    def get_consequences(self) -> list[Text]:
        return [_("The text is deleted: nobody will see it any more.")]

    def perform(self) -> None:
        actions.remove_material(material=self.material, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("publication:materials")

    def get_cancel_url(self) -> str:
        return reverse("publication:materials")

    def get_already_done_url(self) -> str:
        return reverse("publication:materials")


class StatePlace(FormPage[PlaceForm]):
    """Where on the school's own site mentoring is told of."""

    access = PUBLISH
    title = _("Place on the school's site")
    form_class = PlaceForm
    success_message = _("The place is stated.")
    success_url = ""

    def get_lead(self) -> Text:
        place = queries.place_asked()
        return f"{place.title}: {place.text}" if place is not None else ""

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb()]

    def get_initial(self) -> dict[str, Any]:
        place = queries.site_place()
        return {"address": place.address if place else ""}

    def perform(self, form: PlaceForm) -> SitePlace:
        return actions.state_place(**form.values(), acting=self.actor)

    def get_success_url(self, result: SitePlace) -> str:
        return reverse("publication:index")

    def get_cancel_url(self) -> str:
        return reverse("publication:index")
