"""Steps of a route: planned, changed, marked, proved by a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Competency
from kernel.errors import NotAllowed
from ui.pages import ConfirmPage, FormPage, Text

from .. import actions, queries
from ..actions.steps import StepFacts, people_for
from ..forms import CertificateForm, MarkForm, StepForm
from ..models import IndividualRoute, RouteStep
from ..permissions import EVERYBODY, PEOPLE
from .routes import OfRoute


class _StepForm(OfRoute, FormPage[StepForm]):
    access = EVERYBODY
    form_class = StepForm

    def find_objects(self) -> None:
        """The route must be the actor's to write."""
        if not queries.may_edit(self.route, self.actor):
            raise NotAllowed()

    @cached_property
    def step(self) -> RouteStep | None:
        """The step changed; None for a new one."""
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        route, step = self.route, self.step
        competencies = Competency.objects.filter(in_use=True, framework__in_use=True).select_related("framework")
        # A course over or out of use stays with the step that has it.
        offered = [course for course in queries.courses() if course.in_use or (step and course.pk == step.course_id)]
        return super().get_form_kwargs() | {
            "stages": queries.table_of(route),
            "people": people_for(route),
            "competencies": competencies.order_by("framework__title", "position", "pk"),
            "courses": offered,
        }

    def perform(self, form: StepForm) -> IndividualRoute:
        return actions.save_step(route=self.route, step=self.step, facts=StepFacts(**form.values()), acting=self.actor)


class AddPage(_StepForm):
    """One more step."""

    title = _("Add a step")
    success_message = _("The step is added.")

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": self.route.ends_on, "responsible": self.route.person_id}


class OfStep(OfRoute):
    """Mixin: the step of the address and its route."""

    @cached_property
    def step(self) -> RouteStep:
        """The step; ``NotFound`` for a foreign one."""
        return queries.step_for(self.actor, self.kwargs["route_step"])

    @cached_property
    def route(self) -> IndividualRoute:
        """Its route."""
        return queries.route_for(self.actor, self.step.stage.route_id)

    def get_lead(self) -> Text:
        """What is done."""
        return self.step.title


class EditPage(OfStep, _StepForm):
    """Change a step."""

    title = _("Change the step")
    success_message = _("The step is changed.")

    def find_objects(self) -> None:
        """The route must be the actor's to write."""
        if not queries.may_edit(self.route, self.actor):
            raise NotAllowed()

    def get_initial(self) -> dict[str, Any]:
        row = self.step
        return {
            "stage": row.stage_id,
            "title": row.title,
            "due_on": row.due_on,
            "competency": row.competency_id,
            "target_level": row.target_level,
            "responsible": row.responsible_id,
            "course": row.course_id,
        }


class MarkPage(OfStep, FormPage[MarkForm]):
    """How far a step is."""

    access = EVERYBODY
    title = _("Mark the step")
    form_class = MarkForm
    success_message = _("The step is marked.")
    draft = True

    def get_initial(self) -> dict[str, Any]:
        return {"state": RouteStep.State.DONE, "evidence": self.step.evidence}

    def perform(self, form: MarkForm) -> IndividualRoute:
        return actions.mark_step(step=self.step, acting=self.actor, **form.values())


class CertificatePage(OfStep, FormPage[CertificateForm]):
    """The paper of the course."""

    access = PEOPLE
    title = _("Certificate of the course")
    form_class = CertificateForm
    submit_label = _("Add the certificate")
    success_message = _("The certificate is in the portfolio, the step is done.")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.step.course.title if self.step.course else self.step.title}

    def perform(self, form: CertificateForm) -> IndividualRoute:
        return actions.add_certificate(step=self.step, acting=self.actor, **form.values())


class RemovePage(OfStep, ConfirmPage):
    """A step of a draft goes."""

    access = EVERYBODY
    title = _("Remove the step")
    confirm_label = _("Remove the step")
    danger = True
    success_message = _("The step is removed.")

    def get_consequences(self) -> Sequence[Text]:
        return [gettext("The step was not proposed to anybody: it goes without a trace in the route.")]

    def perform(self) -> IndividualRoute:
        return actions.remove_step(step=self.step, acting=self.actor)
