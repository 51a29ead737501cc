"""Pages that write: load, edit, copy, discard, adopt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import ActionPage, ConfirmPage, Crumb, FormPage
from ui.pages.base import Text

from .. import actions, queries
from ..catalogue import Parameter, catalogue
from ..check import errors_of
from ..check.document import read_document
from ..editors import editor_of
from ..errors import FaultyRegulationError, NotADraft
from ..forms import AdoptionForm, UploadForm, ValueForm, adoption_initial
from ..models import ParameterValue, RegulationVersion
from ..permissions import ADOPT, EDIT
from ..view import RegulationView
from .reading import OneVersion, home_crumb, link, versions_crumb
from .rows import ParameterRow, row_of


class UploadPage(FormPage[UploadForm]):
    """A file becomes a draft, or every fault of it is listed."""

    access = EDIT
    title = _("Load a regulation")
    lead = _("The file is checked first. Without faults it becomes a draft, which the head then brings into force.")
    form_class = UploadForm
    submit_label = _("Check and load")
    success_message = _("The regulation is loaded as a draft. Check it and bring it into force.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [home_crumb(), versions_crumb()]

    def get_cancel_url(self) -> str:
        return reverse("regulation:versions")

    def perform(self, form: UploadForm) -> RegulationVersion:
        document, problems = read_document(form.cleaned_data["file"].read())
        if errors_of(problems):
            raise FaultyRegulationError(errors_of(problems))
        return actions.load_version(data=document, title=form.cleaned_data["title"], acting=self.actor)

    def get_success_url(self, result: RegulationVersion) -> str:
        return result.get_absolute_url()


class _OneParameter(OneVersion):
    """Base of pages of one parameter of a draft."""

    access = EDIT

    def get_parameter(self) -> Parameter:
        """The parameter of the address."""
        parameter = catalogue().parameters.get(self.kwargs["key"])
        if parameter is None:
            raise NotFound()
        return parameter

    def get_view(self) -> RegulationView:
        """The regulation which is edited."""
        return queries.view_of_version(self.get_version())

    def back(self) -> str:
        """The row of the parameter in the page of the version."""
        return f"{self.get_version().get_absolute_url()}#{self.kwargs['key'].replace('.', '-')}"


class ValuePage(_OneParameter, FormPage[ValueForm]):
    """Set one parameter of a draft."""

    template_name = "regulation/value.html"
    form_class = ValueForm
    success_message = _("The value is saved.")
    draft = True

    def get_title(self) -> Text:
        return str(self.get_parameter().title)

    def get_lead(self) -> Text:
        return str(self.get_parameter().help)

    def get_row(self) -> ParameterRow:
        """The parameter as it stands."""
        return row_of(self.get_view(), self.get_parameter())

    def get_initial(self) -> dict[str, Any]:
        view, rule = self.get_view(), self.get_view().rule(self.get_parameter().key)
        value, clause, quote = rule.value, rule.clause if rule.is_set else "", rule.quote
        picked = self.request.GET.get("reading", "")
        if picked.isdecimal() and int(picked) < len(rule.alternatives):
            reading = rule.alternatives[int(picked)]
            value, clause, quote = reading.value, reading.clause, ""
        own = editor_of(self.get_parameter()).initial(value, view)
        return {**own, "clause": clause, "quote": quote, "note": rule.note}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "parameter": self.get_parameter(), "view": self.get_view()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.get_version().is_draft:
            raise NotADraft()
        return super().get_context_data(row=self.get_row(), version=self.get_version(), **kwargs)

    def perform(self, form: ValueForm) -> ParameterValue:
        return actions.set_value(
            version=self.get_version(),
            key=self.get_parameter().key,
            value=form.read_value,
            clause=form.cleaned_data["clause"],
            quote=form.cleaned_data["quote"],
            note=form.cleaned_data["note"],
            acting=self.actor,
        )

    def get_cancel_url(self) -> str:
        return self.back()

    def get_success_url(self, result: ParameterValue) -> str:
        return self.back()


class ClearPage(_OneParameter, ActionPage):
    """Leave one parameter of a draft unset."""

    success_message = _("The value is cleared: the regional default applies.")

    def perform(self) -> RegulationVersion:
        return actions.clear_value(version=self.get_version(), key=self.get_parameter().key, acting=self.actor)

    def get_cancel_url(self) -> str:
        return self.back()

    def get_success_url(self, result: RegulationVersion) -> str:
        return self.back()


class CopyPage(OneVersion, ActionPage):
    """Prepare a new version from one in force."""

    access = EDIT
    success_message = _("A draft of the new version is ready: change what is to change and bring it into force.")

    def perform(self) -> RegulationVersion:
        return actions.copy_version(version=self.get_version(), acting=self.actor)

    def get_cancel_url(self) -> str:
        return self.get_version().get_absolute_url()

    def get_success_url(self, result: RegulationVersion) -> str:
        return result.get_absolute_url()


class DiscardPage(OneVersion, ConfirmPage):
    """Delete a draft."""

    access = EDIT
    title = _("Discard the draft version")
    confirm_label = _("Discard the draft version")
    success_message = _("The draft is discarded.")
    danger = True

    def get_consequences(self) -> Iterable[Text]:
        if not self.get_version().is_draft:
            raise NotADraft()
        return [_("The draft is deleted with everything entered in it."), _("The version in force stays as it is.")]

    def perform(self) -> None:
        actions.discard_draft(version=self.get_version(), acting=self.actor)

    def get_cancel_url(self) -> str:
        return link("version", self.kwargs["version"])

    def get_success_url(self, result: None) -> str:
        return reverse("regulation:versions")


class AdoptPage(OneVersion, FormPage[AdoptionForm]):
    """The head brings a draft into force."""

    access = ADOPT
    template_name = "regulation/adopt.html"
    form_class = AdoptionForm
    submit_label = _("Bring into force")

    def get_title(self) -> Text:
        return _("Bring version No. %(number)s into force") % {"number": self.get_version().number}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "view": queries.view_of_version(self.get_version())}

    def get_initial(self) -> dict[str, Any]:
        return adoption_initial(queries.view_of_version(self.get_version()), today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.get_version().is_draft:
            raise NotADraft()
        view = queries.view_of_version(self.get_version())
        open_questions = [view.parameter(key) for key, value in view.settings.items() if value.alternatives]
        return super().get_context_data(
            version=self.get_version(), present=queries.in_force().first(), open_questions=open_questions, **kwargs
        )

    def perform(self, form: AdoptionForm) -> RegulationVersion:
        return actions.adopt_version(version=self.get_version(), acting=self.actor, **form.values())

    def get_success_message(self, result: RegulationVersion) -> Text:
        assert result.effective_from is not None
        day = date_format(result.effective_from, "d.m.Y")
        return _("Version No. %(number)s is in force from %(date)s.") % {"number": result.number, "date": day}

    def get_cancel_url(self) -> str:
        return self.get_version().get_absolute_url()

    def get_success_url(self, result: RegulationVersion) -> str:
        return result.get_absolute_url()
