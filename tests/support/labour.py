"""Labour packs of tests, inside the current school."""

from __future__ import annotations

import datetime
from typing import Any

from apps.school.orders.labour import actions
from apps.school.orders.models import LabourPack, LabourPaper
from apps.school.pairs.models import Match
from kernel.acting import system_actor
from kernel.actions import reference
from kernel.clock import today

ACTING = system_actor("tests")
TERMS: dict[str, Any] = {
    "content": "Посещение и разбор уроков, помощь в подготовке к аттестации",
    "work_form": "очно, по графику встреч",
    "pay": "доплата 3 000 рублей в месяц",
}


def open_pack(match: Match) -> LabourPack:
    """The pack of the pair's mentor."""
    return actions.open_pack(subject=reference(match), mentor=match.current_mentors[0].card.person, acting=ACTING)


def sign(paper: LabourPaper, day: datetime.date | None = None) -> LabourPaper:
    """The paper, signed today or on a day."""
    return actions.sign_paper(paper=paper, signed_on=day or today(), acting=ACTING)


def agreement(pack: LabourPack, **terms: Any) -> LabourPaper:
    """A prepared agreement."""
    term = actions.assignment(pack)
    dates = {"starts_on": term.starts_on, "ends_on": term.ends_on}
    return actions.prepare_agreement(pack=pack, acting=ACTING, **{**TERMS, **dates, **terms})
