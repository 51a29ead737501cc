"""Pages that begin and end a draft: load, start, copy, rename, clear, discard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.errors import NotFound
from ui.pages import ActionPage, ConfirmPage, Crumb, FormPage
from ui.pages.base import Text

from .. import actions
from ..catalogue import Parameter, catalogue
from ..check import errors_of
from ..check.document import read_document
from ..errors import FaultyRegulationError, NotADraft
from ..forms import StartForm, TitleForm, UploadForm
from ..models import RegulationVersion
from ..opening import preset_document, presets
from ..permissions import EDIT
from .reading import OneVersion, home_crumb, link, versions_crumb


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


class StartPage(FormPage[StartForm]):
    """A draft from nothing, or from a regulation kept with the project."""

    access = EDIT
    title = _("New regulation")
    lead = _("A draft is made: you go through its sections, and the head brings it into force.")
    form_class = StartForm
    submit_label = _("Make the draft")
    success_message = _("The draft is ready: go through its sections.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [home_crumb(), versions_crumb()]

    def get_cancel_url(self) -> str:
        return reverse("regulation:versions")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "presets": presets()}

    def perform(self, form: StartForm) -> RegulationVersion:
        values = form.values()
        if values["basis"]:
            data = preset_document(values["basis"])
            return actions.load_version(data=data, title=values["title"], acting=self.actor)
        return actions.start_version(title=values["title"], acting=self.actor)

    def get_success_url(self, result: RegulationVersion) -> str:
        return result.get_absolute_url()


class RenamePage(OneVersion, FormPage[TitleForm]):
    """Another title for a draft."""

    access = EDIT
    title = _("Change the title")
    form_class = TitleForm
    success_message = _("The title is changed.")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.get_version().title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.get_version().is_draft:
            raise NotADraft()
        return super().get_context_data(**kwargs)

    def perform(self, form: TitleForm) -> RegulationVersion:
        return actions.rename_version(version=self.get_version(), acting=self.actor, **form.values())

    def get_cancel_url(self) -> str:
        return self.get_version().get_absolute_url()

    def get_success_url(self, result: RegulationVersion) -> str:
        return result.get_absolute_url()


class ClearPage(OneVersion, ActionPage):
    """Leave one parameter of a draft unset."""

    access = EDIT
    success_message = _("The value is cleared: the regional default applies.")

    def get_parameter(self) -> Parameter:
        """The parameter of the address."""
        parameter = catalogue().parameters.get(self.kwargs["key"])
        if parameter is None:
            raise NotFound()
        return parameter

    def perform(self) -> RegulationVersion:
        return actions.clear_value(version=self.get_version(), key=self.get_parameter().key, acting=self.actor)

    def get_cancel_url(self) -> str:
        return f"{self.get_version().get_absolute_url()}#{self.get_parameter().anchor}"

    def get_success_url(self, result: RegulationVersion) -> str:
        return self.get_cancel_url()


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
