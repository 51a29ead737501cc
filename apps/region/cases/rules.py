"""The rubric of a review and what makes a case ready for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCALE = (0, 1, 2)
MIN_WORDS_SUMMARY = 10


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of the rubric: 0 is not shown, 1 shown in part, 2 shown fully (the scale of «Анкета куратора», B.1.5)."""

    code: str
    title: Promise
    question: Promise


RUBRIC = (
    Criterion("relevance", _("Relevance"), _("Is the problem real for schools, and is it stated from facts?")),
    Criterion(
        "actions", _("Actions"), _("Is it clear what exactly the mentor and the mentee did, and in which order?")
    ),
    Criterion(
        "evidence", _("Evidence"), _("Are the results shown by measurements before and after, not by impressions?")
    ),
    Criterion("transfer", _("Transfer"), _("Can another school repeat it: conditions, time, resources are named?")),
    Criterion("clarity", _("Clarity"), _("Is it short, readable and without personal data?")),
)
MAXIMUM = max(SCALE) * len(RUBRIC)
READY_FIELDS = ("title", "summary", "problem", "actions_taken", "results", "conditions")


def total_of(scores: Mapping[str, int]) -> int:
    """Sum of the rubric's scores. Raises ``ValueError`` for an unknown, missing or impossible score."""
    codes = {criterion.code for criterion in RUBRIC}
    if set(scores) != codes:
        raise ValueError(f"the rubric has {sorted(codes)}, given {sorted(scores)}")
    if any(score not in SCALE for score in scores.values()):
        raise ValueError(f"scores are {SCALE}")
    return sum(scores.values())


def level_of(total: int) -> Promise:
    """In words: optimal from 80 %, admissible from 50 %, else insufficient."""
    if total * 100 >= 80 * MAXIMUM:
        return _("optimal")
    if total * 100 >= 50 * MAXIMUM:
        return _("admissible")
    return _("insufficient")


def unfilled(fields: Mapping[str, str]) -> list[str]:
    """Names of the fields that a review needs and that are empty."""
    return [name for name in READY_FIELDS if not fields.get(name, "").strip()]
