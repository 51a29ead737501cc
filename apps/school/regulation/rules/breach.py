"""From a broken rule to a ``Violation``: the catalogue's sentence filled with the value, the facts and the clause."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..catalogue import JsonValue, Norm
from ..values.render import listed
from ..view import RegulationView

CODES = "regulation."


def _unquoted(name: str) -> str:
    """Sentences of the catalogue put a name into quotation marks; a school's word may have brought its own."""
    return name[1:-1] if name.startswith("«") and name.endswith("»") and name.count("«") == 1 else name


def breach(
    view: RegulationView,
    key: str,
    *,
    actual: str,
    value: JsonValue | None = None,
    sentence: str = "",
) -> Violation:
    """The rule ``key`` of this school is broken by ``actual``.

    ``value`` replaces the value in force where only a part of it is meant; ``sentence`` replaces the catalogue's text
    and has the same placeholders.
    """
    rule = view.rule(key)
    rendered = view.bare(key, value)
    template = sentence or str(view.parameter(key).refusal)
    actual = _unquoted(actual)
    return Violation(
        parameter=key,
        code=CODES + key,
        message=template.format(value=rendered, actual=actual, clause=rule.clause),
        clause=rule.clause,
        quote=rule.quote,
        origin=rule.origin,
        value=rendered,
        actual=actual,
    )


def law_breach(
    view: RegulationView,
    key: str,
    norm: Norm,
    *,
    actual: str,
    value: JsonValue | None = None,
    sentence: str = "",
) -> Violation:
    """The mandatory norm above ``key`` is broken, whatever the school's act says. ``sentence``: as in ``breach``.

    A number stands for itself: what a norm counts (days of notice) need not be what the parameter holds.
    """
    clause = _("%(source)s (mandatory whatever the school's regulation says)") % {"source": norm.source}
    wanted = norm.required if value is None else value
    rendered = str(wanted) if isinstance(wanted, int) and not isinstance(wanted, bool) else view.bare(key, wanted)
    template = sentence or str(view.parameter(key).refusal)
    return Violation(
        parameter=key,
        code=CODES + key,
        message=template.format(value=rendered, actual=actual, clause=clause),
        clause=clause,
        origin="law",
        value=rendered,
        actual=actual,
    )


def product_breach(parameter: str, code: str, message: str, *, actual: str = "", value: str = "") -> Violation:
    """The catalogue's own relation is broken: no clause of a school or of a law says it, and none is pretended."""
    return Violation(
        parameter=parameter,
        code=CODES + code,
        message=message,
        clause=_("reference book of the mentoring forms and types"),
        origin="product",
        value=value,
        actual=actual,
    )


def names(view: RegulationView, dictionary: str, codes: Collection[str]) -> str:
    """Codes as the school calls them, in a stable order."""
    return listed(view.local_name(dictionary, code) for code in sorted(codes)) if codes else ""
