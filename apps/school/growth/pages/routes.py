"""Individual routes: the register, one with its stages and steps, its life, its paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Framework, Person
from apps.school.people.queries import framework_by_id, present
from kernel.clock import today
from ui.pages import (
    Action,
    ActionPage,
    Crumb,
    DetailPage,
    Download,
    DownloadPage,
    EmptyState,
    FormPage,
    ListPage,
    Text,
)

from .. import actions, history, paper, queries
from ..forms import AnswerForm, CloseForm, RouteForm
from ..models import IndividualRoute
from ..permissions import EVERYBODY, OFFICE, PEOPLE, is_office
from ..tables import ROUTE_KINDS, STEP_KINDS, RouteFilter, RouteTable, growth_tabs
from .persons import person_url

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
State = IndividualRoute.State


class RouteList(ListPage[IndividualRoute]):
    """All routes."""

    access = OFFICE
    title = _("Individual routes")
    lead = _("How far each is, and what is behind its day.")
    template_name = "growth/list.html"
    table_class = RouteTable
    filterset_class = RouteFilter
    export_name = "routes"
    empty = EmptyState(
        _("No routes yet"),
        _("A route is built on the page of a person, from the deficits of a diagnostics."),
        "signpost-split",
    )

    def get_queryset(self) -> QuerySet[IndividualRoute]:
        return queries.routes()

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Stages of routes"), reverse("growth:stages"), "list-ol", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"tabs": growth_tabs("routes"), **kwargs})


class RoutePage(DetailPage[IndividualRoute]):
    """Stages with their steps."""

    access = EVERYBODY
    template_name = "growth/route.html"

    def find(self) -> IndividualRoute:
        return queries.route_for(self.actor, self.kwargs["individual_route"])

    def get_lead(self) -> Text:
        return self.object.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        if is_office(self.actor):
            return [Crumb(_("Routes"), reverse("growth:routes"))]
        return [Crumb(_("My growth"), reverse("growth:mine"))]

    @cached_property
    def may_edit(self) -> bool:
        """Whether the actor writes the route."""
        return self.object.is_live and queries.may_edit(self.object, self.actor)

    @cached_property
    def may_answer(self) -> bool:
        """Whether the route waits for the actor's word."""
        return self.object.state == State.PROPOSED and queries.may_answer(self.object, self.actor)

    def get_page_actions(self) -> Sequence[Action]:
        key = {"individual_route": self.object.pk}

        def link(name: str) -> str:
            return reverse(f"growth:{name}", kwargs=key)

        found = []
        if self.may_answer:
            found.append(Action(_("Answer"), link("route_answer"), "chat-square-text"))
        if self.may_edit and self.object.state == State.DRAFT:
            found.append(Action(_("Put it before the person"), link("route_propose"), "send", method="post"))
        if self.may_edit:
            found.append(Action(_("Add a step"), link("step_add"), "plus-lg", "secondary"))
            found.append(Action(_("Change the route"), link("route_edit"), "pencil", "secondary"))
            found.append(Action(_("Close the route"), link("route_close"), "flag", "quiet"))
        files = [("DOCX", "route_docx", "file-earmark-word"), ("PDF", "route_pdf", "file-earmark-pdf")]
        return [*found, *(Action(label, link(name), icon, "secondary") for label, name, icon in files)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        route, day = self.object, today()
        works = route.is_live and route.state != State.DRAFT
        stages = [
            {
                "stage": stage,
                "steps": [self._step(step, day, works) for step in stage.steps.all()],
            }
            for stage in queries.table_of(route)
        ]
        steps, done = getattr(route, "steps", 0), getattr(route, "done", 0)
        return super().get_context_data(
            **{
                "route": route,
                "kind": ROUTE_KINDS[route.state],
                "stages": stages,
                "percent": 100 * done // steps if steps else 0,
                "may_edit": self.may_edit,
                "may_answer": self.may_answer,
                "may_see_person": queries.visible_people(self.actor).filter(pk=route.person_id).exists(),
                "events": history.events_of(route),
                **kwargs,
            }
        )

    def _step(self, step: Any, day: Any, works: bool) -> dict[str, Any]:
        own = queries.is_own(self.object.person, self.actor)
        answers = step.responsible is not None and queries.is_own(step.responsible, self.actor)
        target = step.competency.framework.level_word(step.target_level) if step.target_level else ""
        return {
            "step": step,
            "kind": STEP_KINDS[step.state],
            "is_late": step.is_open and step.due_on < day and self.object.is_live,
            "target": target,
            "may_mark": works and (own or answers or self.may_edit),
            "may_prove": works and step.course is not None and (own or is_office(self.actor)),
            "shows_paper": own or is_office(self.actor),
        }


class BuildPage(ActionPage):
    """Build a route from the deficits, in one click; the draft is then worked on."""

    access = PEOPLE
    success_message = _("The route is built. Look at its steps, then put it before the person.")

    @cached_property
    def person(self) -> Person:
        """Whose it becomes; ``NotFound`` for a foreign one."""
        return queries.person_for(self.actor, self.kwargs["person"])

    def find_objects(self) -> None:
        """The person must be here."""
        _found = self.person

    def perform(self) -> IndividualRoute:
        chosen = self.request.POST.get("framework", "")
        framework: Framework | None = framework_by_id(int(chosen)) if chosen.isdecimal() else None
        return actions.build_route(person=self.person, framework=framework, acting=self.actor)

    def get_cancel_url(self) -> str:
        return person_url(self.person)

    def get_success_url(self, result: IndividualRoute) -> str:
        return result.get_absolute_url()


class OfRoute:
    """Mixin: the route of the address."""

    kwargs: dict[str, Any]
    actor: Any

    @cached_property
    def route(self) -> IndividualRoute:
        """The route; ``NotFound`` for a foreign one."""
        return queries.route_for(self.actor, self.kwargs["individual_route"])

    def find_objects(self) -> None:
        """It must be here."""
        _found = self.route

    def get_lead(self) -> Text:
        """Whose it is."""
        return self.route.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the route."""
        return [Crumb(str(self.route), self.route.get_absolute_url())]

    def get_cancel_url(self) -> str:
        """Back to the route."""
        return self.route.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        """Back to the route."""
        return self.route.get_absolute_url()


class EditPage(OfRoute, FormPage[RouteForm]):
    """Goal, days, tutor."""

    access = EVERYBODY
    title = _("Change the route")
    form_class = RouteForm
    success_message = _("The route is changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"tutors": present().filter(kind=Person.Kind.EMPLOYEE)}

    def get_initial(self) -> dict[str, Any]:
        route = self.route
        return {"goal": route.goal, "starts_on": route.starts_on, "ends_on": route.ends_on, "tutor": route.tutor_id}

    def perform(self, form: RouteForm) -> IndividualRoute:
        return actions.change_route(route=self.route, acting=self.actor, **form.values())


class ProposePage(OfRoute, ActionPage):
    """Put a draft before the person."""

    access = EVERYBODY
    success_message = _("The route waits for the person's word.")

    def perform(self) -> IndividualRoute:
        return actions.propose_route(route=self.route, acting=self.actor)


class AnswerPage(OfRoute, FormPage[AnswerForm]):
    """The person's word, or the guardian's for a small one."""

    access = PEOPLE
    title = _("Answer to the route")
    form_class = AnswerForm
    submit_label = _("Answer")
    success_message = _("Your answer is kept.")
    draft = True

    def perform(self, form: AnswerForm) -> IndividualRoute:
        return actions.answer_route(route=self.route, acting=self.actor, **form.values())


class ClosePage(OfRoute, FormPage[CloseForm]):
    """Gone through, or given up."""

    access = EVERYBODY
    title = _("Close the route")
    form_class = CloseForm
    submit_label = _("Close the route")
    success_message = _("The route is closed.")
    draft = True

    def perform(self, form: CloseForm) -> IndividualRoute:
        return actions.close_route(route=self.route, acting=self.actor, **form.values())


class RouteDocx(OfRoute, DownloadPage):
    """The route to be worked with."""

    access = EVERYBODY

    def get_download(self) -> Download:
        return Download(paper.docx(self.route), f"{self.route}.docx", DOCX)


class RoutePdf(OfRoute, DownloadPage):
    """The route to be read and signed."""

    access = EVERYBODY

    def get_download(self) -> Download:
        return Download(paper.pdf(self.route), f"{self.route}.pdf", "application/pdf", inline=True)
