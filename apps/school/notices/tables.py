"""Tables and filters of notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tenants.identity.queries import accounts_named
from ui.forms import FilterForm
from ui.icons import badge
from ui.tables import CheckColumn, Column, DateTimeColumn, Table

from . import kinds
from .models import Delivery, Notice
from .wording import channel_title, reason_text

STATE_KINDS = {
    Delivery.State.PENDING: "waiting",
    Delivery.State.SENDING: "active",
    Delivery.State.SENT: "success",
    Delivery.State.FAILED: "danger",
    Delivery.State.DROPPED: "neutral",
}


class InboxTable(Table):
    """What a person was told."""

    selected = CheckColumn()
    title = Column(verbose_name=_("Notice"), orderable=False, attrs={"td": {"class": "lead-cell"}})
    text = Column(verbose_name=_("Details"), orderable=False)
    at = DateTimeColumn(verbose_name=_("When"))
    state = Column(verbose_name=_("State"), accessor="pk", orderable=False)

    class Meta(Table.Meta):
        model = Notice
        fields = ("selected", "title", "text", "at", "state")

    def render_title(self, record: Notice) -> SafeString:
        """A button of the list's own form: it marks the notice as read and leads to what it is about."""
        url = reverse("notices:open", kwargs={"notice": record.pk})
        button = '<button type="submit" class="btn btn-link row-button" form="bulk" formaction="{}">{}</button>'
        return format_html(button, url, record.title)

    def value_title(self, record: Notice) -> str:
        """The words, for XLSX."""
        return record.title

    def render_state(self, record: Notice) -> SafeString:
        """Read or not, as icon and word."""
        if record.read_at is not None:
            return badge(str(_("read")), "neutral")
        return badge(str(_("urgent")), "danger") if record.urgent else badge(str(_("new")), "accent")


class InboxFilter(django_filters.FilterSet):
    """By words, subject, read or not."""

    q = django_filters.CharFilter(method="search", label=_("Words of the notice"))
    state = django_filters.ChoiceFilter(
        method="by_state", label=_("State"), empty_label=_("any"), choices=[("new", _("not read")), ("read", _("read"))]
    )
    group = django_filters.ChoiceFilter(
        method="by_group",
        label=_("Subject"),
        empty_label=_("any"),
        choices=lambda: [(group.code, group.title) for group in kinds.groups()],
    )

    class Meta:
        model = Notice
        fields: list[str] = []
        form = FilterForm

    def search(self, rows: QuerySet[Notice], _name: str, value: str) -> QuerySet[Notice]:
        """Every word occurs in the title or in the text."""
        for word in value.split()[:6]:
            rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word))
        return rows

    def by_state(self, rows: QuerySet[Notice], _name: str, value: str) -> QuerySet[Notice]:
        """Read or not."""
        return rows.filter(read_at__isnull=value == "new")

    def by_group(self, rows: QuerySet[Notice], _name: str, value: str) -> QuerySet[Notice]:
        """Of a group of kinds."""
        return rows.filter(kind__in=kinds.kinds_in(value))


class SentTable(Table):
    """What was sent to whom: titles only. ``names``: of the accounts on the page."""

    selected = CheckColumn()
    at = DateTimeColumn(verbose_name=_("When"))
    whom = Column(verbose_name=_("To whom"), accessor="pk", orderable=False, attrs={"td": {"class": "lead-cell"}})
    title = Column(verbose_name=_("Notice"), orderable=False)
    inbox = Column(verbose_name=_("In the inbox"), accessor="in_inbox", orderable=False)
    ways = Column(verbose_name=_("Sent out"), accessor="pk", orderable=False)

    class Meta(Table.Meta):
        model = Notice
        fields = ("selected", "at", "whom", "title", "inbox", "ways")

    def __init__(self, *args: Any, names: Mapping[UUID, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names or {}

    def render_whom(self, record: Notice) -> str:
        """The name of the account, or the e-mail of somebody without one."""
        if record.account_id is None:
            return record.address
        return self.names.get(record.account_id, str(_("an account that is gone")))

    def render_inbox(self, record: Notice) -> SafeString:
        """Read, not read, or not shown there at all."""
        if not record.in_inbox or record.account_id is None:
            return badge(str(_("not shown")), "neutral")
        return badge(str(_("read")), "success") if record.read_at else badge(str(_("new")), "info")

    def render_ways(self, record: Notice) -> SafeString | str:
        """A badge for each channel, and why something failed."""
        parts = [
            (
                channel_title(row.channel),
                badge(str(row.get_state_display()), STATE_KINDS[Delivery.State(row.state)]),
                reason_text(row.reason),
            )
            for row in record.deliveries.all()
        ]
        return format_html_join("", "<div>{} {} {}</div>", parts) if parts else "—"

    def value_ways(self, record: Notice) -> str:
        """The same in words, for XLSX."""
        return "; ".join(
            f"{channel_title(row.channel)}: {row.get_state_display()} {reason_text(row.reason)}".strip()
            for row in record.deliveries.all()
        )


class SentFilter(django_filters.FilterSet):
    """By name or e-mail, subject, state of what went out."""

    q = django_filters.CharFilter(method="search", label=_("Name or e-mail"))
    state = django_filters.ChoiceFilter(
        method="by_state", label=_("Sent out"), empty_label=_("any"), choices=Delivery.State.choices
    )
    group = django_filters.ChoiceFilter(
        method="by_group",
        label=_("Subject"),
        empty_label=_("any"),
        choices=lambda: [(group.code, group.title) for group in kinds.groups()],
    )

    class Meta:
        model = Notice
        fields: list[str] = []
        form = FilterForm

    def search(self, rows: QuerySet[Notice], _name: str, value: str) -> QuerySet[Notice]:
        """Accounts with these words in name or e-mail, and addresses with them."""
        named = list(accounts_named(value).values_list("pk", flat=True))
        return rows.filter(Q(account_id__in=named) | Q(address__icontains=value.strip()) & ~Q(address=""))

    def by_state(self, rows: QuerySet[Notice], _name: str, value: str) -> QuerySet[Notice]:
        """At least one channel is in that state."""
        return rows.filter(pk__in=Delivery.objects.filter(state=value).values("notice"))

    def by_group(self, rows: QuerySet[Notice], _name: str, value: str) -> QuerySet[Notice]:
        """Of a group of kinds."""
        return rows.filter(kind__in=kinds.kinds_in(value))
