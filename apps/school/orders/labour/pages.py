"""Pages of the labour pack: all open pairs of employees, one pack, its papers and their files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.clock import today
from kernel.errors import NotFound
from kernel.uploads import content_type
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
)

from .. import permissions
from ..models import LabourPack, LabourPaper
from ..pages.order import DOCX_TYPE, PDF_TYPE
from . import actions, queries
from .documents import render_paper_docx, render_paper_pdf, text_of
from .forms import AgreementForm, NoticeForm, PackFilter, SignedForm
from .ports import Assignment
from .tables import PackTable

Kind = LabourPaper.Kind


class PackList(ListPage[Any]):
    """Every open pair of employees and what of its pack is signed."""

    access = permissions.OFFICE
    title = _("Labour packs")
    lead = _("Consent, supplementary agreement and notice of art. 351.8 of the Labour Code, for employees who mentor.")
    table_class = PackTable
    export_name = "labour-packs"
    empty = EmptyState(
        _("No pairs of employees"),
        _("A pack is needed where an employee mentors another employee of the school."),
        "person-workspace",
    )

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Orders"), reverse("orders:index"))]

    @cached_property
    def filter_form(self) -> PackFilter:
        """The filters as asked."""
        return PackFilter(self.request.GET)

    def get_queryset(self) -> Any:
        """Standings instead of rows: the table takes both."""
        asked = self.filter_form.cleaned_data if self.filter_form.is_valid() else {}
        return queries.search(asked.get("q", ""), lacking=asked.get("lacking", False))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"filter_form": self.filter_form, **kwargs})


class OpenPack(ActionPage):
    """Opens the pack of a mentor in a pair."""

    access = permissions.OFFICE

    def perform(self) -> LabourPack:
        mentor = Person.objects.filter(pk=self.kwargs["person"]).first()
        if mentor is None:
            raise NotFound()
        return actions.open_pack(subject=self.request.POST.get("subject", ""), mentor=mentor, acting=self.actor)

    def get_success_url(self, result: LabourPack) -> str:
        return result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("orders:labour")


class _OfPack:
    """Mixin: the pack of the address, among those that the actor may read."""

    actor: Any
    kwargs: dict[str, Any]

    @cached_property
    def pack(self) -> LabourPack:
        """``NotFound`` otherwise."""
        return queries.get_pack(self.kwargs["pack"], self.actor)

    @cached_property
    def assignment(self) -> Assignment:
        """The pair as it stands."""
        return actions.assignment(self.pack)

    def get_crumbs(self) -> Sequence[Crumb]:
        """Back to all packs and to this one."""
        return [
            Crumb(_("Orders"), reverse("orders:index")),
            Crumb(_("Labour packs"), reverse("orders:labour")),
            Crumb(self.pack.title, self.pack.get_absolute_url()),
        ]

    def get_cancel_url(self) -> str:
        """Back to the pack."""
        return self.pack.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        """The pack again."""
        return self.pack.get_absolute_url()


class PackPage(_OfPack, DetailPage[LabourPack]):
    """The papers of a pack, each with its state and its files, and the next step."""

    access = permissions.READERS
    template_name = "orders/labour/pack.html"

    def find(self) -> LabourPack:
        return self.pack

    def get_title(self) -> str:
        return gettext("Labour pack: %(name)s") % {"name": self.pack.mentor.short_name}

    def get_crumbs(self) -> Sequence[Crumb]:
        return super().get_crumbs()[:-1] if permissions.may_prepare(self.actor) else []

    def get_page_actions(self) -> Sequence[Action]:
        if not permissions.may_prepare(self.actor):
            return []
        standing, found = queries.standing_of(self.pack, self.assignment), []
        if standing.signed(Kind.CONSENT) is None:
            found.append(
                Action(_("Prepare the consent"), self._url("labour_consent"), "file-earmark-plus", "primary", "post")
            )
        else:
            label = _("Prepare the agreement") if standing.signed(Kind.AGREEMENT) is None else _("A new agreement")
            found.append(Action(label, self._url("labour_agreement"), "file-earmark-plus"))
        if standing.signed(Kind.NOTICE) is None and self.assignment.is_open:
            found.append(Action(_("Notice of an early end"), self._url("labour_notice"), "calendar-x", "secondary"))
        return found

    def _url(self, name: str) -> str:
        return reverse(f"orders:{name}", kwargs={"pack": self.pack.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = queries.standing_of(self.pack, self.assignment)
        notice = standing.signed(Kind.NOTICE)
        return super().get_context_data(
            pack=self.pack,
            assignment=self.assignment,
            papers=[(paper, text_of(paper)) for paper in standing.papers],
            missing=[Kind(kind).label for kind in standing.missing],
            notice=notice,
            is_due=notice is not None and notice.ends_on is not None and notice.ends_on <= today(),
            is_office=permissions.may_prepare(self.actor),
            **kwargs,
        )


class ConsentPage(_OfPack, ActionPage):
    """Prepares the consent by the pair as it stands."""

    access = permissions.OFFICE
    success_message = _("The consent is prepared: print it for the mentor's signature.")

    def perform(self) -> LabourPaper:
        return actions.prepare_consent(pack=self.pack, acting=self.actor)


class AgreementPage(_OfPack, FormPage[AgreementForm]):
    """What the agreement says."""

    access = permissions.OFFICE
    title = _("Supplementary agreement")
    form_class = AgreementForm
    submit_label = _("Prepare the agreement")
    success_message = _("The agreement is prepared: print it in two copies for the signatures.")
    draft = True

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": self.assignment.starts_on, "ends_on": self.assignment.ends_on}

    def perform(self, form: AgreementForm) -> LabourPaper:
        return actions.prepare_agreement(pack=self.pack, acting=self.actor, **form.values())


class NoticePage(_OfPack, FormPage[NoticeForm]):
    """The notice, with the first day on which the mentoring may end."""

    access = permissions.OFFICE
    title = _("Notice of an early end")
    form_class = NoticeForm
    submit_label = _("Prepare the notice")
    success_message = _("The notice is prepared: print it and record the day on which it is given.")
    draft = True

    def get_lead(self) -> str:
        day = date_format(actions.earliest_after(today()), "DATE_FORMAT")
        return gettext(
            "A notice given today ends the mentoring on %(day)s at the earliest (Labour Code art. 351.8)."
        ) % {"day": day}

    def get_initial(self) -> dict[str, Any]:
        return {"given_on": today(), "ends_on": actions.earliest_after(today())}

    def perform(self, form: NoticeForm) -> LabourPaper:
        return actions.prepare_notice(pack=self.pack, acting=self.actor, **form.values())


class _OfPaper(_OfPack):
    """Mixin: the paper of the address."""

    @cached_property
    def paper(self) -> LabourPaper:
        """Among those that the actor may read."""
        return queries.get_paper(self.kwargs["paper"], self.actor)

    @cached_property
    def pack(self) -> LabourPack:
        """The paper's."""
        return self.paper.pack


