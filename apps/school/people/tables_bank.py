"""Tables of the registers: papers, tracks, frameworks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.rules.bank import documents_wanted, tracks_for
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.icons import badge
from ui.tables import BadgeColumn, Column, DateColumn, LinkColumn, NumberColumn, Table

from .models import Framework, MenteeCard, MentorCard
from .ports import Text
from .queries import Paper
from .tables import FULL_NAME

PAPER_KINDS = {"valid": "success", "expiring": "warning", "expired": "danger", "missing": "danger"}
PAPER_WORDS: dict[str, Text] = {
    "valid": _("valid"),
    "expiring": _("expires soon"),
    "expired": _("expired"),
    "missing": _("missing"),
}


class PaperTable(Table):
    """A column for every document asked for, made when the regulation is known."""

    name = LinkColumn(
        accessor="person",
        order_by=("person__sort_key", "id"),
        verbose_name=FULL_NAME,
        linkify=lambda record: reverse("people:person_papers", kwargs={"person": record.person_id}),
    )
    organisation = Column(accessor="person__organisation", verbose_name=_("Organisation"))
    contact = Column(empty_values=(), orderable=False, verbose_name=_("Contact"))

    def __init__(self, *args: Any, view: RegulationView, papers: Mapping[int, Sequence[Paper]], **kwargs: Any) -> None:
        self.papers = papers
        columns = [
            (
                f"paper_{code}",
                _PaperColumn(code, papers, verbose_name=capfirst(view.local_name("external_document", code))),
            )
            for code in documents_wanted(view)
        ]
        super().__init__(*args, extra_columns=columns, **kwargs)

    def render_contact(self, record: MentorCard) -> str:
        """Phone and e-mail."""
        person = record.person
        return ", ".join(filter(None, (person.phone, person.email))) or "—"

    class Meta(Table.Meta):
        pass


class _PaperColumn(Column):
    """One document of every mentor: its state, and the day of expiry."""

    def __init__(self, code: str, papers: Mapping[int, Sequence[Paper]], **kwargs: Any) -> None:
        self.code, self.papers = code, papers
        super().__init__(accessor="person_id", orderable=False, **kwargs)

    def _paper(self, person_id: int) -> Paper:
        found = [paper for paper in self.papers.get(person_id, ()) if paper.kind == self.code]
        return found[0] if found else Paper(self.code, "missing")

    def render(self, value: int) -> SafeString:
        """The state as a badge, the day beside it."""
        paper = self._paper(value)
        mark = badge(str(PAPER_WORDS[paper.state]), PAPER_KINDS[paper.state])
        expires = paper.document.expires_on if paper.document is not None else None
        if expires is None:
            return mark
        return format_html('{} <span class="num">{}</span>', mark, f"{expires:%d.%m.%Y}")

    def value(self, value: int) -> str:
        """State and day, as text."""
        paper = self._paper(value)
        expires = paper.document.expires_on if paper.document is not None else None
        return f"{PAPER_WORDS[paper.state]}{f', {expires:%d.%m.%Y}' if expires else ''}"


class TrackTable(Table):
    """Mentees with their experience, the track it leads to and the one they are on."""

    name = LinkColumn(
        accessor="person",
        order_by=("person__sort_key", "id"),
        verbose_name=FULL_NAME,
        linkify=lambda record: reverse("people:mentee_track", kwargs={"mentee": record.pk}),
    )
    position = Column(accessor="person__position", verbose_name=_("Position"))
    years = NumberColumn(
        empty_values=(), verbose_name=_("Experience, years"), order_by=("-person__teaching_since", "person__sort_key")
    )
    leads = Column(empty_values=(), orderable=False, verbose_name=_("By experience"))
    track = Column(empty_values=(), verbose_name=_("Track"))
    track_on = DateColumn(verbose_name=_("Sent on"))

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        self.view, self.day = view, today()
        super().__init__(*args, **kwargs)

    def _years(self, record: MenteeCard) -> int | None:
        return record.person.experience_on(self.day)

    def render_years(self, record: MenteeCard) -> Any:
        """Whole years."""
        years = self._years(record)
        return "—" if years is None else years

    def value_years(self, record: MenteeCard) -> int | None:
        """Whole years, for XLSX."""
        return self._years(record)

    def render_leads(self, record: MenteeCard) -> str:
        """The tracks that the experience leads to."""
        codes = tracks_for(self.view, self._years(record))
        return ", ".join(self.view.local_name("body", code) for code in codes) or "—"

    def value_track(self, record: MenteeCard) -> str:
        """The school's word."""
        return self.view.local_name("body", record.track) if record.track else ""

    def render_track(self, record: MenteeCard) -> Any:
        """The track, or that somebody should be sent."""
        if record.track:
            return badge(self.view.local_name("body", record.track), "success")
        return badge(str(_("to be sent")), "warning") if tracks_for(self.view, self._years(record)) else "—"

    class Meta(Table.Meta):
        pass


class FrameworkTable(Table):
    """Frameworks of the school."""

    title = LinkColumn(verbose_name=_("Framework"))
    source = Column(verbose_name=_("Source"))
    size = NumberColumn(verbose_name=_("Competencies"))
    uses = NumberColumn(verbose_name=_("Diagnostics made"))
    in_use = BadgeColumn({"True": "success"}, verbose_name=_("In use"))

    def render_source(self, value: str) -> str:
        """The beginning."""
        return value if len(value) <= 80 else f"{value[:80].rstrip()}…"

    def render_in_use(self, record: Framework) -> SafeString:
        """In use or put aside."""
        return badge(str(_("yes") if record.in_use else _("no")), "success" if record.in_use else "neutral")

    class Meta(Table.Meta):
        pass
