"""Numbers, terms and dates that contradict each other."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..catalogue import JsonValue
from ..rules.facts import GROUP_STRUCTURES
from ..rules.timing import valid_until, written
from ..values.dates import span
from ..view import RegulationView
from .base import Contradiction, error, warning

# Conditions which a group can meet when it is formed.
MET_BY_GROUPS = frozenset({"group_work_form", "mentor_agrees", "mentee_agrees"})
TIMES_A_YEAR = {"month": 12, "quarter": 4, "half_year": 2, "year": 1}
# Months that close a half-year of the calendar or of the school, or follow it.
CLOSING_MONTHS = frozenset({"01", "05", "06", "07", "12"})


def terms(view: RegulationView) -> Iterator[Contradiction]:
    """The shortest term is above the longest."""
    shortest, longest = view.months()
    if shortest > longest:
        sentence = _("The shortest term (%(min)s months) is above the longest term (%(max)s months).")
        yield error(
            "below_minimum",
            "term.min_months",
            "term.max_months",
            sentence=sentence % {"min": shortest, "max": longest},
            remedy=_("Set both terms: no programme could be as long."),
        )


def extension(view: RegulationView) -> Iterator[Contradiction]:
    """Extension beyond a longest term; by consent of nobody; early completion without a ground."""
    grounds = view.is_set("term.extension_grounds") and view.codes("term.extension_grounds")
    if grounds and view.is_set("term.max_months"):
        sentence = _(
            "A longest term is set and its extension is permitted, and the act does not say whether it counts."
        )
        yield warning(
            "extension_unbounded",
            "term.extension_grounds",
            "term.max_months",
            sentence=sentence,
            remedy=_("Say in the act whether an extension may go beyond the longest term."),
        )
    if "mutual_consent" in view.codes("term.extension_grounds") and not view.codes("term.extension_consent"):
        sentence = _("The term is extended by mutual consent, and nobody whose consent is asked is named.")
        yield warning("consent_of_nobody", "term.extension_consent", "term.extension_grounds", sentence=sentence)
    if view.is_set("term.early_completion") and "early_success" not in view.codes("termination.grounds"):
        sentence = _("Early completion is foreseen, and early success is not a ground of completion.")
        yield warning("early_without_ground", "termination.grounds", "term.early_completion", sentence=sentence)


def groups(view: RegulationView) -> Iterator[Contradiction]:
    """The least group is above the limit of a group, or above what a mentor may have at all."""
    limits, least = view.value("pairing.max_mentees"), view.value("types.group_min")
    keys = ("types.group_min", "pairing.max_mentees")
    if not GROUP_STRUCTURES.intersection(view.codes("structure.cardinality")):
        return
    if limits["group"] is not None and least > limits["group"]:
        sentence = _("A group has at least %(min)s mentees, and the limit of a group is %(max)s.")
        remedy = _("Raise the limit of a group or lower the least number: no group could be formed.")
        facts = {"min": least, "max": limits["group"]}
        yield error("below_minimum", *keys, sentence=sentence % facts, remedy=remedy)
    unmet = set(view.codes("pairing.max_exception")) - MET_BY_GROUPS
    if unmet and limits["individual"] is not None and least > limits["individual"]:
        sentence = _("Groups are permitted, and the exception from the limit of mentees has conditions no group meets.")
        yield warning("group_never_fits", "pairing.max_exception", *keys, sentence=sentence)


def commission(view: RegulationView) -> Iterator[Contradiction]:
    """More members named than the commission has; none or several in the chair."""
    if not (view.is_set("selection.commission_size") or view.is_set("selection.commission_members")):
        return
    seats, size = view.value("selection.commission_members"), view.value("selection.commission_size")
    keys = ("selection.commission_members", "selection.commission_size")
    if len(seats) > size["max"]:
        sentence = _("%(count)s members of the commission are named, and it has at most %(max)s.")
        remedy = _("Take members out or enlarge the commission.")
        yield error("commission_overfull", *keys, sentence=sentence % {"count": len(seats), **size}, remedy=remedy)
    chairs = sum(seat["part"] == "chair" for seat in seats)
    if chairs > 1:
        sentence = _("The commission has %(count)s chairs.") % {"count": chairs}
        yield error("commission_chairs", keys[0], sentence=sentence, remedy=_("Leave one of them."))
    elif not chairs:
        yield warning("commission_chairs", keys[0], sentence=_("Nobody is in the chair of the commission."))


def _times(rules: list[JsonValue]) -> int:
    """How many times a year rules of a frequency ask for."""
    return sum(TIMES_A_YEAR[rule["interval"]] * rule["per"] for rule in rules if rule["rule"] == "every")


def monitoring(view: RegulationView) -> Iterator[Contradiction]:
    """Dates of monitoring are fewer than its frequency asks for, close no period, or are no dates."""
    keys = ("monitoring.deadlines", "monitoring.frequency")
    if not any(view.is_set(key) for key in keys):
        return
    frequency, deadlines = view.value(keys[1]), view.value(keys[0])
    dated = [rule for rule in deadlines if rule["rule"] in ("yearly_dates", "months")]
    found = sum(len(rule.get("dates", ())) + len(rule.get("months", ())) for rule in dated)
    if dated and found < _times(frequency):
        sentence = _("Monitoring is due %(times)s times a year, and only %(found)s dates are named.")
        yield warning("too_few_deadlines", *keys, sentence=sentence % {"times": _times(frequency), "found": found})
    halves = any(rule.get("interval") == "half_year" for rule in frequency)
    days = [day for rule in deadlines for day in rule.get("dates", ())]
    if halves and any(day[:2] not in CLOSING_MONTHS for day in days):
        yield warning("deadlines_inside", *keys, sentence=_("The dates of monitoring do not close the half-years."))
    if any(rule["rule"] == "continuous" for rule in deadlines):
        sentence = _("Monitoring has a deadline «continuously», which is never due.")
        yield warning("deadline_without_date", keys[0], sentence=sentence)


def periods(view: RegulationView) -> Iterator[Contradiction]:
    """The roadmap is for a time when the act is not valid; the act is approved before it is adopted."""
    first, last = span(view.value("act.validity"))
    begins, ends = span(view.value("roadmap.period"))
    if (last and begins and begins > last) or (first and ends and ends < first):
        sentence = _("The roadmap is for a time when the act is not valid.")
        yield warning("roadmap_outside", "roadmap.period", "act.validity", sentence=sentence)
    adopted = view.value("act.adopted").get("protocol_date")
    approved = view.value("act.approved").get("order_date")
    if adopted and approved and adopted > approved:
        sentence = _("The act was approved on %(approved)s, earlier than it was adopted: %(adopted)s.")
        facts = {
            name: written(datetime.date.fromisoformat(day))
            for name, day in (("approved", approved), ("adopted", adopted))
        }
        yield warning("stamps_reversed", "act.approved", "act.adopted", sentence=sentence % facts)


def expired(view: RegulationView, on: datetime.date) -> Iterator[Contradiction]:
    """The act is valid no longer on the day it is to be in force."""
    last = valid_until(view)
    if last is not None and last < on:
        sentence = _("The validity of the act ends on %(date)s: no pair can be formed under it.")
        remedy = _("Prolong the validity of the act.")
        yield warning("act_expired", "act.validity", sentence=sentence % {"date": written(last)}, remedy=remedy)


CHECKS = (terms, extension, groups, commission, monitoring, periods)
