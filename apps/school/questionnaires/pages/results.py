"""Results of a survey: means, distributions, words, the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from kernel.errors import NotFound
from ui.files import XLSX, write_xlsx
from ui.pages import Action, Download, DownloadPage

from .. import queries, reading, rules
from ..models import Response, Round
from ..permissions import OFFICE
from .library import url
from .rounds import OfRound

SHOWN_WORDS = 50


def is_told(round_: Round, responses: Sequence[Response]) -> bool:
    """False while an anonymous survey has so few answers that they would lead to people."""
    return not round_.anonymous or len(responses) >= rules.SHOWN_FROM


class ResultsPage(OfRound):
    """What was answered, question by question."""

    title = _("Results")
    template_name = "questionnaires/results.html"

    @cached_property
    def responses(self) -> list[Response]:
        """All answers of the survey."""
        return list(queries.responses(self.round))

    def get_page_actions(self) -> Sequence[Action]:
        if not self.responses or not is_told(self.round, self.responses):
            return []
        address = url("results_export", round=self.round.pk)
        return [Action(_("Export to XLSX"), address, icon="file-earmark-spreadsheet", variant="secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = is_told(self.round, self.responses)
        found = reading.results(self.round, self.responses) if told else []
        points = reading.conformity(self.round, self.responses) if told else None
        return super().get_context_data(
            **{
                "round": self.round,
                "told": told,
                "shown_from": rules.SHOWN_FROM,
                "answered": len(self.responses),
                "results": found,
                "chart": reading.means_chart(found),
                "chart_summary": reading.means_summary(found),
                "points": points,
                "level": rules.LEVELS[points[2]] if points else "",
                "shown_words": SHOWN_WORDS,
                **kwargs,
            }
        )


class ResultsFile(DownloadPage):
    """All answers as a workbook."""

    access = OFFICE

    def get_download(self) -> Download:
        round_ = queries.round_by_id(self.kwargs["round"])
        responses = list(queries.responses(round_))
        if not is_told(round_, responses):
            raise NotFound(_("There are too few answers to show without telling whose they are."))
        headers, rows = reading.table(round_, responses)
        return Download(write_xlsx(headers, rows, title=round_.title), f"{round_.title} {today():%Y-%m-%d}.xlsx", XLSX)
