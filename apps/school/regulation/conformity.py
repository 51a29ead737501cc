"""Does a regulation keep to what stands above it? Pure: a view with its layer -> findings, each with its source."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.errors import Violation

from .catalogue import JsonValue, Parameter, catalogue
from .conflicts import ANOTHER_READING, conflicts_of
from .layers import Bound, breaks, is_topped_up
from .values.render import listed
from .view import RegulationView

LEGAL_BASIS = "act.legal_basis"
ADOPTED = "act.adopted"
APPROVED = "act.approved"
STAMPS = {ADOPTED: ("body", "protocol_no", "protocol_date"), APPROVED: ("order_no", "order_date")}

Kind = Literal["conflict", "differs", "outdated", "impossible", "contradiction", "incomplete", "unset"]

KINDS: dict[str, str | Promise] = {
    "conflict": gettext_lazy("against a mandatory norm"),
    "differs": gettext_lazy("differs from a recommendation"),
    "outdated": gettext_lazy("rests on an outdated act"),
    "impossible": gettext_lazy("cannot be held to"),
    "contradiction": gettext_lazy("contradicts itself"),
    "incomplete": gettext_lazy("incomplete"),
    "unset": gettext_lazy("not set"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about one parameter. ``source``: the norm, the act or the clause it rests on."""

    key: str
    kind: Kind
    sentence: str
    source: str = ""

    @property
    def parameter(self) -> Parameter:
        """The parameter it is about."""
        return catalogue().parameters[self.key]


def findings(view: RegulationView, on: datetime.date) -> list[Finding]:
    """Everything that deserves a look, the gravest first; within a kind in the order of the catalogue.

    What an act says against itself is a finding of its parameter; conflicts between parts that are no parameter (words,
    roadmaps) stand on the pages of those parts.
    """
    found = [*_bounds(view), *_outdated(view, on), *_contradictions(view, on), *_stamps(view), *_unset(view)]
    order = list(KINDS)
    return sorted(found, key=lambda finding: order.index(finding.kind))


def _bounds(view: RegulationView) -> Iterator[Finding]:
    for key, own in view.settings.items():
        for bound in broken_bounds(view, key, own.value):
            kind: Kind = "conflict" if bound.mandatory else "differs"
            yield Finding(key, kind, _asked(view, bound), str(bound.source))


def broken_bounds(view: RegulationView, key: str, value: JsonValue) -> list[Bound]:
    """The bounds of the layer that a value of a parameter does not keep."""
    spec = view.parameter(key).spec
    return [bound for bound in view.bounds.get(key, ()) if breaks(bound, spec, value)]


def _asked(view: RegulationView, bound: Bound) -> str:
    """What the norm asks, as a sentence."""
    parts = []
    if bound.minimum is not None:
        parts.append(_("not less than %(number)s") % {"number": bound.minimum})
    if bound.maximum is not None:
        parts.append(_("not more than %(number)s") % {"number": bound.maximum})
    if isinstance(bound.required, bool):
        parts.append(view.render(bound.key, bound.required))
    elif bound.required:
        parts.append(_("must contain: %(codes)s") % {"codes": _names(view, bound.key, bound.required)})
    if bound.allowed is not None:
        parts.append(_("only of: %(codes)s") % {"codes": _names(view, bound.key, bound.allowed)})
    asked = {"asked": "; ".join(parts)}
    if bound.mandatory and is_topped_up(bound):
        return _("The norm asks: %(asked)s. It applies all the same, whatever the act says.") % asked
    return (_("The norm asks: %(asked)s.") if bound.mandatory else _("Recommended: %(asked)s.")) % asked


def _names(view: RegulationView, key: str, codes: Iterable[str]) -> str:
    spec = view.parameter(key).spec
    if spec.kind == "actor_set":
        return listed(view.actor_name(code) for code in codes)
    return listed(view.local_name(spec.dictionary, code) for code in codes)


def _outdated(view: RegulationView, on: datetime.date) -> Iterator[Finding]:
    own = view.settings.get(LEGAL_BASIS)
    for code in own.value["acts"] if own is not None else ():
        act = view.acts.get(code)
        if act is None or not act.is_outdated_on(on):
            continue
        facts = {"act": str(act.title), "follower": act.replaced_by}
        sentence = (
            _("%(act)s: replaced by %(follower)s.") if act.replaced_by else _("%(act)s: no longer in force.")
        ) % facts
        yield Finding(LEGAL_BASIS, "outdated", sentence, own.clause if own is not None else "")


def _contradictions(view: RegulationView, on: datetime.date) -> Iterator[Finding]:
    for key, own in view.settings.items():
        for reading in own.alternatives:
            facts = {"value": view.render(key, reading.value), "clause": reading.clause}
            yield Finding(key, "contradiction", _("Also read as: %(value)s (%(clause)s).") % facts, own.clause)
    for conflict in conflicts_of(view, on=on):
        if conflict.keys and conflict.kind != ANOTHER_READING:
            kind: Kind = "impossible" if conflict.is_error else "contradiction"
            yield Finding(conflict.keys[0], kind, conflict.sentence, view.rule(conflict.keys[0]).clause)


def _stamps(view: RegulationView) -> Iterator[Finding]:
    """A stamp of adoption or approval with gaps: documents are printed with blanks."""
    for key, parts in STAMPS.items():
        own = view.settings.get(key)
        if own is not None and any(not own.value.get(part) for part in parts):
            yield Finding(
                key,
                "incomplete",
                _("The stamp is not filled in whole: %(value)s.") % {"value": view.render(key)},
                own.clause,
            )


def _unset(view: RegulationView) -> Iterator[Finding]:
    for key in catalogue().parameters:
        if not view.is_set(key):
            facts = {"value": view.render(key), "clause": view.rule(key).clause}
            yield Finding(key, "unset", _("Applies: %(value)s (%(clause)s).") % facts)


def counted(found: Iterable[Finding]) -> Mapping[str, int]:
    """Kind -> how many."""
    counts = dict.fromkeys(KINDS, 0)
    for finding in found:
        counts[finding.kind] += 1
    return counts


def refusals(view: RegulationView, values: Mapping[str, JsonValue]) -> list[Violation]:
    """Values of a draft that a mandatory bound forbids.

    Lists that fall short of a federal norm are let in: the rules add what the law wants (``is_topped_up``), the report
    names it, and an act of before the norm can still be recorded as it is.
    """
    return [
        _violation(view, bound, value)
        for key, value in values.items()
        for bound in broken_bounds(view, key, value)
        if bound.mandatory and not is_topped_up(bound)
    ]


def _violation(view: RegulationView, bound: Bound, value: JsonValue) -> Violation:
    actual, asked = view.render(bound.key, value), _asked(view, replace(bound, mandatory=True))
    facts = {
        "title": str(view.parameter(bound.key).title),
        "actual": actual,
        "asked": asked,
        "source": str(bound.source),
    }
    return Violation(
        parameter=bound.key,
        code=f"regulation.bound.{bound.key}",
        message=_("%(title)s: “%(actual)s” is not possible. %(asked)s Basis: %(source)s.") % facts,
        clause=str(bound.source),
        origin="law" if bound.level == "federal" else "region",
        value=asked,
        actual=actual,
    )
