"""The list of labour packs: an open pair of employees a row."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ui.icons import badge
from ui.tables import ActionsColumn, Column, LinkColumn, Table

from ..models import LabourPaper
from .queries import Standing


class PaperColumn(Column):
    """The day of a paper in force; where there is none, the word for that. A real date in XLSX."""

    def __init__(self, kind: str, *, lacking: bool, **kwargs: Any) -> None:
        self.kind, self.lacking = kind, lacking
        super().__init__(accessor="pack", orderable=False, empty_values=(), **kwargs)

    def value(self, record: Standing) -> datetime.date | None:
        """The day itself, for XLSX."""
        paper = record.signed(self.kind)
        if paper is None:
            return None
        return paper.ends_on if self.kind == LabourPaper.Kind.NOTICE else paper.signed_on

    def render(self, record: Standing) -> str | SafeString:
        day = self.value(record)
        if day is not None:
            return badge(date_format(day, "d.m.Y"), "success" if self.lacking else "info")
        return badge(_("not signed"), "warning") if self.lacking else "–"


class PackTable(Table):
    """Standings of packs."""

    mentor = LinkColumn(
        verbose_name=gettext_lazy("Mentor"),
        accessor="assignment__mentor__short_name",
        linkify=lambda record: record.pack.get_absolute_url() if record.pack else None,
    )
    pair = Column(
        verbose_name=gettext_lazy("Pair"),
        accessor="assignment__title",
        linkify=lambda record: record.assignment.url,
    )
    consent = PaperColumn(LabourPaper.Kind.CONSENT, lacking=True, verbose_name=gettext_lazy("Consent"))
    agreement = PaperColumn(LabourPaper.Kind.AGREEMENT, lacking=True, verbose_name=gettext_lazy("Agreement"))
    notice = PaperColumn(LabourPaper.Kind.NOTICE, lacking=False, verbose_name=gettext_lazy("Notice"))
    begin = ActionsColumn(template_name="orders/labour/begin.html")

    class Meta(Table.Meta):
        order_by = ("mentor",)
