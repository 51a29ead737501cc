"""The office's pages: all records, who lacks which, recording papers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.school.people.models import Person
from apps.school.people.queries import guardians_of, person_for
from kernel import uploads
from kernel.clock import today
from kernel.errors import InputError, NotFound
from tenants.isolation.context import require_school
from ui.pages import (
    Action,
    ActionPage,
    Crumb,
    DetailPage,
    Download,
    DownloadPage,
    EmptyState,
    FormPage,
    ListPage,
    Text,
)

from .. import actions, categories, permissions, queries, rules, viewing, wording
from ..filters import ConsentFilter, MatrixFilter
from ..forms import ManyForm, PaperForm
from ..models import Consent
from ..section import state_kind, state_word
from ..tables import ConsentTable, MatrixTable


def index_crumb() -> Crumb:
    """The way to all records."""
    return Crumb(_("Consents"), reverse("consents:index"))


class ConsentList(ListPage[Consent]):
    """Who agreed to what, when and how. Others than the office are led to their own consents."""

    access = permissions.OWN
    title = _("Consents")
    lead = _("Who agreed to what, when and how. Every type is a record of its own.")
    table_class = ConsentTable
    filterset_class = ConsentFilter
    export_name = "consents"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.sees_all(self.actor):
            return HttpResponseRedirect(reverse("consents:mine"))
        return super().get(request, *args, **kwargs)

    def get_table_kwargs(self) -> dict[str, Any]:
        # A screen has no room for all columns; the workbook has.
        return {} if self.request.GET.get("export") == "xlsx" else {"exclude": ("signer", "withdrawn_on")}

    def get_queryset(self) -> QuerySet[Consent]:
        return queries.visible_consents(self.actor)

    def get_page_actions(self) -> Sequence[Action]:
        is_head = permissions.HEAD.admits(self.actor)
        return [
            Action(_("Who lacks which"), reverse("consents:matrix"), icon="grid-3x3-gap"),
            Action(_("To be renewed"), reverse("consents:endings"), icon="arrow-repeat", variant="secondary"),
            Action(_("After withdrawals"), reverse("consents:duties"), icon="clipboard-x", variant="secondary"),
            Action(_("Texts"), reverse("consents:texts"), icon="file-earmark-text", variant="secondary"),
            Action(_("My own"), reverse("consents:mine"), variant="quiet"),
            *([Action(_("Who looked"), reverse("consents:viewings"), "eye", "quiet")] if is_head else []),
        ]

    def export(self, rows: QuerySet[Consent]) -> HttpResponseBase:
        viewing.note_many(rows.values_list("person_id", flat=True), self.actor, viewing.What.EXPORT)
        return super().export(rows)

    def get_empty(self) -> EmptyState:
        return EmptyState(
            _("No consent has been recorded yet"),
            _("They are recorded when people enter a bank, on the card of a person, or given by people themselves."),
            "file-check",
            Action(_("Who lacks which"), reverse("consents:matrix"), icon="grid-3x3-gap"),
        )


class Matrix(ListPage[Person]):
    """Everybody in the banks against all types; papers are recorded for many people at once."""

    access = permissions.OFFICE
    template_name = "consents/matrix.html"
    title = _("Who lacks which consent")
    lead = _("Everybody in the banks. Tick people to record signed papers of one type at once.")
    table_class = MatrixTable
    filterset_class = MatrixFilter
    export_name = "consents-matrix"
    empty = EmptyState(_("The banks are empty"), _("Enter people into the banks first."), "people")

    def get_queryset(self) -> QuerySet[Person]:
        return queries.in_banks()

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"overview": queries.overview(), "whole": self.request.GET.get("export") == "xlsx"}

    def export(self, rows: QuerySet[Person]) -> HttpResponseBase:
        viewing.note_many(rows.values_list("pk", flat=True), self.actor, viewing.What.EXPORT)
        return super().export(rows)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(many_form=ManyForm(initial={"given_on": today()}), **kwargs)


class RecordMany(ActionPage):
    """Papers of one type of the ticked people."""

    access = permissions.OFFICE

    def perform(self) -> int:
        form = ManyForm(self.request.POST)
        chosen = queries.ticked(self.request.POST.getlist("selected"))
        if not chosen:
            raise InputError(_("Nobody is ticked."), next_step=_("Go back and tick the people."))
        if not form.is_valid():
            problems = [
                {"place": str(form[name].label), "message": " ".join(str(error) for error in errors)}
                for name, errors in form.errors.items()
            ]
            raise InputError(_("Say which consent and when it was signed."), problems=problems)
        if not queries.texts_complete():
            actions.ensure_texts(acting=self.actor)
        return actions.record_many(person_ids=chosen, acting=self.actor, **form.values())

    def get_cancel_url(self) -> str:
        return reverse("consents:matrix")

    def get_success_url(self, result: int) -> str:
        return reverse("consents:matrix")

    def get_success_message(self, result: int) -> Text:
        return ngettext("%(count)s consent is recorded.", "%(count)s consents are recorded.", result) % {
            "count": result
        }


class Record(FormPage[PaperForm]):
    """A paper of one person, with its scan."""

    access = permissions.OFFICE
    title = _("Record a consent on paper")
    form_class = PaperForm
    submit_label = _("Record")
    success_message = _("The consent is recorded.")

    @cached_property
    def person(self) -> Person:
        """Whose consent; ``NotFound`` for a foreign person."""
        return person_for(self.actor, self.kwargs["person"])

    def get_lead(self) -> Text:
        return self.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb(), Crumb(self.person.full_name, self.person.get_absolute_url())]

    def get_cancel_url(self) -> str:
        return self.person.get_absolute_url()

    def get_initial(self) -> dict[str, Any]:
        minor = queries.subject_of(self.person).is_minor(today())
        signer = guardians_of(self.person).first() if minor else self.person
        return {"given_on": today(), "kind": self.request.GET.get("kind", ""), "signer": signer or self.person}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: PaperForm) -> Consent:
        if not queries.texts_complete():
            actions.ensure_texts(acting=self.actor)
        return actions.record_paper(person=self.person, acting=self.actor, **form.paper())

    def get_success_url(self, result: Consent) -> str:
        return self.person.get_absolute_url()


class ConsentPage(DetailPage[Consent]):
    """One record: who, what, when, which text; the scan for the office."""

    access = permissions.OWN
    template_name = "consents/consent.html"

    def find(self) -> Consent:
        return queries.consent_for(self.actor, self.kwargs["consent"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        viewing.note(self.object.person, self.actor, viewing.What.CONSENT)
        return super().get(request, *args, **kwargs)

    def get_title(self) -> Text:
        return wording.title(self.object.type)

    def get_lead(self) -> Text:
        return self.object.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb()]

    def get_page_actions(self) -> Sequence[Action]:
        key = {"consent": self.object.pk}
        found: list[Action] = []
        if self.object.scan and permissions.sees_all(self.actor):
            found.append(Action(_("Open the scan"), reverse("consents:scan", kwargs=key), "paperclip", "secondary"))
        if self.object.withdrawn_on is None:
            found.append(Action(_("Withdraw"), reverse("consents:withdraw", kwargs=key), "x-circle", "quiet"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        return super().get_context_data(
            facts=_facts(row),
            state_kind=state_kind(row),
            state_word=state_word(row),
            body=wording.given(row, operator=require_school().name),
            traces=list(row.traces.all()),
            sees_all=permissions.sees_all(self.actor),
            **kwargs,
        )


def _facts(row: Consent) -> list[tuple[Text, Any]]:
    facts: list[tuple[Text, Any]] = [
        (_("Whose"), row.person.full_name),
        (_("Signed by"), row.signer.full_name),
        (_("Given"), row.get_way_display()),
        (_("Given on"), f"{row.given_on:%d.%m.%Y}"),
        (_("Text"), str(row.text)),
        (_("May be distributed"), _distributed(row)),
        (_("Conditions and prohibitions"), row.conditions),
        (_("Valid until"), f"{row.expires_on:%d.%m.%Y}" if row.expires_on else None),
        *_evidence(row),
        (_("Ended on"), f"{row.withdrawn_on:%d.%m.%Y}" if row.withdrawn_on else None),
        (_("Reason"), row.withdrawal_reason),
    ]
    return [(label, value) for label, value in facts if value]


def _distributed(row: Consent) -> str:
    return categories.listed(categories.allowed(row.categories)) if row.type == rules.DISTRIBUTION else ""


def _evidence(row: Consent) -> list[tuple[Text, Any]]:
    """What proves a signature by link."""
    if not row.evidence:
        return []
    at = datetime.datetime.fromisoformat(row.evidence["at"])
    return [
        (_("Signed at"), f"{localtime(at):%d.%m.%Y %H:%M}"),
        (_("Code sent to"), row.evidence["email"]),
        (_("Address of the computer"), row.evidence["ip"]),
        (_("Fingerprint of the code"), row.evidence["code_hash"][:16]),
    ]


class Scan(DownloadPage):
    """The scan of a paper: for the office only."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        row = queries.consent_for(self.actor, self.kwargs["consent"])
        if not row.scan:
            raise NotFound(_("There is no scan of this consent."))
        viewing.note(row.person, self.actor, viewing.What.SCAN)
        suffix = PurePosixPath(str(row.scan.name)).suffix
        name = f"{wording.short(row.type)} {row.person.short_name}{suffix}"
        return Download(row.scan.open("rb"), name, uploads.content_type(str(row.scan.name)), inline=True)
