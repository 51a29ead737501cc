"""The selection commission, its sittings and protocols."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.orders.documents import render_docx, render_pdf
from kernel.errors import NotFound
from ui.pages import (
    Action,
    ConfirmPage,
    Crumb,
    DetailPage,
    Download,
    DownloadPage,
    EmptyState,
    FormPage,
    ListPage,
    Text,
)

from .. import actions, permissions, queries
from ..forms import CommissionForm, HoldForm, SittingForm
from ..models import Candidacy, Commission, CommissionMember, Sitting
from ..rules import STEPS
from ..tables import SITTING_KINDS, SittingTable
from .common import Section, crumbs

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"


class CommissionPage(Section, ListPage[Sitting]):
    """Who belongs to the commission, and its sittings."""

    access = permissions.OFFICE
    tab = "commission"
    title = _("Selection commission")
    template_name = "selection/commission.html"
    table_class = SittingTable
    exportable = False
    empty = EmptyState(_("No sittings yet"), _("Call a sitting: its agenda is the candidates."), "calendar-event")

    def get_queryset(self) -> QuerySet[Sitting]:
        return queries.sittings()

    @cached_property
    def at_work(self) -> Commission | None:
        """The commission in force."""
        return queries.commission_at_work()

    @cached_property
    def in_making(self) -> Commission | None:
        """The composition that waits for the head."""
        return queries.commission_in_making()

    def get_page_actions(self) -> Sequence[Action]:
        found = []
        if self.at_work is not None:
            found.append(Action(_("Call a sitting"), reverse("selection:sitting_new"), "calendar-plus"))
        if self.in_making is None:
            variant = "secondary" if found else "primary"
            label = _("New composition") if self.at_work else _("Form the commission")
            found.append(Action(label, reverse("selection:commission_form"), "people", variant))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view, keys = self.view, ("selection.commission_size", "selection.commission_members")
        wanted = [(view.rule(key), view.render(key), view.parameter(key).title) for key in keys] if view else []
        groups = [(group, self._members(group)) for group in (self.at_work, self.in_making) if group is not None]
        return super().get_context_data(groups=groups, wanted=wanted, **kwargs)

    def _members(self, commission: Commission) -> list[tuple[CommissionMember, str]]:
        named = self.view.actor_name if self.view else str
        return [(member, named(member.seat) if member.seat else "") for member in commission.members.all()]


class FormCommissionPage(Section, FormPage[CommissionForm]):
    """A composition for the head's order."""

    access = permissions.OFFICE
    title = _("Composition of the commission")
    form_class = CommissionForm
    submit_label = _("Prepare the order")
    success_message = _("The order on the commission waits for the head's signature.")

    def get_lead(self) -> Text:
        return _("Members: %(size)s. Obligatory seats: %(seats)s.") % {
            "size": self.words.render("selection.commission_size"),
            "seats": self.words.render("selection.commission_members"),
        }

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs("commission")

    def get_cancel_url(self) -> str:
        return reverse("selection:commission")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "view": self.words}

    def perform(self, form: CommissionForm) -> Commission:
        return actions.form_commission(members=form.members(), acting=self.actor)

    def get_success_url(self, result: Commission) -> str:
        return result.order.get_absolute_url() if result.order else reverse("selection:commission")


