"""The sheet by which a lesson is analysed: criteria with a scale or a free text. Pure but for ``in_use``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from .errors import WrongInput
from .house import house_sheet
from .models import LessonVisit, VisitSheet

Kind = Literal["scale", "text"]
FULL = 100
MOST, LEAST_SCALE = 10, 1


@dataclass(frozen=True, slots=True)
class Criterion:
    """``code``: stable within a sheet; ``most``: the highest mark of a scale that begins with 0."""

    code: str
    section: str
    title: str
    kind: Kind
    most: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """``number``: the version of the school's sheet, 0 for the one of the house."""

    title: str
    criteria: tuple[Criterion, ...]
    number: int = 0

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Sheet:
        """Back from JSON."""
        criteria = tuple(Criterion(**criterion) for criterion in data.get("criteria", ()))
        return cls(str(data.get("title", "")), criteria, int(data.get("number", 0)))

    def written(self) -> dict[str, Any]:
        """For JSON; ``read`` takes it back."""
        return asdict(self)

    @property
    def scales(self) -> tuple[Criterion, ...]:
        """Criteria that are marked by a number."""
        return tuple(each for each in self.criteria if each.kind == "scale")

    @property
    def sections(self) -> list[tuple[str, list[Criterion]]]:
        """Criteria by their sections, in order."""
        found: dict[str, list[Criterion]] = {}
        for criterion in self.criteria:
            found.setdefault(criterion.section, []).append(criterion)
        return list(found.items())


def of_house() -> Sheet:
    """The sheet that the product brings along."""
    return Sheet.read(house_sheet())


def in_use() -> Sheet:
    """The sheet of the school, else that of the house (one query)."""
    newest = VisitSheet.objects.first()
    if newest is None or newest.is_default:
        return of_house()
    return Sheet.read({"title": newest.title, "criteria": newest.criteria, "number": newest.number})


def answered(sheet: Sheet, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept; ``WrongInput`` for a mark outside of its scale or an unknown criterion.

    A criterion without an answer is left out: not everything is seen in every lesson.
    """
    known = {criterion.code: criterion for criterion in sheet.criteria}
    kept: dict[str, Any] = {}
    for code, value in answers.items():
        criterion = known.get(code)
        if criterion is None:
            raise WrongInput(code, _("The sheet has no such criterion."))
        if value is None or value == "":
            continue
        if criterion.kind == "text":
            kept[code] = str(value).strip()
        elif str(value).isdecimal() and int(value) <= criterion.most:
            kept[code] = int(value)
        else:
            message = _("Mark “%(title)s” from 0 to %(most)s.") % {"title": criterion.title, "most": criterion.most}
            raise WrongInput(code, message)
    return kept


def score(sheet: Sheet, answers: Mapping[str, Any]) -> int | None:
    """Marks given, in per cent of the highest ones of the same criteria; None where nothing was marked."""
    marked = [criterion for criterion in sheet.scales if isinstance(answers.get(criterion.code), int)]
    highest = sum(criterion.most for criterion in marked)
    return sum(answers[criterion.code] for criterion in marked) * FULL // highest if highest else None


def scores_of(visits: Sequence[LessonVisit]) -> list[tuple[LessonVisit, int]]:
    """Visits that were marked, the earliest first, each with its score."""
    rows = ((visit, score(Sheet.read(visit.sheet), visit.answers)) for visit in visits if visit.sheet)
    return sorted(((visit, n) for visit, n in rows if n is not None), key=lambda row: (row[0].visited_on, row[0].pk))


def checked(title: str, criteria: Sequence[Criterion]) -> list[Criterion]:
    """Criteria of a new version as they are kept, codes given to the new ones; ``WrongInput`` for a poor sheet."""
    if not title.strip():
        raise WrongInput("title", _("Name the sheet."))
    if not criteria:
        raise WrongInput("row0_title", _("A sheet has at least one criterion."))
    taken = {criterion.code for criterion in criteria if criterion.code}
    found = []
    for number, criterion in enumerate(criteria):
        if criterion.kind == "scale" and not LEAST_SCALE <= criterion.most <= MOST:
            raise WrongInput(f"row{number}_most", _("A scale goes up to a number from 1 to 10."))
        code = criterion.code or next(code for n in range(FULL * MOST) if (code := f"own_{n}") not in taken)
        taken.add(code)
        most = criterion.most if criterion.kind == "scale" else 0
        found.append(Criterion(code, criterion.section.strip(), criterion.title.strip(), criterion.kind, most))
    return found
