"""What is measured before and after a programme by the same parameters (domain.md B.1.4). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PUPIL, PEDAGOGUE = "pupil", "pedagogue"


@dataclass(frozen=True, slots=True)
class Measure:
    """A parameter. ``low``, ``high``: bounds of its number; ``better``: 1 where more is better, -1 where less is."""

    code: str
    title: str | Promise
    low: float = 1
    high: float = 10
    better: int = 1


MEASURES: Mapping[str, tuple[Measure, ...]] = {
    PUPIL: (
        Measure("engagement", gettext_lazy("Engagement in learning (1–10)")),
        Measure("marks", gettext_lazy("Mean mark"), 2, 5),
        Measure("soft_skills", gettext_lazy("Soft skills (1–10)")),
        Measure("clubs", gettext_lazy("Clubs and sections attended"), 0, 20),
        Measure("projects", gettext_lazy("Successful projects, %"), 0, 100),
        Measure("on_record", gettext_lazy("On the school's or police record (0 or 1)"), 0, 1, -1),
        Measure("complaints", gettext_lazy("Complaints because of conflicts"), 0, 100, -1),
        Measure("anxiety", gettext_lazy("Personal anxiety (1–10)"), better=-1),
        Measure("mood", gettext_lazy("Feeling at school (1–10)")),
        Measure("future", gettext_lazy("Own future is clear (1–10)")),
    ),
    PEDAGOGUE: (
        Measure("satisfaction", gettext_lazy("Satisfaction with the profession (1–10)")),
        Measure("stay", gettext_lazy("Wish to go on working (1–10)")),
        Measure("burnout", gettext_lazy("Professional burnout (1–10)"), better=-1),
        Measure("climate", gettext_lazy("Psychological climate (1–10)")),
        Measure("class_marks", gettext_lazy("Mean mark of the own classes"), 2, 5),
    ),
}


def faults(measures: Sequence[Measure], values: Mapping[str, float], before: Mapping[str, float]) -> dict[str, str]:
    """Code -> what is wrong. What was measured before is measured after: only the same can be compared."""
    known = {measure.code: measure for measure in measures}
    found = {code: _("There is no such parameter.") for code in values if code not in known}
    for code, number in values.items():
        if code in known and not known[code].low <= number <= known[code].high:
            bounds = {"low": f"{known[code].low:g}", "high": f"{known[code].high:g}"}
            found[code] = _("A number from %(low)s to %(high)s.") % bounds
    found |= {code: _("This was measured before: measure it again.") for code in before if code not in values}
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """A parameter before and after. None: not measured. ``trend``: better, worse or same; empty with one number."""

    measure: Measure
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """After minus before."""
        if self.before is None or self.after is None:
            return None
        return round(self.after - self.before, 2)

    @property
    def trend(self) -> str:
        """Whether it went the right way."""
        if self.difference is None:
            return ""
        went = self.difference * self.measure.better
        return "better" if went > 0 else "worse" if went < 0 else "same"


def compared(
    measures: Sequence[Measure], before: Mapping[str, float] | None, after: Mapping[str, float] | None
) -> list[Change]:
    """Parameters that were measured at least once, in their order."""
    first, second = before or {}, after or {}
    return [
        Change(measure, first.get(measure.code), second.get(measure.code))
        for measure in measures
        if measure.code in first or measure.code in second
    ]
