"""The questionnaire of a possible mentor."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..view import RegulationView
from .breach import breach


def candidate_survey(view: RegulationView, answered_on: datetime.date | None) -> list[Violation]:
    """A candidate has filled in the questionnaire before the selection, where the school's own act wants it.

    ``answered_on``: the day of the answer, None without one. The regional default only recommends the questionnaire
    (letter AZ-1128/08 / 657): a school whose act is silent is reminded of it and not stopped.
    """
    key = "selection.survey"
    if answered_on is not None or not view.is_set(key) or not view.value(key):
        return []
    return [breach(view, key, actual=_("not filled in"))]
