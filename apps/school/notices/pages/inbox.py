"""The inbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kernel.errors import InputError, NotFound
from tenants.identity.queries import unread_of
from tenants.isolation.context import require_school
from tenants.isolation.hosts import address_of
from ui.pages import Action, ActionPage, BulkAction, Crumb, EmptyState, ListPage, Page, Text

from .. import actions, kinds, permissions, queries
from ..models import Notice
from ..tables import InboxFilter, InboxTable


class InboxPage(ListPage[Notice]):
    """What I was told here; other schools of mine by number."""

    access = permissions.OWN
    title = _("Notices")
    template_name = "notices/inbox.html"
    table_class = InboxTable
    filterset_class = InboxFilter
    export_name = "notices"
    empty = EmptyState(
        _("Nothing has been told to you yet"), _("News about your work in this school come here."), "bell"
    )

    def get_queryset(self) -> QuerySet[Notice]:
        return queries.inbox(self.actor)

    def get_page_actions(self) -> Sequence[Action]:
        found = [Action(_("Mark all as read"), reverse("notices:read_all"), icon="check2-all", method="post")]
        if self.actor.has(*permissions.OFFICE.roles):
            found.append(Action(_("What was sent"), reverse("notices:sent"), icon="send", variant="secondary"))
        settings = reverse("notices:settings")
        return [*found, Action(_("Settings of notices"), settings, icon="gear", variant="secondary")]

    def get_bulk_actions(self) -> Sequence[BulkAction]:
        return [
            BulkAction(_("Mark as read"), reverse("notices:read"), icon="check2"),
            BulkAction(_("Mark as not read"), reverse("notices:unread"), icon="circle"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        elsewhere = [
            {"title": row.school.short_name, "count": row.count, "url": address_of(row.school.slug) + self.request.path}
            for row in unread_of(self.actor)
            if row.school_id != require_school().pk
        ]
        return super().get_context_data(elsewhere=elsewhere, **kwargs)


class _OfNotice(Page):
    """One of the own notices, those that came by mail alone too."""

    access = permissions.OWN

    @cached_property
    def notice(self) -> Notice:
        """``NotFound`` for somebody else's."""
        found = queries.told(self.actor).filter(pk=self.kwargs["notice"]).first()
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        _notice = self.notice


class NoticePage(_OfNotice):
    """The whole notice: where links of mails lead. Looking at it changes nothing."""

    template_name = "notices/notice.html"

    def get_title(self) -> Text:
        return self.notice.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Notices"), reverse("notices:inbox"))]

    def get_page_actions(self) -> Sequence[Action]:
        url = reverse("notices:open", kwargs={"notice": self.notice.pk})
        label = _("Go to it") if self.notice.url else _("Mark as read")
        return [Action(label, url, icon="arrow-right" if self.notice.url else "check2", method="post")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(notice=self.notice, group=kinds.group_title(self.notice.kind), **kwargs)


class OpenNotice(_OfNotice, ActionPage):
    """Marks a notice as read and leads to what it is about."""

    def perform(self) -> int:
        return actions.read(notices=[self.notice.pk], acting=self.actor)

    def get_cancel_url(self) -> str:
        return reverse("notices:inbox")

    def get_success_url(self, result: int) -> str:
        return self.notice.url or reverse("notices:inbox")

    def get_already_done_url(self) -> str:
        """A second click goes the same way."""
        return self.get_success_url(0)


class _Marking(ActionPage):
    """Back to the list afterwards, with its filters."""

    access = permissions.OWN

    def chosen(self) -> list[UUID]:
        """The ticked notices."""
        found = []
        for value in self.request.POST.getlist("selected"):
            try:
                found.append(UUID(value))
            except ValueError as error:
                raise NotFound() from error
        # What is nobody's or somebody else's is not written down as an act that did nothing.
        found = list(queries.inbox(self.actor).filter(pk__in=found).values_list("pk", flat=True))
        if not found:
            raise InputError(_("Nothing is ticked."), next_step=_("Go back and tick notices."))
        return found

    def get_cancel_url(self) -> str:
        return reverse("notices:inbox")

    def get_success_url(self, result: int) -> str:
        return reverse("notices:inbox")


class MarkRead(_Marking):
    """Mark the ticked ones as read."""

    def perform(self) -> int:
        return actions.read(notices=self.chosen(), acting=self.actor)

    def get_success_message(self, result: int) -> Text:
        return ngettext("%(count)d notice is marked as read.", "%(count)d notices are marked as read.", result) % {
            "count": result
        }


class MarkUnread(_Marking):
    """Mark the ticked ones as not read."""

    def perform(self) -> int:
        return actions.unread(notices=self.chosen(), acting=self.actor)

    def get_success_message(self, result: int) -> Text:
        return ngettext("%(count)d notice is new again.", "%(count)d notices are new again.", result) % {
            "count": result
        }


class MarkAllRead(_Marking):
    """Mark everything as read."""

    success_message = _("Everything is marked as read.")

    def perform(self) -> int:
        return actions.read_all(acting=self.actor)
