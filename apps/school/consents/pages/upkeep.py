"""What ends soon and is to be renewed; what withdrawals still ask for."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kernel.errors import InputError
from ui.pages import ActionPage, BulkAction, Crumb, EmptyState, ListPage, Text, ticked

from .. import actions, permissions, queries, upkeep
from ..filters import EndingFilter
from ..models import Consent, WithdrawalTrace
from ..tables import DutyTable, EndingTable
from .office import index_crumb


class Endings(ListPage[Consent]):
    """Consents that end soon: by their term, or because somebody turns 18."""

    access = permissions.OFFICE
    title = _("To be renewed")
    lead = _("Consents whose term runs out, and those of minors who turn 18: from that day they sign for themselves.")
    table_class = EndingTable
    filterset_class = EndingFilter
    export_name = "consents-to-renew"
    empty = EmptyState(
        _("Nothing ends soon"), _("Consents whose term runs out appear here in good time."), "file-check"
    )

    def get_queryset(self) -> QuerySet[Consent]:
        return upkeep.ending()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb()]

    def get_bulk_actions(self) -> Sequence[BulkAction]:
        return [BulkAction(_("Ask for renewal by link"), reverse("consents:renew_many"), "envelope")]


class RenewMany(ActionPage):
    """Ask the signers of the ticked consents to give them anew."""

    access = permissions.OFFICE

    def perform(self) -> int:
        chosen = list(upkeep.ending().filter(pk__in=ticked(self.request)).values_list("pk", flat=True))
        if not chosen:
            raise InputError(_("Nothing is ticked."), next_step=_("Go back and tick the consents."))
        return actions.ask_for_renewal(consent_ids=chosen, acting=self.actor)

    def get_cancel_url(self) -> str:
        return reverse("consents:endings")

    def get_success_url(self, result: int) -> str:
        return reverse("consents:endings")

    def get_success_message(self, result: int) -> Text:
        return ngettext("%(count)s link is sent.", "%(count)s links are sent.", result) % {"count": result}


class Duties(ListPage[WithdrawalTrace]):
    """What is still to be done after withdrawals, with the terms of the law."""

    access = permissions.OFFICE
    title = _("After withdrawals")
    lead = _("What the law asks for after a consent is withdrawn, by its last day.")
    table_class = DutyTable
    export_name = "withdrawals"
    empty = EmptyState(_("Nothing waits"), _("After a withdrawal the terms of the law appear here."), "file-check")

    def get_queryset(self) -> QuerySet[WithdrawalTrace]:
        return upkeep.duties()

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb()]


class DutyDone(ActionPage):
    """One thing is done."""

    access = permissions.OFFICE
    success_message = _("Noted.")

    @cached_property
    def trace(self) -> WithdrawalTrace:
        """The thing; ``NotFound`` when there is none."""
        return queries.trace_by_id(self.kwargs["trace"])

    def find_objects(self) -> None:
        _trace = self.trace

    def perform(self) -> WithdrawalTrace:
        return actions.note_duty(trace=self.trace, acting=self.actor)

    def get_cancel_url(self) -> str:
        return self.trace.consent.get_absolute_url()

    def get_success_url(self, result: WithdrawalTrace) -> str:
        return result.consent.get_absolute_url()
