"""Curators and bodies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import NotFound
from ui.pages import Action, ConfirmPage, Crumb, DetailPage, EmptyState, FormPage, ListPage, Page, Text

from .. import actions, permissions, queries
from ..forms import BodyForm, CuratorActForm, CuratorForm, MemberForm, ReasonForm
from ..models import Body, BodyMember, CuratorAppointment
from ..tables import CuratorTable
from .common import Section, crumb_to, crumbs


class CuratorList(Section, ListPage[CuratorAppointment]):
    """Who is the curator, and by which act."""

    access = permissions.OFFICE
    tab = "curators"
    title = _("Curators")
    template_name = "selection/list.html"
    table_class = CuratorTable
    export_name = "curators"
    empty = EmptyState(
        _("No curator is recorded"), _("Appoint the curator by an order, or enter an act made before."), "person-gear"
    )

    def get_lead(self) -> Text:
        if self.view is None:
            return ""
        return _("Appointed by: %(who)s. Number: %(count)s. From partners: %(external)s.") % {
            "who": self.view.render("curator.appointed_by"),
            "count": self.view.render("curator.count"),
            "external": self.view.render("curator.may_be_external"),
        }

    def get_queryset(self) -> QuerySet[CuratorAppointment]:
        return queries.curators()

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"view": self.view}

    def get_page_actions(self) -> Sequence[Action]:
        return [
            Action(_("Appoint"), reverse("selection:curator_appoint"), "person-plus"),
            Action(_("Enter by an act"), reverse("selection:curator_act"), "file-earmark-plus", "secondary"),
        ]


class _NewCurator(Section):
    access = permissions.OFFICE

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the list."""
        return crumbs("curators")

    def get_cancel_url(self) -> str:
        """Back to the list."""
        return reverse("selection:curators")

    def get_success_url(self, result: Any) -> str:
        """Back to the list."""
        return reverse("selection:curators")


class AppointCuratorPage(_NewCurator, FormPage[CuratorForm]):
    """Put the order on a curator before the head."""

    title = _("Appoint a curator")
    lead = _("The order goes to the head; with the signature the person gets the curator's access.")
    form_class = CuratorForm
    submit_label = _("Prepare the order")
    success_message = _("The order on the curator waits for the head's signature.")

    def perform(self, form: CuratorForm) -> CuratorAppointment:
        return actions.appoint_curator(**form.values(), acting=self.actor)


