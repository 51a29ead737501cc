"""Texts of consents: versions, revision, blank forms for printing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.people.queries import person_for
from kernel.clock import today
from tenants.isolation.context import require_school
from ui.pages import Action, Crumb, DetailPage, FormPage, Page, Text

from .. import actions, documents, permissions, queries, viewing, wording
from ..forms import TextForm, types_for
from ..models import ConsentText
from .office import index_crumb


def texts_crumb() -> Crumb:
    """The way to the texts."""
    return Crumb(_("Texts of consents"), reverse("consents:texts"))


class _WithTexts(Page):
    """A page that makes the first texts when the school has none."""

    access = permissions.OFFICE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not queries.texts_complete():
            actions.ensure_texts(acting=self.actor)
        return super().get(request, *args, **kwargs)


class Texts(_WithTexts):
    """All types with their texts in force and older versions."""

    template_name = "consents/texts.html"
    title = _("Texts of consents")
    lead = _("A changed text is a new version: consents given before stay with the text they were given to.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current = queries.current_texts()
        versions: dict[str, list[ConsentText]] = {}
        for text in queries.texts():
            versions.setdefault(text.type, []).append(text)
        rows = [
            {"title": wording.title(code), "current": current.get(code), "versions": versions.get(code, [])}
            for code in wording.types()
        ]
        return super().get_context_data(rows=rows, **kwargs)


class TextPage(DetailPage[ConsentText]):
    """One version, as people read it."""

    access = permissions.OFFICE
    template_name = "consents/text.html"

    def find(self) -> ConsentText:
        return queries.text_by_id(self.kwargs["text"])

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb(), texts_crumb()]

    def get_page_actions(self) -> Sequence[Action]:
        revise = reverse("consents:text_revise", kwargs={"text": self.object.pk})
        return [Action(_("New version"), revise, "pencil", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body = wording.filled(self.object.body, operator=require_school().name)
        return super().get_context_data(body=body, **kwargs)


class Revise(FormPage[TextForm]):
    """A new version out of an older one."""

    access = permissions.OFFICE
    title = _("New version of the text")
    form_class = TextForm
    success_message = _("The new version is kept.")
    draft = True
    wide = True

    @cached_property
    def text(self) -> ConsentText:
        """The version to start from."""
        return queries.text_by_id(self.kwargs["text"])

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb(), texts_crumb(), Crumb(str(self.text), self.text.get_absolute_url())]

    def get_cancel_url(self) -> str:
        return self.text.get_absolute_url()

    def get_initial(self) -> dict[str, Any]:
        fields = ("title", "body", "term", "term_years", "term_until")
        return {**{name: getattr(self.text, name) for name in fields}, "valid_from": today()}

    def perform(self, form: TextForm) -> ConsentText:
        return actions.revise_text(text=self.text, acting=self.actor, **form.values())

    def get_success_url(self, result: ConsentText) -> str:
        return result.get_absolute_url()


class _OfPerson(_WithTexts):
    """The person of the address."""

    @cached_property
    def person(self) -> Person:
        """The person; ``NotFound`` for a foreign one."""
        return person_for(self.actor, self.kwargs["person"])

    def get_lead(self) -> Text:
        return self.person.full_name


class PersonTexts(_OfPerson):
    """Blank forms of a person: which to print."""

    template_name = "consents/person_texts.html"
    title = _("Blank forms of consents")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb(), Crumb(self.person.full_name, self.person.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        current = queries.current_texts()
        given = queries.in_force([self.person.pk])[self.person.pk]
        rows = [
            {"title": current[code].title, "text": current[code], "given": code in given}
            for code, _word in types_for(self.person)
            if code in current
        ]
        return super().get_context_data(person=self.person, rows=rows, **kwargs)


class Blank(_OfPerson):
    """A consent with the names filled in, to be printed and signed by hand."""

    template_name = "consents/blank.html"

    @cached_property
    def text(self) -> ConsentText:
        """The version."""
        return queries.text_by_id(self.kwargs["text"])

    def get_title(self) -> Text:
        return self.text.title

    def get_lead(self) -> Text:
        return ""

    def get_crumbs(self) -> Sequence[Crumb]:
        return [
            Crumb(_("Blank forms of consents"), reverse("consents:person_texts", kwargs={"person": self.person.pk}))
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        viewing.note(self.person, self.actor, viewing.What.BLANK)
        return super().get(request, *args, **kwargs)

    def get_page_actions(self) -> Sequence[Action]:
        key = {"person": self.person.pk, "text": self.text.pk}
        return [
            Action("DOCX", reverse("consents:blank_file", kwargs={**key, "format": "docx"}), "file-earmark-word"),
            Action(
                "PDF", reverse("consents:blank_file", kwargs={**key, "format": "pdf"}), "file-earmark-pdf", "secondary"
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(blank=documents.blank_of(self.person, self.text), **kwargs)
