"""The library of typical plans."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView
from ui.forms import FilterForm
from ui.pages import Action, ActionPage, Crumb, EmptyState, FormPage, ListPage
from ui.pages.base import Page
from ui.tables import BadgeColumn, Column, LinkColumn, Table

from .. import library
from ..library_forms import TypicalPlanForm
from ..models import PlanItem, TypicalPlan
from ..outlines import Outline
from ..permissions import LIBRARY, LIBRARY_EDIT

STATES = {"active": "success", "archived": "neutral"}


def say(view: RegulationView | None, dictionary: str, codes: Sequence[str]) -> str:
    """Codes in the school's words."""
    if view is None:
        return ", ".join(catalogue().title(dictionary, code) for code in codes)
    return ", ".join(view.local_name(dictionary, code) for code in codes)


class TypicalPlanTable(Table):
    """Plans of the library."""

    title = LinkColumn(verbose_name=_("Plan"), order_by=("title", "pk"))
    forms = Column(verbose_name=_("Forms"), orderable=False)
    rows = Column(verbose_name=_("Activities"), accessor="outline", orderable=False)
    source = Column(verbose_name=_("Whose"), orderable=False, empty_values=())
    state = BadgeColumn(STATES, verbose_name=_("State"))

    def __init__(self, *args: Any, view: RegulationView | None, **kwargs: Any) -> None:
        self.view = view
        super().__init__(*args, **kwargs)

    def render_forms(self, value: list[str]) -> str:
        """The school's words for the forms."""
        return say(self.view, "mentoring_form", value) or str(_("any form"))

    def render_rows(self, value: dict[str, Any]) -> str:
        """How many."""
        return str(len(value.get("rows", ())))

    def render_source(self, value: str) -> str:
        """Brought along by the product, or the school's own."""
        return str(_("of the product") if value else _("of the school"))

    class Meta(Table.Meta):
        model = TypicalPlan
        fields = ("title", "forms", "rows", "source", "state")


class TypicalPlanFilter(django_filters.FilterSet):
    """Search by title, form, state."""

    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains")
    form = django_filters.ChoiceFilter(label=_("Form"), field_name="forms", lookup_expr="contains")
    state = django_filters.ChoiceFilter(label=_("State"), choices=TypicalPlan.State.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        view = regulation.current_or_none()
        self.filters["form"].extra["choices"] = view.choices("forms.enabled") if view is not None else []

    class Meta:
        model = TypicalPlan
        fields: tuple[str, ...] = ()
        form = FilterForm


class LibraryPage(ListPage[TypicalPlan]):
    """All plans of the library."""

    access = LIBRARY
    title = _("Library of typical plans")
    table_class = TypicalPlanTable
    filterset_class = TypicalPlanFilter
    export_name = "typical-plans"
    empty = EmptyState(_("No plans"), _("Write the first plan of the school."), "collection")

    def get_queryset(self) -> QuerySet[TypicalPlan]:
        return library.plans()

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"view": regulation.current_or_none()}

    def get_crumbs(self) -> list[Crumb]:
        return [Crumb(_("Programmes"), reverse("programmes:index"))]

    def get_page_actions(self) -> Sequence[Action]:
        if not library.may_edit(self.actor):
            return []
        found = [Action(_("New plan"), reverse("programmes:typical_new"), icon="plus-lg")]
        if not library.is_stocked():
            label = _("Add the plans of the product")
            found.append(Action(label, reverse("programmes:library_stock"), "collection", "secondary", "post"))
        return found


class StockPage(ActionPage):
    """The plans of the product that are not in the library yet come into it."""

    access = LIBRARY_EDIT
    success_message = _("The plans of the product are in the library.")

    def perform(self) -> int:
        return library.stock(acting=self.actor)

    def get_success_url(self, result: int) -> str:
        return reverse("programmes:library")


class _OfPlan(Page):
    """Mixin: the plan of the address."""

    access = LIBRARY

    @cached_property
    def plan(self) -> TypicalPlan:
        """The plan; ``NotFound`` otherwise."""
        return library.plan_of(self.kwargs["typical"])

    def find_objects(self) -> None:
        """The plan, before anything is shown."""
        if "typical" in self.kwargs:
            _plan = self.plan

    def get_crumbs(self) -> list[Crumb]:
        return [Crumb(_("Library of typical plans"), reverse("programmes:library"))]

    def get_success_url(self, result: Any) -> str:
        """The plan that was written."""
        return result.get_absolute_url() if isinstance(result, TypicalPlan) else reverse("programmes:library")

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return self.plan.get_absolute_url() if "typical" in self.kwargs else reverse("programmes:library")

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return reverse("programmes:library")


