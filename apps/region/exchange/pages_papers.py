"""Papers of a remote pair: leaving it, complaints and their answers, the agreement between the organisations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.exchange import actions, forms, permissions, queries
from apps.region.exchange.models import RemoteAgreement, RemoteComplaint
from apps.region.exchange.pages import InPair
from apps.region.exchange.tables import ComplaintFilter, ComplaintTable
from kernel.errors import NotAllowed, NotFound
from ui.files import Download
from ui.pages import Action, ActionPage, ConfirmPage, Crumb, DownloadPage, EmptyState, FormPage, ListPage, Page

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class _OfPeople(InPair):
    """A page for the two people alone."""

    access = permissions.PEOPLE

    def find_objects(self) -> None:
        """Nobody leaves or complains for another person."""
        super().find_objects()
        if permissions.side_of(self.pair, self.actor) is None:
            raise NotAllowed()


class LeavePage(_OfPeople, FormPage[forms.LeaveForm]):
    """Leave the pair: what follows is said before."""

    template_name = "exchange/leave.html"
    title = _("Leave the pair")
    form_class = forms.LeaveForm
    submit_label = _("Leave the pair")
    success_message = _("You have left the pair. Both curators are told.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consequences = [
            _("The work of the pair ends today; meetings to come are called off."),
            _("The place at the mentor is free again."),
            _("The curators of both schools read your reason; the other person sees that the work is over."),
            _("Your name stays in the record; to take it out, withdraw the consent to its transfer at school."),
        ]
        return super().get_context_data(**{"consequences": consequences, **kwargs})

    def perform(self, form: forms.LeaveForm) -> Any:
        return actions.leave_pair(pair=self.pair, acting=self.actor, **form.values())


class ComplainPage(_OfPeople, FormPage[forms.ComplaintForm]):
    """Complain: who reads it is said before."""

    title = _("Complain")
    lead = _("The region's coordinator answers; the curators of both schools read it; the other person does not.")
    form_class = forms.ComplaintForm
    submit_label = _("Send the complaint")
    success_message = _("The complaint is sent. You see its state and the answer here.")
    draft = True

    def perform(self, form: forms.ComplaintForm) -> Any:
        return actions.file_complaint(pair=self.pair, acting=self.actor, **form.values())

    def get_success_url(self, result: Any) -> str:
        return reverse("exchange:complaint", kwargs={"remote_complaint": result.pk})


class ComplaintsPage(ListPage[RemoteComplaint]):
    """Complaints that the reader answers, reads as a curator, or has made."""

    access = permissions.INDEX
    title = _("Complaints about remote pairs")
    table_class = ComplaintTable
    filterset_class = ComplaintFilter
    export_name = "complaints"
    empty = EmptyState(_("No complaints"), _("The two people of a pair complain on its page."), "chat-dots")

    def get_queryset(self) -> QuerySet[RemoteComplaint]:
        return queries.visible_complaints(self.actor)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Remote pairs"), reverse("exchange:index"))]


class _OfComplaint(Page):
    """A page about one complaint that the reader may see."""

    access = permissions.READERS

    @cached_property
    def complaint(self) -> RemoteComplaint:
        """The complaint, or a 404."""
        return queries.complaint_for(self.actor, self.kwargs["remote_complaint"])

    def find_objects(self) -> None:
        """Another person's complaint is not found."""
        super().find_objects()
        _ = self.complaint

    @property
    def complaint_url(self) -> str:
        """Its page."""
        return reverse("exchange:complaint", kwargs={"remote_complaint": self.complaint.pk})

    def get_crumbs(self) -> Sequence[Crumb]:
        return [
            Crumb(_("Remote pairs"), reverse("exchange:index")),
            Crumb(_("Complaints about remote pairs"), reverse("exchange:complaints")),
        ]

    def get_success_url(self, result: Any) -> str:
        """Back to the complaint."""
        return self.complaint_url

    def get_cancel_url(self) -> str:
        """The same."""
        return self.complaint_url


class ComplaintPage(_OfComplaint):
    """The complaint, its state, the answer."""

    template_name = "exchange/complaint.html"
    title = _("Complaint")

    def get_page_actions(self) -> Sequence[Action]:
        row, key = self.complaint, {"remote_complaint": self.complaint.pk}
        buttons = []
        if row.state in ("filed", "taken"):
            if permissions.may_answer(row, self.actor):
                buttons.append(Action(_("Answer"), reverse("exchange:complaint_answer", kwargs=key), "reply"))
            if permissions.may_answer(row, self.actor) and row.state == "filed":
                take = reverse("exchange:complaint_take", kwargs=key)
                buttons.append(Action(_("Look into it"), take, "eye", "secondary", method="post"))
            if permissions.side_of(row.pair, self.actor) == row.side:
                back = reverse("exchange:complaint_take_back", kwargs=key)
                buttons.append(Action(_("Take back"), back, "arrow-counterclockwise", "secondary"))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"complaint": self.complaint, **kwargs})


class _Answering(_OfComplaint):
    access = permissions.REGION


