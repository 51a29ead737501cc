"""What was sent to whom, and what failed: for the office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kernel.errors import InputError, NotFound
from tenants.identity.queries import names_among
from ui.pages import ActionPage, BulkAction, Crumb, EmptyState, ListPage, Text

from .. import actions, permissions, queries
from ..models import Notice
from ..tables import SentFilter, SentTable
from .own import inbox_crumb


class SentPage(ListPage[Notice]):
    """All notices of the school by title; what they say is their readers'."""

    access = permissions.OFFICE
    title = _("What was sent")
    lead = _("Whom the product told something, and whether mails and messages went out. What failed can be sent again.")
    table_class = SentTable
    filterset_class = SentFilter
    export_name = "sent notices"
    empty = EmptyState(_("Nothing has been sent yet"), icon="send")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [inbox_crumb()]

    def get_queryset(self) -> QuerySet[Notice]:
        return queries.sent()

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"names": names_among(queries.recipients())}

    def get_bulk_actions(self) -> Sequence[BulkAction]:
        return [BulkAction(_("Send again what failed"), reverse("notices:send_again"), icon="arrow-repeat")]


class SendAgain(ActionPage):
    """Try the failed deliveries of the ticked notices again."""

    access = permissions.OFFICE

    def perform(self) -> int:
        try:
            chosen = [UUID(value) for value in self.request.POST.getlist("selected")]
        except ValueError as error:
            raise NotFound() from error
        if not chosen:
            raise InputError(_("Nothing is ticked."), next_step=_("Go back and tick notices."))
        return actions.send_again(deliveries=queries.failed_of(chosen), acting=self.actor)

    def get_cancel_url(self) -> str:
        return reverse("notices:sent")

    def get_success_url(self, result: int) -> str:
        return reverse("notices:sent")

    def get_success_message(self, result: int) -> Text:
        return ngettext("%(count)d message is sent again.", "%(count)d messages are sent again.", result) % {
            "count": result
        }
