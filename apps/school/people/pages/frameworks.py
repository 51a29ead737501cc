"""Frameworks of competencies: the list, presets, change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ui.pages import Action, ActionPage, Crumb, DetailPage, EmptyState, FormPage, ListPage

from .. import actions, permissions, presets, queries
from ..forms_growth import FrameworkForm
from ..models import Framework
from ..tables_bank import FrameworkTable


def frameworks_crumb() -> Crumb:
    """The way to the list."""
    return Crumb(_("Frameworks of competencies"), reverse("people:frameworks"))


class FrameworkList(ListPage[Framework]):
    """The school's frameworks, and the presets that it may take over."""

    access = permissions.OFFICE
    template_name = "people/frameworks.html"
    title = _("Frameworks of competencies")
    lead = _("By these scales competencies of mentors and deficits of mentees are measured.")
    table_class = FrameworkTable
    exportable = False
    empty = EmptyState(_("No framework yet"), _("Take one of the presets over, or write your own."), "bullseye")

    def get_queryset(self) -> QuerySet[Framework]:
        return queries.frameworks()

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Write an own one"), reverse("people:framework_new"), "plus-lg", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken = set(queries.frameworks().values_list("preset", flat=True))
        offered = [(code, preset) for code, preset in presets.frameworks().items() if code not in taken]
        return super().get_context_data(presets=offered, **kwargs)


class ImportPreset(ActionPage):
    """Take a preset over."""

    access = permissions.OFFICE
    success_message = _("The framework is taken over; it is the school's own to change.")
    cancel_url = ""

    def perform(self) -> Framework:
        return actions.import_preset(preset=self.request.POST.get("preset", ""), acting=self.actor)

    def get_cancel_url(self) -> str:
        return reverse("people:frameworks")

    def get_success_url(self, result: Framework) -> str:
        return result.get_absolute_url()


class FrameworkPage(DetailPage[Framework]):
    """One framework with its scale."""

    access = permissions.OFFICE
    template_name = "people/framework.html"

    def find(self) -> Framework:
        return queries.framework_by_id(self.kwargs["framework"])

    def get_crumbs(self) -> Sequence[Crumb]:
        return [frameworks_crumb()]

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Change"), reverse("people:framework_edit", kwargs={"framework": self.object.pk}), "pencil")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        framework = self.object
        levels = [
            (number, word, _level_kind(framework, number)) for number, word in enumerate(framework.levels, start=1)
        ]
        competencies = framework.competencies.order_by("-in_use", "position", "pk")
        return super().get_context_data(levels=levels, competencies=competencies, **kwargs)


def _level_kind(framework: Framework, level: int) -> str:
    if level < framework.weak_below:
        return "deficit"
    return "strength" if level >= framework.strong_from else ""


class _WriteFramework(FormPage[FrameworkForm]):
    access = permissions.OFFICE
    form_class = FrameworkForm
    success_message = _("The framework is saved.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [frameworks_crumb()]

    def get_cancel_url(self) -> str:
        return reverse("people:frameworks")

    def get_success_url(self, result: Framework) -> str:
        return result.get_absolute_url()


class NewFramework(_WriteFramework):
    """A framework of the school's own."""

    title = _("New framework")

    def perform(self, form: FrameworkForm) -> Framework:
        return actions.save_framework(acting=self.actor, **form.values())


class EditFramework(_WriteFramework):
    """Change a framework."""

    title = _("Change the framework")

    @cached_property
    def framework(self) -> Framework:
        """The framework; ``NotFound`` for a foreign one."""
        return queries.framework_by_id(self.kwargs["framework"])

    def find_objects(self) -> None:
        """It must be there."""
        _found = self.framework

    def get_initial(self) -> dict[str, Any]:
        row = self.framework
        names = ("title", "source", "levels", "weak_below", "strong_from", "in_use")
        titles = list(queries.competencies_of(row).values_list("title", flat=True))
        return {"competencies": titles} | {name: getattr(row, name) for name in names}

    def perform(self, form: FrameworkForm) -> Framework:
        return actions.save_framework(framework=self.framework, acting=self.actor, **form.values())