class CuratorActPage(_NewCurator, FormPage[CuratorActForm]):
    """A curator appointed by an act made before."""

    title = _("Enter a curator by an act")
    form_class = CuratorActForm
    submit_label = _("Save")
    success_message = _("The curator is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "view": self.words}

    def perform(self, form: CuratorActForm) -> CuratorAppointment:
        return actions.register_curator(**form.values(), acting=self.actor)


class EndCuratorPage(_NewCurator, FormPage[ReasonForm]):
    """The curator is one no more."""

    title = _("End the work of the curator")
    lead = _("The person loses the curator's access with the next click; other roles stay.")
    form_class = ReasonForm
    submit_label = _("End the work")
    success_message = _("The curator's work is ended.")

    @cached_property
    def appointment(self) -> CuratorAppointment:
        """The appointment of the address."""
        found = queries.curators().filter(pk=self.kwargs["curator"]).first()
        if found is None:
            raise NotFound()
        return found

    def get_title(self) -> Text:
        return f"{self.title}: {self.appointment.person.short_name}"

    def perform(self, form: ReasonForm) -> CuratorAppointment:
        return actions.end_curator(appointment=self.appointment, **form.values(), acting=self.actor)


class BodyList(Section, Page):
    """Bodies of the regulation by its words, with those that are entered."""

    access = permissions.STAFF
    tab = "bodies"
    title = _("Bodies and officers")
    template_name = "selection/bodies.html"

    def get_page_actions(self) -> Sequence[Action]:
        if not permissions.may_manage(self.actor):
            return []
        return [Action(_("Enter a body"), reverse("selection:body_new"), "plus-lg")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = self.view
        rule = view.rule("bodies") if view else None
        named = [(code, view.actor_name(code)) for code in view.codes("bodies")] if view else []
        return super().get_context_data(bodies=list(queries.bodies()), rule=rule, named=named, **kwargs)


class NewBody(Section, FormPage[BodyForm]):
    """Enter a body that the regulation names."""

    access = permissions.OFFICE
    title = _("Enter a body")
    form_class = BodyForm
    submit_label = _("Save")
    success_message = _("The body is entered; now its members.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs("bodies")

    def get_cancel_url(self) -> str:
        return reverse("selection:bodies")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "view": self.words}

    def perform(self, form: BodyForm) -> Body:
        return actions.form_body(**form.values(), acting=self.actor)

    def get_success_url(self, result: Body) -> str:
        return result.get_absolute_url()


class _OfBody(Section):
    kwargs: dict[str, Any]

    @cached_property
    def body(self) -> Body:
        """The body of the address."""
        return queries.body_by_id(self.kwargs["body"])

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the list."""
        return [crumb_to("bodies"), Crumb(self.body.name, self.body.get_absolute_url())]

    def get_cancel_url(self) -> str:
        """Back to the body."""
        return self.body.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        """Back to the body."""
        return self.body.get_absolute_url()


class BodyPage(_OfBody, DetailPage[Body]):
    """A body with its members now and before."""

    access = permissions.STAFF
    template_name = "selection/body.html"

    def find(self) -> Body:
        return self.body

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs("bodies")

    def get_page_actions(self) -> Sequence[Action]:
        if self.body.until is not None or not permissions.may_manage(self.actor):
            return []
        key = {"body": self.body.pk}
        return [
            Action(_("Add a member"), reverse("selection:member_new", kwargs=key), "person-plus"),
            Action(_("End the body"), reverse("selection:body_close", kwargs=key), "x-circle", "quiet"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = sorted(self.body.members.all(), key=lambda member: member.part != BodyMember.Part.CHAIR)
        return super().get_context_data(
            body=self.body,
            word=self.view.actor_name(self.body.code) if self.view else self.body.code,
            members=[member for member in members if member.until is None],
            former=[member for member in members if member.until is not None],
            may_manage=permissions.may_manage(self.actor),
            **kwargs,
        )


class NewMember(_OfBody, FormPage[MemberForm]):
    """Somebody joins the body."""

    access = permissions.OFFICE
    title = _("Add a member")
    form_class = MemberForm
    submit_label = _("Add")
    success_message = _("The member is in the body.")

    def perform(self, form: MemberForm) -> BodyMember:
        return actions.add_member(body=self.body, **form.values(), acting=self.actor)


class CloseBody(_OfBody, ConfirmPage):
    """The body ends."""

    access = permissions.OFFICE
    title = _("End the body")
    confirm_label = _("End the body")
    danger = True
    success_message = _("The body is ended.")

    def get_consequences(self) -> Sequence[str]:
        return [gettext("All memberships end today; who belonged to it and when is kept.")]

    def perform(self) -> Body:
        return actions.close_body(body=self.body, acting=self.actor)


class RemoveMember(Section, ConfirmPage):
    """Somebody leaves the body."""

    access = permissions.OFFICE
    title = _("Take out of the body")
    confirm_label = _("Take out")
    success_message = _("The member is out of the body.")

    @cached_property
    def member(self) -> BodyMember:
        """The membership of the address."""
        found = BodyMember.objects.select_related("body", "person").filter(pk=self.kwargs["member"]).first()
        if found is None:
            raise NotFound()
        return found

    def get_consequences(self) -> Sequence[str]:
        return [
            gettext("%(name)s leaves “%(body)s” today.")
            % {"name": self.member.person.full_name, "body": self.member.body.name}
        ]

    def get_cancel_url(self) -> str:
        return self.member.body.get_absolute_url()

    def perform(self) -> BodyMember:
        return actions.remove_member(member=self.member, acting=self.actor)

    def get_success_url(self, result: BodyMember) -> str:
        return self.member.body.get_absolute_url()
