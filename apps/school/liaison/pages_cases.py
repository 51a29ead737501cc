"""Pages of the school's cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.cases import intake, outlook
from apps.region.cases.intake import CaseText
from apps.school.liaison import cases
from apps.school.liaison.forms_cases import CaseForm, ChooseProgrammeForm
from apps.school.programmes import queries as programmes
from apps.school.programmes.models import Programme
from kernel.doors import Access
from kernel.errors import Conflict
from tenants.isolation.context import require_school
from tenants.isolation.hosts import REGION_LABEL, address_of
from ui.pages import Action, ActionPage, ConfirmPage, Crumb, FormPage, Page, Text

OFFICE = Access({"curator", "head"})
WRITER = Access({"curator"})


class CasesPage(Page):
    """The school's cases in all states, and the way to the library."""

    access = OFFICE
    title = _("Best practice")
    lead = _("Write a case out of a completed programme; the institute reviews it, other schools take it up.")
    template_name = "liaison/cases/index.html"

    def get_page_actions(self) -> Sequence[Action]:
        library = Action(_("Library of the region"), f"{address_of(REGION_LABEL)}/cases/", "collection", "secondary")
        if self.actor.has("curator"):
            return [Action(_("Write a case"), reverse("liaison:case_new"), icon="plus-lg"), library]
        return [library]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cases=outlook.cases_of(require_school().pk), **kwargs)


class NewCasePage(FormPage[ChooseProgrammeForm]):
    """Choose the programme the case tells of."""

    access = WRITER
    title = _("New case")
    template_name = "liaison/cases/choose.html"
    form_class = ChooseProgrammeForm
    submit_label = _("Begin to write")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Best practice"), reverse("liaison:cases"))]

    def get_cancel_url(self) -> str:
        return reverse("liaison:cases")

    @cached_property
    def programmes(self) -> list[tuple[int, str]]:
        """What can be chosen."""
        return cases.finished_programmes(self.actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "programmes": self.programmes}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(nothing=not self.programmes, **kwargs)

    def perform(self, form: ChooseProgrammeForm) -> int:
        return int(form.cleaned_data["programme"])

    def get_success_url(self, result: int) -> str:
        return reverse("liaison:case_write", args=[result])


class _CaseForm(FormPage[CaseForm]):
    access = WRITER
    form_class = CaseForm
    draft = True
    wide = True
    submit_label = _("Save the draft")
    success_message = _("The draft is saved.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Best practice"), reverse("liaison:cases"))]

    def get_cancel_url(self) -> str:
        return reverse("liaison:cases")

    def get_success_url(self, result: UUID) -> str:
        return reverse("liaison:case", args=[result])


class WriteCasePage(_CaseForm):
    """A new case out of a programme."""

    title = _("New case")

    @cached_property
    def programme(self) -> Programme:
        """The completed programme of the address."""
        programme = programmes.get_visible(self.kwargs["programme"], self.actor)
        if programme.state != Programme.State.COMPLETED:
            raise Conflict(
                _("A case is written out of a completed programme."),
                next_step=_("Complete the programme first: its results become the heart of the case."),
            )
        return programme

    @cached_property
    def draft_text(self) -> CaseText:
        """What the programme already tells."""
        return cases.draft_from(self.programme)

    def get_lead(self) -> Text:
        return programmes.people_of(self.programme).title

    def get_initial(self) -> dict[str, Any]:
        names = ("summary", "problem", "actions_taken", "results", "conditions")
        return {name: getattr(self.draft_text, name) for name in names}

    def perform(self, form: CaseForm) -> UUID:
        text = replace(self.draft_text, **form.values())
        return cases.save(case_id=None, programme_id=self.programme.pk, text=text, acting=self.actor)


class CasePage(Page):
    """One case of the school: its state, the expert's comment, who took it up."""

    access = OFFICE
    template_name = "liaison/cases/case.html"

    @cached_property
    def case(self) -> outlook.OwnCase:
        """The case, told by the region."""
        return outlook.case_of(self.kwargs["case"], require_school().pk)

    def get_title(self) -> Text:
        return self.case.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Best practice"), reverse("liaison:cases"))]

    def get_page_actions(self) -> Sequence[Action]:
        case, found = self.case, []
        if case.editable and self.actor.has("curator"):
            submit = reverse("liaison:case_submit", args=[case.id])
            edit = reverse("liaison:case_edit", args=[case.id])
            found.append(Action(_("Send to the institute"), submit, icon="send", method="post"))
            found.append(Action(_("Change"), edit, icon="pencil", variant="secondary"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.case.text
        sections = [
            (_("In short"), text["summary"]),
            (_("Problem"), text["problem"]),
            (_("What was done"), text["actions_taken"]),
            (_("Results"), text["results"]),
            (_("Conditions and resources"), text["conditions"]),
        ]
        return super().get_context_data(case=self.case, sections=sections, **kwargs)


class EditCasePage(_CaseForm):
    """Rewrite a draft or a returned case."""

    @cached_property
    def case(self) -> outlook.OwnCase:
        """The case, told by the region."""
        case = outlook.case_of(self.kwargs["case"], require_school().pk)
        if not case.editable:
            raise Conflict(_("The case is «%(state)s»: it cannot be changed now.") % {"state": case.state_title})
        return case

    def get_title(self) -> Text:
        return self.case.title

    def get_initial(self) -> dict[str, Any]:
        return dict(self.case.text)

    def perform(self, form: CaseForm) -> UUID:
        programme = self.case.programme
        base = CaseText(title="")
        if programme is not None:
            base = cases.draft_from(programmes.get_visible(programme, self.actor))
        text = replace(base, **form.values())
        return cases.save(case_id=self.case.id, programme_id=programme, text=text, acting=self.actor)


class SubmitCasePage(ActionPage):
    """Hand the case to the institute."""

    access = WRITER
    title = _("Send to the institute")
    success_message = _("The case waits for an expert of the institute.")

    def perform(self) -> None:
        intake.submit(case_id=self.kwargs["case"], school_id=require_school().pk, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("liaison:case", args=[self.kwargs["case"]])


class WithdrawCasePage(ConfirmPage):
    """Take the case back."""

    access = WRITER
    title = _("Take the case back")
    danger = True
    confirm_label = _("Take it back")
    success_message = _("The case is taken back.")

    def get_consequences(self) -> list[Text]:
        outlook.case_of(self.kwargs["case"], require_school().pk)
        return [_("The library no longer shows it."), _("It cannot be sent again: a new case can be written.")]

    def perform(self) -> None:
        intake.withdraw(case_id=self.kwargs["case"], school_id=require_school().pk, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("liaison:cases")
