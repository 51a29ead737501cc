"""Papers of mentors from outside: the register and one person's; information from third parties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.queries import current, current_or_none
from apps.school.regulation.rules.bank import THIRD_PARTIES, documents_wanted
from kernel.clock import today
from kernel.errors import NotFound
from kernel.uploads import content_type
from ui.files import Download
from ui.pages import ActionPage, Crumb, DownloadPage, EmptyState, FormPage, ListPage

from .. import actions, permissions, queries, rules
from ..filters_bank import PaperFilter
from ..forms_papers import DocumentForm, ThirdPartyForm
from ..models import MentorCard, PersonDocument, ThirdPartyInfo
from ..tables_bank import PAPER_KINDS, PAPER_WORDS, PaperTable
from .growth import ForPerson
from .tabs import PersonTab, word_of


class PaperRegister(ListPage[MentorCard]):
    """Mentors from outside with the state of every document asked of them."""

    access = permissions.OFFICE
    title = _("Documents of mentors from outside")
    lead = _("Without valid documents a mentor who does not work here begins no pair.")
    table_class = PaperTable
    filterset_class = PaperFilter
    export_name = "documents"
    empty = EmptyState(
        _("No mentors from outside"),
        _("Parents, alumni and people of other organisations in the mentors' bank are listed here."),
        "file-earmark-person",
    )

    def get_queryset(self) -> QuerySet[MentorCard]:
        return queries.external_mentors()

    def get_table_kwargs(self) -> dict[str, Any]:
        view = current()
        return {"view": view, "papers": queries.papers_in_bank(view, today())}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Mentors"), reverse("people:mentors"))]


class PapersPage(PersonTab):
    """A person's documents, and what others said of the person with its basis."""

    access = permissions.EDIT
    here = "person_papers"
    template_name = "people/papers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, view = self.object, current_or_none()
        external = rules.is_external(person.kind)
        wanted = queries.papers_of(view, [person.pk], today())[person.pk] if view is not None and external else []
        return super().get_context_data(
            is_external=external,
            wanted=[
                {
                    "word": word_of(view, "external_document", paper.kind),
                    "kind": PAPER_KINDS[paper.state],
                    "state": PAPER_WORDS[paper.state],
                    "document": paper.document,
                }
                for paper in wanted
            ],
            documents=[(row, word_of(view, "external_document", row.kind)) for row in queries.documents_of(person)],
            told=told_rows(person),
            sources=[word for _code, word in view.choices(THIRD_PARTIES)] if view is not None else [],
            rule=view.rule(THIRD_PARTIES) if view is not None else None,
            file_rule=file_rule(view),
            **kwargs,
        )


def told_rows(person: Any) -> list[tuple[ThirdPartyInfo, str]]:
    """What others said of a person with the source in the school's word: the office and the person see the same."""
    view = current_or_none()
    return [(row, word_of(view, "third_party_source", row.source)) for row in queries.third_party_info_of(person)]


def file_rule(view: Any) -> Any:
    """The clause that lets a mentor read the personal file, if there is one: the product gives no access itself."""
    if view is None or not view.value("data.personal_file_access"):
        return None
    return view.rule("data.personal_file_access")


class AddDocument(ForPerson, FormPage[DocumentForm]):
    """A paper of somebody from outside."""

    access = permissions.EDIT
    title = _("New document")
    form_class = DocumentForm
    submit_label = _("Record the document")
    success_message = _("The document is recorded.")
    tab = "person_papers"

    def get_lead(self) -> str:
        return self.person.full_name

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"view": current()}

    def get_initial(self) -> dict[str, Any]:
        wanted = documents_wanted(current())
        asked = self.request.GET.get("kind", "")
        return {"kind": asked if asked in wanted else next(iter(wanted), "")}

    def perform(self, form: DocumentForm) -> PersonDocument:
        return actions.add_document(person=self.person, acting=self.actor, **form.values())


class _OfDocument:
    """Mixin: the paper of the address."""

    kwargs: dict[str, Any]

    @cached_property
    def document(self) -> PersonDocument:
        """The paper; ``NotFound`` for a foreign one."""
        return queries.document_by_id(self.kwargs["paper"])


class RemoveDocument(_OfDocument, ActionPage):
    """A paper recorded by mistake goes."""

    access = permissions.EDIT
    success_message = _("The document is deleted.")

    def perform(self) -> Any:
        return actions.remove_document(document=self.document, acting=self.actor)

    def get_cancel_url(self) -> str:
        return reverse("people:person_papers", kwargs={"person": self.document.person_id})

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()


class DocumentScan(_OfDocument, DownloadPage):
    """The scan of a paper."""

    access = permissions.EDIT

    def get_download(self) -> Download:
        if not self.document.scan:
            raise NotFound()
        name = str(self.document.scan.name).rpartition("/")[2]
        return Download(self.document.scan.open("rb"), name, content_type(name), inline=True)


class RecordThirdParty(ForPerson, FormPage[ThirdPartyForm]):
    """What somebody else said of a mentee."""

    access = permissions.EDIT
    title = _("Information from a third party")
    form_class = ThirdPartyForm
    submit_label = _("Write it down")
    success_message = _("The information is written down; the person sees it.")
    tab = "person_papers"

    def get_lead(self) -> str:
        return self.person.full_name

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"view": current()}

    def perform(self, form: ThirdPartyForm) -> ThirdPartyInfo:
        return actions.record_third_party(person=self.person, acting=self.actor, **form.values())


class DeleteThirdParty(ActionPage):
    """The information is not needed any more."""

    access = permissions.EDIT
    success_message = _("The record is deleted.")

    @cached_property
    def info(self) -> ThirdPartyInfo:
        """The record; ``NotFound`` for a foreign one."""
        return queries.third_party_info_by_id(self.kwargs["told"])

    def perform(self) -> Any:
        return actions.delete_third_party(info=self.info, acting=self.actor)

    def get_cancel_url(self) -> str:
        return reverse("people:person_papers", kwargs={"person": self.info.person_id})

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()
