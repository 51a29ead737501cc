"""Rules on questionnaires: with what data are collected, who is asked before pairs are made and mentors are chosen.

All of them bind only a school whose own act says so (``is_set``): the regional default advises to ask, and a school
that never wrote it into its act is reminded, not stopped.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..view import RegulationView
from .breach import breach, names

PREFERENCE = "pairing.preference_survey"
CANDIDATES = "selection.survey"
INSTRUMENTS = "monitoring.instruments"


@dataclass(frozen=True, slots=True)
class PreferenceFacts:
    """The people of a pair to be. ``held``: a survey of preferences was held within the year; ``silent``: names of
    those who were asked in it and have not answered. Who came after it is not held up: there is nothing to answer.
    """

    held: bool
    silent: tuple[str, ...] = ()


def preference_survey(view: RegulationView, facts: PreferenceFacts) -> list[Violation]:
    """No pair is proposed before those who were at the meeting have said with whom they want to work."""
    if not view.is_set(PREFERENCE) or not view.value(PREFERENCE) or (facts.held and not facts.silent):
        return []
    actual = _("not held yet") if not facts.held else _("no answer of: %(names)s") % {"names": ", ".join(facts.silent)}
    return [breach(view, PREFERENCE, actual=actual)]


def candidate_survey(view: RegulationView, answered_on: datetime.date | None) -> list[Violation]:
    """Nobody is chosen as a mentor before answering the questionnaire of possible mentors."""
    if not view.is_set(CANDIDATES) or not view.value(CANDIDATES) or answered_on is not None:
        return []
    return [breach(view, CANDIDATES, actual=_("not answered"))]


def instrument(view: RegulationView, codes: Collection[str]) -> list[Violation]:
    """Data are collected with an instrument which the act names: one of ``codes`` is enough."""
    if not view.is_set(INSTRUMENTS) or not set(view.codes(INSTRUMENTS)).isdisjoint(codes):
        return []
    return [breach(view, INSTRUMENTS, actual=names(view, "monitoring_instrument", codes))]
