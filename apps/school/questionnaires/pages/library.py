"""Questionnaires of the school: the list, one with its versions and surveys, preview, blank, publication."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.catalogue import catalogue
from tenants.isolation.context import require_school
from ui.pages import Action, ActionPage, ConfirmPage, Crumb, DetailPage, EmptyState, FormPage, ListPage, Page, Text

from .. import actions, queries
from ..forms import AnswerForm, NewForm, VersionForm
from ..models import Questionnaire, Version
from ..permissions import OFFICE
from ..tables import VERSION_KINDS, QuestionnaireFilter, QuestionnaireTable


def url(name: str, **keys: object) -> str:
    """Address of a page of this room."""
    return reverse(f"questionnaires:{name}", kwargs=keys)


def library_crumb() -> Crumb:
    """The way to the list."""
    return Crumb(_("Questionnaires"), url("index"))


def section_tabs(active: str) -> list[dict[str, Any]]:
    """What the office has here."""
    tabs = (("index", _("Questionnaires")), ("rounds", _("Surveys")))
    return [{"label": label, "url": url(name), "active": name == active} for name, label in tabs]


class IndexPage(ListPage[Questionnaire]):
    """All questionnaires."""

    access = OFFICE
    title = _("Questionnaires")
    lead = _("What the school asks: for the banks, before pairs, and to judge how the work goes.")
    template_name = "questionnaires/index.html"
    table_class = QuestionnaireTable
    filterset_class = QuestionnaireFilter
    export_name = "questionnaires"

    def get_queryset(self) -> QuerySet[Questionnaire]:
        return queries.questionnaires()

    def get_empty(self) -> EmptyState:
        text = _("Begin with a copy of a federal template and make it your own.")
        return EmptyState(_("No questionnaires yet"), text, "ui-checks", Action(_("New questionnaire"), url("new")))

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("New questionnaire"), url("new"), icon="plus-lg")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"tabs": section_tabs("index"), **kwargs})


class NewPage(FormPage[NewForm]):
    """A questionnaire from a template."""

    access = OFFICE
    title = _("New questionnaire")
    form_class = NewForm
    submit_label = _("Create")
    success_message = _("The questionnaire is created: look through the questions, then publish it.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [library_crumb()]

    def get_cancel_url(self) -> str:
        return url("index")

    def perform(self, form: NewForm) -> Questionnaire:
        return actions.create_questionnaire(**form.values(), acting=self.actor)

    def get_success_url(self, result: Questionnaire) -> str:
        return result.get_absolute_url()


class QuestionnairePage(DetailPage[Questionnaire]):
    """The newest version with its questions; other versions and surveys beside it."""

    access = OFFICE
    template_name = "questionnaires/questionnaire.html"

    def find(self) -> Questionnaire:
        return queries.questionnaire_by_id(self.kwargs["questionnaire"])

    @cached_property
    def version(self) -> Version:
        """The newest one."""
        return queries.version_by_id(queries.latest(self.object).pk)

    def get_lead(self) -> Text:
        return f"{self.object.get_purpose_display()}; {self.object.get_audience_display()}"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [library_crumb()]

    def get_page_actions(self) -> Sequence[Action]:
        version = self.version
        key = {"questionnaire_version": version.pk}
        look = [
            Action(_("Preview"), url("preview", **key), icon="eye", variant="secondary"),
            Action(_("Print the blank"), url("blank", **key), icon="printer", variant="quiet"),
        ]
        if version.state == Version.State.DRAFT:
            return [Action(_("Publish"), url("publish", **key), icon="check2-circle"), *look]
        again = Action(
            _("New version"), url("revise", questionnaire=self.object.pk), "pencil", "secondary", method="post"
        )
        if version.state == Version.State.PUBLISHED:
            stop = Action(_("Close"), url("close", **key), icon="x-circle", variant="quiet")
            return [Action(_("Hold a survey"), url("round_new", **key), icon="send"), again, *look, stop]
        return [again, *look]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.object.form
        return super().get_context_data(
            **{
                "version": self.version,
                "questions": self.version.questions.all(),
                "state_kind": VERSION_KINDS[self.version.state],
                "is_draft": self.version.state == Version.State.DRAFT,
                "versions": [version for version in self.object.versions.all() if version.pk != self.version.pk],
                "rounds": queries.rounds().filter(version__questionnaire=self.object),
                "form_title": _form_title(form) if form else "",
                **kwargs,
            }
        )


def _form_title(code: str) -> str:
    view = regulation.current_or_none()
    title: str = (view.local_name if view is not None else catalogue().title)("mentoring_form", code)
    return title


class OfVersion(Page):
    """Mixin: the version named in the address, of this school."""

    access = OFFICE

    @cached_property
    def version(self) -> Version:
        """The version with its questions; ``NotFound`` for a foreign one."""
        return queries.version_by_id(self.kwargs["questionnaire_version"])

    def find_objects(self) -> None:
        """The version must be here."""
        _ = self.version

    def get_crumbs(self) -> Sequence[Crumb]:
        questionnaire = self.version.questionnaire
        return [library_crumb(), Crumb(questionnaire.title, questionnaire.get_absolute_url())]

    def get_success_url(self, result: Any) -> str:
        """Back to the questionnaire."""
        return self.version.questionnaire.get_absolute_url()

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return self.version.questionnaire.get_absolute_url()

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return self.version.questionnaire.get_absolute_url()


class VersionEditPage(OfVersion, FormPage[VersionForm]):
    """Title and introduction of a draft."""

    title = _("Title and introduction")
    form_class = VersionForm
    draft = True

    def get_initial(self) -> dict[str, Any]:
        questionnaire = self.version.questionnaire
        return {"title": questionnaire.title, "form": questionnaire.form, "intro": self.version.intro}

    def perform(self, form: VersionForm) -> Version:
        return actions.change_version(version=self.version, **form.values(), acting=self.actor)


class PreviewPage(OfVersion):
    """The questionnaire as those asked will see it; nothing is sent."""

    template_name = "questionnaires/preview.html"

    def get_title(self) -> Text:
        return self.version.questionnaire.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AnswerForm(questions=list(self.version.questions.all()))
        return super().get_context_data(**{"version": self.version, "form": form, "groups": form.groups(), **kwargs})


class BlankPage(OfVersion):
    """The questionnaire on paper: to be printed, filled in by hand and typed in by the curator."""

    template_name = "questionnaires/blank.html"

    def get_title(self) -> Text:
        return self.version.questionnaire.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AnswerForm(questions=list(self.version.questions.all()))
        return super().get_context_data(
            **{"version": self.version, "groups": form.groups(), "school_name": require_school().name, **kwargs}
        )


class PublishPage(OfVersion, ConfirmPage):
    """From draft to use."""

    title = _("Publish the questionnaire")
    confirm_label = _("Publish")
    success_message = _("The questionnaire is published: now a survey can be held.")

    def get_consequences(self) -> list[Text]:
        return [
            _("The questions of this version are no longer changed; a new version can be made at any time."),
            _("The version in use until now is closed; surveys that are under way go on with it."),
        ]

    def perform(self) -> Version:
        return actions.publish_version(version=self.version, acting=self.actor)


class ClosePage(OfVersion, ConfirmPage):
    """Out of use."""

    title = _("Close the questionnaire")
    confirm_label = _("Close")
    success_message = _("The questionnaire is closed.")

    def get_consequences(self) -> list[Text]:
        return [_("No new surveys are held with it. What was asked goes on, and all answers stay.")]

    def perform(self) -> Version:
        return actions.close_version(version=self.version, acting=self.actor)


class RevisePage(ActionPage):
    """A draft of the next version."""

    access = OFFICE
    success_message = _("The draft of a new version is ready to be changed.")

    @cached_property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire; ``NotFound`` for a foreign one."""
        return queries.questionnaire_by_id(self.kwargs["questionnaire"])

    def get_cancel_url(self) -> str:
        return self.questionnaire.get_absolute_url()

    def perform(self) -> Version:
        return actions.revise_version(questionnaire=self.questionnaire, acting=self.actor)

    def get_success_url(self, result: Version) -> str:
        return self.questionnaire.get_absolute_url()