class SignedPage(_OfPaper, FormPage[SignedForm]):
    """Records the signatures of a paper."""

    access = permissions.OFFICE
    title = _("Record the signatures")
    form_class = SignedForm
    success_message = _("The signatures are recorded.")

    def get_lead(self) -> str:
        return text_of(self.paper).title

    def get_initial(self) -> dict[str, Any]:
        return {"signed_on": today()}

    def perform(self, form: SignedForm) -> LabourPaper:
        return actions.sign_paper(paper=self.paper, acting=self.actor, **form.values())


class _PaperFile(_OfPaper, DownloadPage):
    """A file of a paper."""

    access = permissions.READERS

    def named(self, ending: str) -> str:
        """«Согласие – Берёзова А. П.docx»."""
        return f"{text_of(self.paper).title.capitalize()} – {self.pack.mentor.short_name}{ending}"


class PaperDocx(_PaperFile):
    """For signing by hand."""

    def get_download(self) -> Download:
        return Download(render_paper_docx(self.paper), self.named("docx"), DOCX_TYPE)


class PaperPdf(_PaperFile):
    """For sending."""

    def get_download(self) -> Download:
        return Download(render_paper_pdf(self.paper), self.named("pdf"), PDF_TYPE)


class PaperScan(_PaperFile):
    """The signed paper."""

    def get_download(self) -> Download:
        file = self.paper.scan
        if not file:
            raise NotFound()
        ending = (file.name or "").rpartition(".")[2]
        return Download(file.open("rb").file, self.named(ending), content_type(file.name or ""))
