"""«Where it acts»: every parameter with the actions, pages, documents and reminders that it moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ui.pages import Crumb, Page

from ..catalogue import catalogue
from ..permissions import READ
from ..places import KINDS, Coverage, Place, coverage, tally
from .reading import home_crumb

POWERS: dict[str, str | Promise] = {
    "auto": _("the system enforces"),
    "partial": _("the system reminds or asks for evidence"),
    "manual": _("only shown and printed"),
}


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One parameter, ready to print."""

    row: Coverage

    @property
    def power(self) -> str | Promise:
        """How far software can go with it."""
        return POWERS[self.row.parameter.enforcement]

    @property
    def places(self) -> list[tuple[str | Promise, Place]]:
        """The places with the word for their kind."""
        return [(KINDS[place.kind], place) for place in self.row.places]


class CoveragePage(Page):
    """Where each of the parameters acts, and the test that proves it."""

    access = READ
    template_name = "regulation/coverage.html"
    title = _("Where the regulation acts")
    lead = _("For each parameter: the actions that ask it, the documents that print it, the reminders that follow it.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [home_crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "").strip()
        rows = [row for row in self._rows() if _answers(row, query)]
        sections = [
            (section, found)
            for section in catalogue().sections
            if (found := [row for row in rows if row.row.parameter.section == section.code])
        ]
        counts = [(POWERS[power], acting, total) for power, (acting, total) in tally(list(coverage())).items()]
        return super().get_context_data(sections=sections, found=len(rows), query=query, counts=counts, **kwargs)

    def _rows(self) -> Iterator[CoverageRow]:
        return (CoverageRow(row) for row in coverage())


def _answers(row: CoverageRow, query: str) -> bool:
    parameter = row.row.parameter
    texts = [parameter.title, parameter.key, *(place.what for place in row.row.places)]
    words = " ".join(str(text) for text in texts).casefold()
    return all(word in words for word in query.casefold().split())
