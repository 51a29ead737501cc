"""Questions of a draft: added, changed, taken out, moved."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from ui.pages import ActionPage, ConfirmPage, Crumb, FormPage, Page, Text

from .. import actions, queries
from ..forms import QuestionForm
from ..models import Question, Version
from ..permissions import OFFICE
from .library import OfVersion, library_crumb


class AddPage(OfVersion, FormPage[QuestionForm]):
    """A question at the end."""

    title = _("New question")
    form_class = QuestionForm
    submit_label = _("Add")
    draft = True
    success_message = _("The question is added.")

    def perform(self, form: QuestionForm) -> Question:
        return actions.add_question(version=self.version, **form.values(), acting=self.actor)


class OfQuestion(Page):
    """Mixin: the question named in the address."""

    access = OFFICE

    @cached_property
    def question(self) -> Question:
        """The question; ``NotFound`` for a foreign one."""
        return queries.question_by_id(self.kwargs["question"])

    def find_objects(self) -> None:
        """The question must be here."""
        _ = self.question

    def get_crumbs(self) -> Sequence[Crumb]:
        questionnaire = self.question.version.questionnaire
        return [library_crumb(), Crumb(questionnaire.title, questionnaire.get_absolute_url())]

    def get_success_url(self, result: Any) -> str:
        """Back to the questions, at the same place."""
        return f"{self.get_cancel_url()}#question-{self.question.pk}"

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return self.question.version.questionnaire.get_absolute_url()

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return self.get_cancel_url()


class EditPage(OfQuestion, FormPage[QuestionForm]):
    """Change a question."""

    title = _("Question")
    form_class = QuestionForm
    draft = True
    success_message = _("The question is changed.")

    def get_initial(self) -> dict[str, Any]:
        question = self.question
        return {
            "text": question.text,
            "type_": question.type,
            "options": "\n".join(question.options),
            "help_": question.help,
            "required": question.required,
            "feeds": question.feeds,
        }

    def perform(self, form: QuestionForm) -> Question:
        return actions.change_question(question=self.question, **form.values(), acting=self.actor)


class RemovePage(OfQuestion, ConfirmPage):
    """Take a question out."""

    title = _("Take the question out")
    confirm_label = _("Take out")
    danger = True
    success_message = _("The question is taken out.")

    def get_lead(self) -> Text:
        return self.question.text

    def get_consequences(self) -> list[Text]:
        return [_("It is taken out of this draft only; versions that were published keep it.")]

    def perform(self) -> Version:
        return actions.remove_question(question=self.question, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()


class MovePage(OfQuestion, ActionPage):
    """One place up or down, by a button: no mouse is needed."""

    def perform(self) -> Question:
        return actions.move_question(question=self.question, up="up" in self.request.POST, acting=self.actor)
