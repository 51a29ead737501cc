"""The annual programme of the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.orders import queries as orders
from apps.school.regulation import queries as regulation
from apps.school.regulation.rules import programme as work
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.pages import Action, ConfirmPage, Crumb, DetailPage, FormPage, Text
from ui.pages.base import Page

from .. import yearly
from ..models import AnnualProgramme
from ..permissions import OFFICE
from ..work_forms import AnnualForm

STATES = {"draft": "waiting", "ordered": "waiting", "approved": "success"}


class AnnualIndexPage(Page):
    """Annual programmes by school year."""

    access = OFFICE
    title = _("Annual programme")
    template_name = "programmes/annual.html"

    def get_crumbs(self) -> list[Crumb]:
        return [Crumb(_("Programmes"), reverse("programmes:index"))]

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Write the programme of a year"), reverse("programmes:annual_write"), icon="pencil")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = regulation.current_or_none()
        rows = [{"annual": row, "kind": STATES[row.state]} for row in yearly.annual_programmes()[:20]]
        return super().get_context_data(
            **{
                "rows": rows,
                "rule": view.rule(work.ANNUAL) if view else None,
                "is_asked": view is not None and bool(view.value(work.ANNUAL)),
                "lacks": yearly.state_on(today()),
                **kwargs,
            }
        )


class AnnualWritePage(FormPage[AnnualForm]):
    """Write the programme of a school year; ``?year=`` opens that of a year."""

    access = OFFICE
    title = _("Programme of a school year")
    form_class = AnnualForm
    draft = True
    wide = True
    success_message = _("The annual programme is saved.")

    @cached_property
    def view(self) -> RegulationView:
        """The regulation in force."""
        return regulation.current()

    @cached_property
    def year(self) -> int:
        """The school year asked for, else the present one."""
        asked = self.request.GET.get("year", "")
        return int(asked) if asked.isdecimal() and len(asked) == 4 else work.school_year_of(today())

    def get_crumbs(self) -> list[Crumb]:
        return [Crumb(_("Annual programme"), reverse("programmes:annual"))]

    def get_cancel_url(self) -> str:
        return reverse("programmes:annual")

    def get_form_kwargs(self) -> dict[str, Any]:
        this = work.school_year_of(today())
        years = [(str(year), f"{year}/{year + 1}") for year in (this, this + 1)]
        return {**super().get_form_kwargs(), "years": years, "fields_of": yearly.fields_of(self.view)}

    def get_initial(self) -> dict[str, Any]:
        found = yearly.annual_programmes().filter(year=self.year).first()
        return {"year": str(self.year), **(found.note if found else {})}

    def perform(self, form: AnnualForm) -> AnnualProgramme:
        year = int(form.cleaned_data["year"])
        return yearly.write_annual(year=year, note=form.note(), acting=self.actor)

    def get_success_url(self, result: AnnualProgramme) -> str:
        return result.get_absolute_url()


class _OfAnnual(Page):
    """Mixin: the annual programme of the address."""

    access = OFFICE

    @cached_property
    def annual(self) -> AnnualProgramme:
        """The annual programme; ``NotFound`` otherwise."""
        return yearly.get_annual(self.kwargs["annual"])

    def find_objects(self) -> None:
        """The annual programme, before anything is shown."""
        _annual = self.annual

    def get_crumbs(self) -> list[Crumb]:
        return [Crumb(_("Annual programme"), reverse("programmes:annual"))]


class AnnualShowPage(_OfAnnual, DetailPage[AnnualProgramme]):
    """One annual programme, its order, the next step."""

    template_name = "programmes/annual_show.html"

    def find(self) -> AnnualProgramme | None:
        return self.annual

    def get_title(self) -> Text:
        return gettext("Annual programme of %(year)s") % {"year": self.annual.title}

    def get_page_actions(self) -> Sequence[Action]:
        if self.annual.state != AnnualProgramme.State.DRAFT:
            return []
        write = f"{reverse('programmes:annual_write')}?year={self.annual.year}"
        return [
            Action(_("Send for signature"), reverse("programmes:annual_order", args=[self.annual.pk]), icon="pen"),
            Action(_("Write"), write, icon="pencil", variant="secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fields = yearly.fields_of(regulation.current())
        return super().get_context_data(
            annual=self.annual,
            kind=STATES[self.annual.state],
            sections=[(title[:1].upper() + title[1:], self.annual.note.get(code, "")) for code, title in fields],
            order=orders.latest_about(self.annual),
            **kwargs,
        )


class AnnualOrderPage(_OfAnnual, ConfirmPage):
    """Put the order that approves it before the head."""

    title = _("Send the annual programme for signature")
    confirm_label = _("Send for signature")
    success_message = _("The order waits for the head.")

    def get_consequences(self) -> list[str]:
        return [
            gettext("The head gets the order that approves the programme of %(year)s.") % {"year": self.annual.title},
            gettext("After the signature pairs of this school year may begin their work."),
        ]

    def get_cancel_url(self) -> str:
        return self.annual.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        return self.annual.get_absolute_url()

    def perform(self) -> AnnualProgramme:
        return yearly.order_annual(annual=self.annual, acting=self.actor)
