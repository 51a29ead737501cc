"""Rewards: orders, extracts for the attestation, memos on payments."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.orders.kinds import INCENTIVE
from apps.school.orders.models import Order
from apps.school.people.models import Person
from apps.school.regulation.rules import rewards as rules
from apps.school.regulation.values.recurrence import school_year
from kernel.clock import today
from ui.files import Download
from ui.pages import Action, Crumb, DetailPage, DownloadPage, EmptyState, FormPage, ListPage

from .. import documents, permissions, queries
from ..documents import DOCX
from ..forms_duties import ExtractForm, PayForm, PeriodForm, RewardForm
from ..incentives import actions, facts
from ..models import RewardPaper
from ..tables import PaperTable
from .base import OfYear

LATEST_ORDERS = 10

F = TypeVar("F", bound=PeriodForm)


class RewardsPage(OfYear, ListPage[RewardPaper]):
    """What the act provides for, the orders, the papers."""

    access = permissions.OFFICE
    section = "rewards"
    title = _("Rewards")
    template_name = "roadmap/rewards.html"
    table_class = PaperTable
    export_name = "reward-papers"
    empty = EmptyState(_("No papers yet"), _("Make an extract for the attestation or a memo on payments."), "award")

    def get_queryset(self) -> QuerySet[RewardPaper]:
        return RewardPaper.objects.select_related("person")

    def get_page_actions(self) -> Sequence[Action]:
        return [
            Action(_("Prepare an order"), reverse("roadmap:reward_order"), icon="award"),
            Action(_("Extract"), reverse("roadmap:extract"), icon="file-earmark-person", variant="secondary"),
            Action(_("Memo on payments"), reverse("roadmap:pay_memo"), icon="cash-coin", variant="secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keys, view = (rules.TYPES, rules.EVENT, rules.ATTESTATION, rules.PAY), self.view
        told = [(view.parameter(key).title, view.render(key), view.rule(key)) for key in keys] if view else []
        orders = Order.objects.filter(kind=INCENTIVE).order_by("-pk")[:LATEST_ORDERS]
        return super().get_context_data(**{"told": told, "orders": orders, **kwargs})


class _OfPeriod(OfYear, FormPage[F], Generic[F]):
    """A form about the work of a period: its people are those of the period typed, of this school year at first."""

    access = permissions.OFFICE
    section = "rewards"

    @cached_property
    def period(self) -> facts.Period:
        """What was typed where it can be read, else the school year up to today."""
        asked, found = PeriodForm(self.request.POST), [school_year(today())[0], today()]
        for place, name in enumerate(("starts_on", "ends_on")):
            try:
                found[place] = asked.fields[name].clean(asked[name].value())
            except ValidationError:
                continue
        return found[0], found[1]

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": self.period[0], "ends_on": self.period[1]}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Rewards"), reverse("roadmap:rewards"))]

    def get_cancel_url(self) -> str:
        return reverse("roadmap:rewards")

    def get_success_url(self, result: Any) -> str:
        return str(result.get_absolute_url())


class RewardOrderPage(_OfPeriod[RewardForm]):
    """People are rewarded by an order that the head signs."""

    title = _("Order on rewards")
    form_class = RewardForm
    submit_label = _("Put before the head")
    success_message = _("The order waits for the head's signature.")

    def get_form_kwargs(self) -> dict[str, Any]:
        people = facts.participants(self.period)
        return {**super().get_form_kwargs(), "kinds": self.regulation.choices(rules.TYPES), "people": people}

    def perform(self, form: RewardForm) -> Order:
        values = form.values()
        return actions.order_rewards(**{**values, "people": list(values["people"])}, acting=self.actor)


class ExtractPage(_OfPeriod[ExtractForm]):
    """The extract on a mentor's work."""

    title = _("Extract for the attestation")
    form_class = ExtractForm
    submit_label = _("Make the extract")
    success_message = _("The extract is made.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": list(facts.mentors_of(facts.works(self.period)))}

    def perform(self, form: ExtractForm) -> RewardPaper:
        return actions.make_extract(**form.values(), acting=self.actor)


class PayMemoPage(_OfPeriod[PayForm]):
    """The memo on payments to the mentors of a period."""

    title = _("Memo on payments")
    lead = _("The law asks for an agreement with the size and the conditions of payment for each mentor.")
    form_class = PayForm
    submit_label = _("Make the memo")
    success_message = _("The memo is made.")

    @cached_property
    def people(self) -> list[Person]:
        """Mentors of the period."""
        return list(facts.mentors_of(facts.works(self.period)))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.people}

    def perform(self, form: PayForm) -> RewardPaper:
        start, end = form.cleaned_data["starts_on"], form.cleaned_data["ends_on"]
        return actions.make_pay_memo(starts_on=start, ends_on=end, terms=form.terms(), acting=self.actor)


class PaperPage(OfYear, DetailPage[RewardPaper]):
    """What the paper says, and its files."""

    access = permissions.OFFICE
    section = "rewards"
    template_name = "roadmap/paper.html"

    def find(self) -> RewardPaper:
        return queries.paper_of(self.kwargs["reward_paper"])

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Rewards"), reverse("roadmap:rewards"))]

    def get_page_actions(self) -> Sequence[Action]:
        docx, pdf = (reverse(f"roadmap:paper_{kind}", args=[self.object.pk]) for kind in ("docx", "pdf"))
        return [
            Action("DOCX", docx, icon="file-earmark-word"),
            Action("PDF", pdf, icon="file-earmark-pdf", variant="secondary"),
        ]


class PaperDocx(DownloadPage):
    """The paper as DOCX."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        paper = queries.paper_of(self.kwargs["reward_paper"])
        return Download(documents.paper_docx(paper.facts), f"{paper}.docx", DOCX)


class PaperPdf(DownloadPage):
    """The paper as PDF."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        paper = queries.paper_of(self.kwargs["reward_paper"])
        return Download(documents.paper_pdf(paper.facts), f"{paper}.pdf", "application/pdf", inline=True)