class TakeComplaintPage(_Answering, ActionPage):
    """Begin to look into it."""

    success_message = _("Both sides see that the complaint is looked into.")

    def perform(self) -> Any:
        return actions.take_complaint(complaint=self.complaint, acting=self.actor)


class AnswerComplaintPage(_Answering, FormPage[forms.AnswerForm]):
    """Answer it."""

    title = _("Answer the complaint")
    form_class = forms.AnswerForm
    submit_label = _("Send the answer")
    success_message = _("The answer is sent.")
    draft = True

    def perform(self, form: forms.AnswerForm) -> Any:
        return actions.answer_complaint(complaint=self.complaint, acting=self.actor, **form.values())


class TakeBackComplaintPage(_OfComplaint, ConfirmPage):
    """Whoever complained does so no more."""

    access = permissions.PEOPLE
    title = _("Take the complaint back")
    confirm_label = _("Take back")
    success_message = _("The complaint is taken back.")

    def find_objects(self) -> None:
        """Only one's own."""
        super().find_objects()
        if permissions.side_of(self.complaint.pair, self.actor) != self.complaint.side:
            raise NotAllowed()

    def get_consequences(self) -> Sequence[Any]:
        return [_("Nobody looks into it any more; its text stays in the record.")]

    def perform(self) -> Any:
        return actions.take_back_complaint(complaint=self.complaint, acting=self.actor)


class PrepareAgreementPage(InPair, ConfirmPage):
    """A curator wants an agreement between the organisations."""

    access = permissions.CURATORS
    title = _("Prepare the agreement")
    confirm_label = _("Prepare")
    success_message = _("The agreement is prepared: both heads agree next.")

    def find_objects(self) -> None:
        """Only the two schools' curators."""
        super().find_objects()
        permissions.require_close(self.pair, self.actor)

    def get_consequences(self) -> Sequence[Any]:
        return [
            _("The heads of both schools are asked to agree."),
            _("Until then the pair plans no new meeting."),
            _("With the second yes the agreement gets its number; text, DOCX and PDF do not change any more."),
        ]

    def perform(self) -> Any:
        return actions.prepare_agreement(pair=self.pair, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("exchange:agreement", kwargs={"remote_pair": self.pair.pk})


class _OfAgreement(InPair):
    """A page about the pair's agreement."""

    access = permissions.READERS_OF_PAPERS

    @cached_property
    def agreement(self) -> RemoteAgreement:
        """The agreement, or a 404."""
        found = RemoteAgreement.objects.filter(pair=self.pair).first()
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        """The two schools' offices alone."""
        super().find_objects()
        if not permissions.sees_papers(self.pair, self.actor):
            raise NotFound()
        _ = self.agreement

    @property
    def agreement_url(self) -> str:
        """Its page."""
        return reverse("exchange:agreement", kwargs={"remote_pair": self.pair.pk})

    def get_success_url(self, result: Any) -> str:
        return self.agreement_url

    def get_cancel_url(self) -> str:
        return self.agreement_url


class AgreementPage(_OfAgreement):
    """The text, who has agreed, the files."""

    template_name = "exchange/agreement.html"
    title = _("Agreement between the organisations")

    def get_page_actions(self) -> Sequence[Action]:
        key = {"remote_pair": self.pair.pk}
        if self.agreement.agreed_at is not None:
            docx, pdf = (reverse("exchange:agreement_file", kwargs={**key, "format": each}) for each in ("docx", "pdf"))
            return [Action("DOCX", docx, "file-earmark-word"), Action("PDF", pdf, "file-earmark-pdf", "secondary")]
        sides = permissions.headed_sides(self.pair, self.actor)
        if any(getattr(self.agreement, f"{side}_head_at") is None for side in sides):
            return [Action(_("Agree for my school"), reverse("exchange:agreement_agree", kwargs=key), "check-lg")]
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.agreement
        content = row.content or actions.draft_of(row, self.pair)
        return super().get_context_data(**{"agreement": row, "paper": content, **kwargs})


class AgreePage(_OfAgreement, ConfirmPage):
    """A head agrees."""

    access = permissions.HEADS
    title = _("Agree for my school")
    confirm_label = _("Agree")
    success_message = _("Your school has agreed.")

    def get_consequences(self) -> Sequence[Any]:
        return [
            _("Your name and the day stand in the agreement."),
            _("When both heads have agreed it gets its number and does not change any more."),
        ]

    def perform(self) -> Any:
        return actions.agree_as_head(pair=self.pair, acting=self.actor)


class AgreementFile(DownloadPage):
    """DOCX or PDF, as frozen."""

    access = permissions.READERS_OF_PAPERS

    def get_download(self) -> Download:
        pair, kind = queries.pair_for(self.actor, self.kwargs["remote_pair"]), self.kwargs["format"]
        row = RemoteAgreement.objects.filter(pair=pair, agreed_at__isnull=False).first()
        if row is None or kind not in TYPES or not permissions.sees_papers(pair, self.actor):
            raise NotFound()
        number = row.number.replace("/", "-")
        return Download(bytes(getattr(row, kind)), f"Соглашение {number}.{kind}", TYPES[kind])