class TypicalPage(_OfPlan):
    """One plan: for whom, goals, activities with their share of the term."""

    template_name = "programmes/typical.html"

    def get_title(self) -> str:
        return self.plan.title

    def get_page_actions(self) -> Sequence[Action]:
        if not library.may_edit(self.actor):
            return []
        key = [self.plan.pk]
        found = [
            Action(_("Change"), reverse("programmes:typical_edit", args=key), icon="pencil"),
            Action(_("Copy"), reverse("programmes:typical_copy", args=key), "copy", "secondary", method="post"),
        ]
        if self.plan.state == TypicalPlan.State.ACTIVE:
            away = reverse("programmes:typical_archive", args=key)
            return [*found, Action(_("Put into the archive"), away, "archive", "quiet", method="post")]
        back = reverse("programmes:typical_restore", args=key)
        return [*found, Action(_("Bring back into use"), back, "arrow-counterclockwise", "quiet", method="post")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = regulation.current_or_none()
        found = Outline.read(self.plan.outline)
        return super().get_context_data(
            **{
                "plan": self.plan,
                "kind": STATES[self.plan.state],
                "forms": say(view, "mentoring_form", self.plan.forms),
                "types": say(view, "mentoring_type", self.plan.types),
                "unit": say(view, "programme_unit", [self.plan.unit] if self.plan.unit else []),
                "note": [(say(view, "programme_field", [code]), text) for code, text in found.note.items()],
                **outline_context(view, found),
                **kwargs,
            }
        )


def outline_context(view: RegulationView | None, found: Outline) -> dict[str, Any]:
    """Goals and activities of an outline in words."""
    doers = dict(PlanItem.Doer.choices)
    return {
        "goals": found.goals,
        "rows": [
            {
                "row": row,
                "direction": say(view, "plan_direction", [row.direction] if row.direction else []),
                "methods": say(view, "interaction_method", row.methods),
                "responsible": doers.get(row.responsible, ""),
            }
            for row in found.rows
        ],
    }


class _PlanFormPage(_OfPlan, FormPage[TypicalPlanForm]):
    access = LIBRARY_EDIT
    form_class = TypicalPlanForm
    template_name = "programmes/typical_form.html"
    draft = True
    wide = True
    success_message = _("The plan is saved.")

    def edited(self) -> TypicalPlan | None:
        """The plan that is changed, None for a new one."""
        return self.plan if "typical" in self.kwargs else None

    def get_form_kwargs(self) -> dict[str, Any]:
        more = "more" in self.request.POST
        return {**super().get_form_kwargs(), "view": regulation.current(), "plan": self.edited(), "more": more}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; or show one row more without saving."""
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        return self.render_to_response(self.get_context_data(form=self.get_form().unchecked()))

    def perform(self, form: TypicalPlanForm) -> TypicalPlan:
        values = form.cleaned_data
        return library.save_plan(
            plan=self.edited(),
            title=values["title"],
            summary=values["summary"],
            forms=values["fits_forms"],
            types=values["fits_types"],
            unit=values["unit"],
            outline=form.outline(),
            acting=self.actor,
        )


class TypicalNewPage(_PlanFormPage):
    """A plan of the school's own."""

    title = _("New typical plan")


class TypicalEditPage(_PlanFormPage):
    """Change a plan; programmes that were built from it stay."""

    title = _("Change the plan")


class TypicalCopyPage(_OfPlan, ActionPage):
    """A copy of a plan."""

    access = LIBRARY_EDIT
    success_message = _("Here is the copy: change what should differ.")

    def perform(self) -> TypicalPlan:
        return library.copy_plan(plan=self.plan, acting=self.actor)


class TypicalArchivePage(_OfPlan, ActionPage):
    """Put a plan away."""

    access = LIBRARY_EDIT
    success_message = _("The plan is in the archive.")

    def perform(self) -> TypicalPlan:
        return library.archive_plan(plan=self.plan, acting=self.actor)


class TypicalRestorePage(_OfPlan, ActionPage):
    """Bring a plan back into use."""

    access = LIBRARY_EDIT
    success_message = _("The plan is in use again.")

    def perform(self) -> TypicalPlan:
        return library.restore_plan(plan=self.plan, acting=self.actor)
