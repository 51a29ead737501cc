"""Pages that give a draft the school's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.errors import NotFound
from ui.pages import ActionPage, Crumb, FormPage
from ui.pages.base import Text

from .. import actions, queries
from ..catalogue import catalogue
from ..errors import NotADraft
from ..forms import NewWordForm, WordForm
from ..models import LocalName, RegulationVersion
from ..permissions import EDIT
from ..view import Word
from .reading import OneVersion, link


class _WordPage(OneVersion):
    """Base: back to the words of the version."""

    access = EDIT

    def get_crumbs(self) -> Sequence[Crumb]:
        return [*super().get_crumbs(), Crumb(_("Words, rights and duties"), self.back())]

    def back(self) -> str:
        """The words of the version."""
        return link("words", self.get_version())

    def get_cancel_url(self) -> str:
        return self.back()

    def get_success_url(self, result: Any) -> str:
        return self.back()

    def require_draft(self) -> None:
        """Refuse before anything is typed."""
        if not self.get_version().is_draft:
            raise NotADraft()


class NewWordPage(_WordPage, FormPage[NewWordForm]):
    """A word of the school for a code that had none."""

    title = _("A word of our own")
    lead = _("The word stands on every page and document of the school; the region keeps the common one.")
    form_class = NewWordForm
    success_message = _("The word is saved.")
    draft = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.require_draft()
        return super().get_context_data(**kwargs)

    def perform(self, form: NewWordForm) -> LocalName:
        values = form.values()
        dictionary, _dot, code = values.pop("entry").partition(".")
        return actions.set_word(
            version=self.get_version(), dictionary=dictionary, code=code, acting=self.actor, **values
        )


class WordPage(_WordPage, FormPage[WordForm]):
    """The school's word for one code."""

    form_class = WordForm
    success_message = _("The word is saved.")
    draft = True

    @property
    def entry(self) -> tuple[str, str]:
        """(dictionary, code) of the address; ``NotFound`` for unknown ones."""
        dictionary, code = self.kwargs["dictionary"], self.kwargs["code"]
        if code not in catalogue().dictionaries.get(dictionary, {}):
            raise NotFound()
        return dictionary, code

    def get_title(self) -> Text:
        return _("The word for “%(title)s”") % {"title": catalogue().title(*self.entry)}

    def get_initial(self) -> dict[str, Any]:
        word = queries.view_of_version(self.get_version()).words.get(self.entry, Word(""))
        names = ("singular", "plural", "definition", "clause")
        return {name: getattr(word, name) for name in names}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.require_draft()
        return super().get_context_data(**kwargs)

    def perform(self, form: WordForm) -> LocalName:
        dictionary, code = self.entry
        return actions.set_word(
            version=self.get_version(), dictionary=dictionary, code=code, acting=self.actor, **form.values()
        )


class ClearWordPage(_WordPage, ActionPage):
    """Back to the common word."""

    success_message = _("The common word is used again.")

    def perform(self) -> RegulationVersion:
        return actions.clear_word(
            version=self.get_version(),
            dictionary=self.kwargs["dictionary"],
            code=self.kwargs["code"],
            acting=self.actor,
        )


def word_url(name: str, version: RegulationVersion, dictionary: str, code: str) -> str:
    """Address of a page of one word."""
    kwargs = {"version": version.pk, "dictionary": dictionary, "code": code}
    return reverse(f"regulation:{name}", kwargs=kwargs)
