"""What the region tells a school's liaison about the school's own cases."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from apps.region.cases import queries
from apps.region.cases.models import PracticeCase
from apps.region.cases.queries import Adopter


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A school's case. ``state``: code and words; ``comment``: of the last review."""

    id: UUID
    title: str
    state: str
    state_title: str
    adopted_by: int
    comment: str
    changed_at: datetime.datetime
    programme: int | None
    text: dict[str, str]
    adopters: tuple[Adopter, ...] = ()

    @property
    def editable(self) -> bool:
        """True while the school may rewrite it."""
        return self.state in {PracticeCase.State.DRAFT, PracticeCase.State.RETURNED}


TEXTS = ("title", "summary", "problem", "actions_taken", "results", "conditions", "form", "type")


def _told(case: PracticeCase, adopters: tuple[Adopter, ...] = ()) -> OwnCase:
    return OwnCase(
        id=case.pk,
        title=case.title,
        state=case.state,
        state_title=str(case.get_state_display()),
        adopted_by=getattr(case, "adopted_by", 0),
        comment=getattr(case, "last_comment", "") or "",
        changed_at=case.updated_at,
        programme=case.programme,
        text={name: getattr(case, name) for name in TEXTS},
        adopters=adopters,
    )


def cases_of(school_id: int) -> list[OwnCase]:
    """All cases of a school, newest first (two queries however many)."""
    return [_told(case) for case in queries.of_school(school_id)]


def case_of(case_id: UUID, school_id: int) -> OwnCase:
    """One case of the school with its adopters. Raises ``NotFound``."""
    case = queries.own(case_id, school_id)
    return _told(case, tuple(queries.adopters(case)))
