"""Evidence of a term, and a term that is closed without being done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from kernel.errors import NotFound
from kernel.uploads import content_type
from ui.files import Download
from ui.pages import ActionPage, DownloadPage, FormPage, Text

from .. import actions, permissions, queries, records
from ..forms import DropForm, EvidenceForm
from ..models import Evidence, Term
from .base import OfTerm


class EvidenceAddPage(OfTerm, FormPage[EvidenceForm]):
    """A file, a link or a record of the system."""

    title = _("Add evidence")
    form_class = EvidenceForm
    submit_label = _("Add")
    success_message = _("The evidence is added.")

    def get_lead(self) -> Text:
        return self.term.event.title

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "offered": self._offered() if self.is_office() else {}}

    def _offered(self) -> dict[str, Sequence[tuple[str, str]]]:
        """Records of the roadmap's period by kind; the office alone chooses among them."""
        found = records.between(self.roadmap.starts_on, today())
        titles = {kind.label: str(kind.title) for kind in records.kinds()}
        return {titles[label]: [(each.ref, each.title) for each in rows] for label, rows in found.items() if rows}

    def perform(self, form: EvidenceForm) -> Evidence:
        return actions.add_evidence(term=self.term, **form.values(), acting=self.actor)


class _OfEvidence(OfTerm):
    @cached_property
    def evidence(self) -> Evidence:
        """A piece of evidence of an event that this person may see."""
        found = queries.evidence_of(self.roadmap, self.kwargs["roadmap_evidence"])
        queries.require_visible(self.actor, found.term.event, self.view)
        return found

    @cached_property
    def term(self) -> Term:
        """The term that the evidence belongs to."""
        return self.evidence.term

    def find_objects(self) -> None:
        """The roadmap, the evidence, its term."""
        _roadmap, _evidence = self.roadmap, self.evidence


class EvidenceRemovePage(_OfEvidence, ActionPage):
    """Take a piece of evidence away."""

    success_message = _("The evidence is taken away.")

    def perform(self) -> Term:
        return actions.remove_evidence(evidence=self.evidence, acting=self.actor)


class EvidenceFile(DownloadPage):
    """The file itself."""

    access = permissions.MINE

    def get_download(self) -> Download:
        evidence = queries.evidence_of(queries.find(self.kwargs["roadmap"]), self.kwargs["roadmap_evidence"])
        queries.require_visible(self.actor, evidence.term.event, queries.view_now())
        file = evidence.file
        if not file or file.name is None:
            raise NotFound()
        ending = file.name.rsplit(".", 1)[-1]
        return Download(file.open("rb"), f"evidence-{evidence.pk}.{ending}", content_type(file.name))


class DropPage(OfTerm, FormPage[DropForm]):
    """The event will not be done this time."""

    access = permissions.OFFICE
    title = _("Close without being done")
    form_class = DropForm
    submit_label = _("Close without being done")
    success_message = _("It is closed with the reason.")

    def get_lead(self) -> Text:
        return self.term.event.title

    def perform(self, form: DropForm) -> Term:
        return actions.drop_term(term=self.term, **form.values(), acting=self.actor)


class TakeUpPage(OfTerm, ActionPage):
    """It is to be done after all."""

    access = permissions.OFFICE
    success_message = _("The event is to be done again.")

    def perform(self) -> Term:
        return actions.take_up_term(term=self.term, acting=self.actor)
