"""The register of approved mentors, and their training."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.orders.models import Order
from apps.school.people.models import Card, Person
from apps.school.people.queries import present
from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Action, ConfirmPage, Crumb, DetailPage, EmptyState, FormPage, ListPage, Text

from .. import actions, permissions, queries
from ..filters import RegisterFilter, TrainingFilter
from ..forms import ActForm, ReasonForm, TrainingForm
from ..models import Appointment, Training
from ..tables import RegisterTable, TrainingTable, word_of
from .common import Section, crumb_to, crumbs


class RegisterList(Section, ListPage[Appointment]):
    """Everybody approved, with the act and its validity; printed as it stands."""

    access = permissions.STAFF
    tab = "register"
    title = _("Register of approved mentors")
    template_name = "selection/list.html"
    table_class = RegisterTable
    filterset_class = RegisterFilter
    export_name = "approved mentors"

    def get_queryset(self) -> QuerySet[Appointment]:
        return queries.register()

    def get_table_kwargs(self) -> dict[str, Any]:
        graded = self.view is not None and self.view.is_set("scope.mentor_grades")
        return {"view": self.view, "exclude": () if graded else ("grade",)}

    def get_page_actions(self) -> Sequence[Action]:
        if not permissions.may_manage(self.actor):
            return []
        return [
            Action(_("Enter by an act"), reverse("selection:register_act"), "file-earmark-plus", "secondary"),
            Action(_("Approve the register by an order"), reverse("selection:register_approve"), "pen", "secondary"),
        ]

    def get_lead(self) -> Text:
        order = queries.approving_order()
        if order is None:
            return ""
        text = gettext("Approved by the order № %(number)s as of %(day)s, mentors in it: %(count)s.")
        day = date_format(datetime.date.fromisoformat(order.facts["on"]), "SHORT_DATE_FORMAT")
        return text % {"number": order.number, "day": day, "count": len(order.facts["mentors"])}

    def get_empty(self) -> EmptyState:
        text = _("Mentors come here by the act of their appointment: select them, or enter an act made before.")
        return EmptyState(_("The register is empty"), text, "award")


class RegisterActPage(Section, FormPage[ActForm]):
    """A mentor appointed by an act made before or outside of the system."""

    access = permissions.OFFICE
    title = _("Enter a mentor by an act")
    lead = _("For acts made before, on paper or in another system; of the kind that the regulation names.")
    form_class = ActForm
    submit_label = _("Save")
    success_message = _("The mentor is in the register.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs("register")

    def get_cancel_url(self) -> str:
        return reverse("selection:register")

    def get_initial(self) -> dict[str, Any]:
        wanted = str(self.words.value("pairing.mentor_appointment"))
        return {"act_kind": wanted, "person": self.request.GET.get("person", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        taken = Appointment.objects.filter(ended_on=None).values("person")
        # The bank of mentors, and whoever the page was opened for: a whole school would not fit into one choice.
        asked = self.request.GET.get("person", "")
        wanted = Q(mentor_card__state=Card.State.ACTIVE) | Q(pk=int(asked) if asked.isdecimal() else 0)
        people = present().filter(wanted).exclude(pk__in=taken).exclude(kind=Person.Kind.GUARDIAN)
        return {**super().get_form_kwargs(), "view": self.words, "people": people}

    def perform(self, form: ActForm) -> Appointment:
        return actions.register_act(**form.values(), acting=self.actor)

    def get_success_url(self, result: Appointment) -> str:
        return result.get_absolute_url()


class ApproveRegisterPage(Section, ConfirmPage):
    """The register goes to the head as a list."""

    access = permissions.OFFICE
    title = _("Approve the register by an order")
    confirm_label = _("Send for signature")
    success_message = _("The order on the register waits for the head.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs("register")

    def get_cancel_url(self) -> str:
        return reverse("selection:register")

    def get_consequences(self) -> Sequence[str]:
        names = ", ".join(entry.person.short_name for entry in queries.in_register(today()))
        return [
            gettext("In the register today: %(names)s") % {"names": names or "—"},
            gettext("The head gets the order for signature; it appoints nobody and takes nobody out."),
            gettext("What changes in the register later wants an order of its own, or a new list."),
        ]

    def perform(self) -> Order:
        return actions.approve_register(acting=self.actor)

    def get_success_url(self, result: Order) -> str:
        return result.get_absolute_url()


class _OfAppointment(Section):
    kwargs: dict[str, Any]

    @cached_property
    def appointment(self) -> Appointment:
        """The entry of the address."""
        found = queries.register().filter(pk=self.kwargs["appointment"]).first()
        if found is None:
            raise NotFound()
        return found

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the register."""
        return [crumb_to("register"), Crumb(self.appointment.person.full_name, self.appointment.get_absolute_url())]

    def get_cancel_url(self) -> str:
        """Back to the entry."""
        return self.appointment.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        """Back to the entry."""
        return self.appointment.get_absolute_url()


class AppointmentPage(_OfAppointment, DetailPage[Appointment]):
    """One entry of the register."""

    access = permissions.STAFF
    template_name = "selection/appointment.html"

    def find(self) -> Appointment:
        return self.appointment

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs("register")

    def get_page_actions(self) -> Sequence[Action]:
        if self.appointment.ended_on is not None or not permissions.may_manage(self.actor):
            return []
        url = reverse("selection:remove", kwargs={"appointment": self.appointment.pk})
        return [Action(_("Take out of the register"), url, "x-circle", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry = self.appointment
        return super().get_context_data(
            entry=entry,
            act=word_of(self.view, "appointment_act", entry.act_kind),
            grade=word_of(self.view, "mentor_grade", entry.grade) if entry.grade else "",
            in_force=entry.counts_on(today()),
            trainings=list(entry.person.trainings.all()),
            may_manage=permissions.may_manage(self.actor),
            **kwargs,
        )


class RemovePage(_OfAppointment, FormPage[ReasonForm]):
    """Take a mentor out of the register."""

    access = permissions.OFFICE
    title = _("Take out of the register")
    lead = _("From today the person is no approved mentor: no new order on a pair can name this mentor.")
    form_class = ReasonForm
    submit_label = _("Take out of the register")
    success_message = _("The mentor is out of the register.")

    def perform(self, form: ReasonForm) -> Appointment:
        return actions.remove(appointment=self.appointment, **form.values(), acting=self.actor)


class TrainingList(Section, ListPage[Training]):
    """Courses that mentors and candidates finished."""

    access = permissions.OFFICE
    tab = "trainings"
    title = _("Training of mentors")
    template_name = "selection/list.html"
    table_class = TrainingTable
    filterset_class = TrainingFilter
    export_name = "trainings"
    empty = EmptyState(
        _("No trainings yet"), _("Record a course that somebody finished: the mentor's card shows it."), "mortarboard"
    )

    def get_queryset(self) -> QuerySet[Training]:
        return queries.trainings()

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Record a training"), reverse("selection:training_new"), "plus-lg")]


class NewTraining(Section, FormPage[TrainingForm]):
    """A course that somebody finished."""

    access = permissions.OFFICE
    title = _("Record a training")
    form_class = TrainingForm
    submit_label = _("Record")
    success_message = _("The training is recorded.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs("trainings")

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.request.GET.get("person", "")}

    def get_cancel_url(self) -> str:
        return reverse("selection:trainings")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": present().exclude(kind=Person.Kind.GUARDIAN)}

    def perform(self, form: TrainingForm) -> Training:
        return actions.record_training(**form.values(), acting=self.actor)

    def get_success_url(self, result: Training) -> str:
        return reverse("selection:trainings")