class NewSitting(Section, FormPage[SittingForm]):
    """Call a sitting."""

    access = permissions.OFFICE
    title = _("Call a sitting")
    form_class = SittingForm
    submit_label = _("Call a sitting")
    success_message = _("The sitting is called.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs("commission")

    def get_cancel_url(self) -> str:
        return reverse("selection:commission")

    def get_form_kwargs(self) -> dict[str, Any]:
        waiting = queries.candidacies().filter(state__in=STEPS["decide"]).exclude(state=Candidacy.State.RECOMMENDED)
        return {**super().get_form_kwargs(), "candidacies": waiting}

    def perform(self, form: SittingForm) -> Sitting:
        return actions.plan_sitting(**form.values(), acting=self.actor)

    def get_success_url(self, result: Sitting) -> str:
        return result.get_absolute_url()


class _OfSitting(Section):
    kwargs: dict[str, Any]

    @cached_property
    def sitting(self) -> Sitting:
        """The sitting of the address."""
        return queries.sitting_by_id(self.kwargs["sitting"])

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the commission."""
        return [*crumbs("commission"), Crumb(_named(self.sitting), self.sitting.get_absolute_url())]

    def get_cancel_url(self) -> str:
        """Back to the sitting."""
        return self.sitting.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        """Back to the sitting."""
        return self.sitting.get_absolute_url()


def _named(sitting: Sitting) -> str:
    return gettext("Sitting of %(day)s") % {"day": f"{sitting.held_on:%d.%m.%Y}"}


class SittingPage(_OfSitting, DetailPage[Sitting]):
    """Agenda, who was there, decisions, the protocol."""

    access = permissions.OFFICE
    template_name = "selection/sitting.html"

    def find(self) -> Sitting:
        return self.sitting

    def get_title(self) -> Text:
        return _named(self.sitting)

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs("commission")

    def get_page_actions(self) -> Sequence[Action]:
        if self.sitting.state == Sitting.State.HELD:
            return [
                Action(_("Protocol, PDF"), self._url("protocol_pdf"), "file-earmark-pdf"),
                Action(_("Protocol, DOCX"), self._url("protocol_docx"), "file-earmark-word", "secondary"),
            ]
        if self.sitting.state == Sitting.State.CALLED_OFF:
            return []
        return [
            Action(_("Record decisions"), self._url("hold"), "check2-square"),
            Action(_("Call off"), self._url("call_off"), "x-circle", "quiet"),
        ]

    def _url(self, name: str) -> str:
        return reverse(f"selection:{name}", kwargs={"sitting": self.sitting.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sitting = self.sitting
        return super().get_context_data(
            sitting=sitting,
            kind=SITTING_KINDS[sitting.state],
            agenda=list(sitting.agenda.all()),
            there={member.pk for member in sitting.present.all()},
            members=list(sitting.commission.members.all()),
            **kwargs,
        )


class HoldPage(_OfSitting, FormPage[HoldForm]):
    """Who was there and how they voted."""

    access = permissions.OFFICE
    title = _("Decisions of the commission")
    lead = _("More than half of those present decide; equal votes put the question off.")
    form_class = HoldForm
    submit_label = _("Record and number the protocol")
    success_message = _("The decisions are recorded, the protocol has its number.")

    def get_form_kwargs(self) -> dict[str, Any]:
        members, agenda = self.sitting.commission.members.all(), self.sitting.agenda.all()
        return {**super().get_form_kwargs(), "members": list(members), "agenda": list(agenda)}

    def perform(self, form: HoldForm) -> Sitting:
        present = form.cleaned_data["present"]
        return actions.hold_sitting(sitting=self.sitting, present=present, votes=form.votes(), acting=self.actor)


class CallOffPage(_OfSitting, ConfirmPage):
    """The sitting does not take place."""

    access = permissions.OFFICE
    title = _("Call the sitting off")
    confirm_label = _("Call off")
    success_message = _("The sitting is called off.")

    def get_consequences(self) -> Sequence[str]:
        return [gettext("Its candidates stay candidates and can stand before another sitting.")]

    def perform(self) -> Sitting:
        return actions.call_off(sitting=self.sitting, acting=self.actor)


class _Protocol(_OfSitting, DownloadPage):
    """The protocol of a sitting that was held, always made of the frozen text."""

    access = permissions.OFFICE

    @property
    def frozen(self) -> dict[str, Any]:
        """The text; ``NotFound`` before the sitting was held."""
        if self.sitting.state != Sitting.State.HELD:
            raise NotFound()
        facts: dict[str, Any] = self.sitting.facts
        return facts

    def _name(self, suffix: str) -> str:
        return f"{gettext('Protocol № %(number)s') % {'number': self.sitting.number}}.{suffix}"


class ProtocolPdf(_Protocol):
    """For sending."""

    def get_download(self) -> Download:
        return Download(render_pdf(self.frozen), self._name("pdf"), PDF_TYPE)


class ProtocolDocx(_Protocol):
    """For signing by hand."""

    def get_download(self) -> Download:
        return Download(render_docx(self.frozen), self._name("docx"), DOCX_TYPE)
