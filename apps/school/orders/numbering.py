"""Numbers of acts by the school's own scheme.

A number is given under the lock of its counter, in the transaction of the signature: there are no gaps, for a rollback
gives it back, and no twins, for two constraints of ``IssuedNumber`` stand behind the lock.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from itertools import combinations

from django.db.models import Max, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.errors import Conflict, InputError

from .kinds import ORDER_KINDS
from .models import IssuedNumber, Numbering, NumberingScheme, Order

Counter = NumberingScheme.Counter

DEFAULT = "{number}-н"
FIELDS = ("number", "year", "yy", "kind")
FIELD = re.compile(r"\{(?P<name>[^{}:]*)(?::0?(?P<width>\d))?\}")
LONGEST = 40
# Acts of one title share a register: two orders never bear one number, an order and a directive may.
REGISTERS: Mapping[str, str] = {"order": "order", "programme_order": "order", "directive": "directive"}
A_LARGE_NUMBER = 99_999


def scheme_in_use() -> NumberingScheme:
    """The school's scheme, or the product's (not saved)."""
    return NumberingScheme.objects.first() or NumberingScheme(pattern=DEFAULT)


def pattern_of(scheme: NumberingScheme, kind: str) -> str:
    """The pattern of a kind of order."""
    return str(scheme.patterns.get(kind) or scheme.pattern)


def printed(pattern: str, *, sequence: int, day: datetime.date, kind: str) -> str:
    """The number as it stands on paper: «07-од/2026» of ``{number:02}-од/{year}``."""
    values = {
        "number": str(sequence),
        "year": str(day.year),
        "yy": f"{day.year % 100:02}",
        "kind": ORDER_KINDS[kind].mark,
    }
    return FIELD.sub(lambda found: values[found["name"]].zfill(int(found["width"] or 0)), pattern)


def faults_of(pattern: str) -> list[str]:
    """What is wrong with a pattern, as sentences."""
    found = [match["name"] for match in FIELD.finditer(pattern)]
    unknown = [name for name in found if name not in FIELDS]
    rest = FIELD.sub("", pattern)
    faults = []
    if unknown:
        faults.append(
            _("There is no field {%(name)s}; there are: {number}, {number:03}, {year}, {yy}, {kind}.")
            % {"name": unknown[0]}
        )
    if "{" in rest or "}" in rest:
        faults.append(_("A brace has no pair."))
    if "number" not in found:
        faults.append(_("The field {number} is missing: all acts would have one number."))
    if not faults and len(_longest(pattern)) > LONGEST:
        faults.append(_("The number would be longer than %(count)s characters.") % {"count": LONGEST})
    return faults


def _longest(pattern: str) -> str:
    day = datetime.date(2026, 1, 1)
    return max((printed(pattern, sequence=A_LARGE_NUMBER, day=day, kind=kind) for kind in ORDER_KINDS), key=len)


def check_scheme(*, pattern: str, patterns: Mapping[str, str], counter: str) -> None:
    """``InputError`` with every fault beside its field (``pattern`` or ``pattern_<kind>``)."""
    problems = [{"place": "pattern", "message": fault} for fault in faults_of(pattern)]
    problems += [
        {"place": f"pattern_{kind}", "message": fault} for kind, own in patterns.items() for fault in faults_of(own)
    ]
    if not problems and counter == Counter.KIND:
        problems = _alike(pattern, patterns)
    if problems:
        raise InputError(_("The scheme of numbers cannot be used."), problems=problems)


def _alike(pattern: str, patterns: Mapping[str, str]) -> list[dict[str, str]]:
    """Counters of their own need patterns of their own: else two orders would bear one number."""
    day = datetime.date(2026, 1, 1)
    shown = {kind: printed(patterns.get(kind) or pattern, sequence=1, day=day, kind=kind) for kind in ORDER_KINDS}
    for first, second in combinations(ORDER_KINDS, 2):
        if shown[first] == shown[second]:
            message = _("“%(one)s” and “%(other)s” would both begin with № %(number)s: add {kind} to the pattern.") % {
                "one": ORDER_KINDS[first].title,
                "other": ORDER_KINDS[second].title,
                "number": shown[first],
            }
            return [{"place": "pattern", "message": message}]
    return []


def series_of(scheme: NumberingScheme, order: Order) -> str:
    """The counter of an order: «all», «act:order», «kind:incentive»."""
    if scheme.counter == Counter.COMMON:
        return "all"
    return f"kind:{order.kind}" if scheme.counter == Counter.KIND else f"act:{REGISTERS[order.act_kind]}"


def preview(order: Order, day: datetime.date) -> str:
    """The number that an order would get if it were signed on a day, nobody else signing meanwhile."""
    scheme = scheme_in_use()
    series, period = series_of(scheme, order), day.year if scheme.yearly else 0
    row = Numbering.objects.filter(year=period, act_kind=series).first()
    last = row.last if row else _last_before(scheme, order, period)
    return printed(pattern_of(scheme, order.kind), sequence=last + 1, day=day, kind=order.kind)


def give_number(order: Order, day: datetime.date) -> IssuedNumber:
    """Number an order, which its caller saves: ``year``, ``sequence``, ``number``. Locks the counters.

    ``InputError`` for a date before the last act of the series.
    """
    scheme = scheme_in_use()
    series, period = series_of(scheme, order), day.year if scheme.yearly else 0
    order.year, order.sequence = day.year, _next(day.year, order.act_kind, lambda: 0, day)
    sequence = _next(period, series, lambda: _last_before(scheme, order, period), day)
    order.number = printed(pattern_of(scheme, order.kind), sequence=sequence, day=day, kind=order.kind)
    register = REGISTERS[order.act_kind]
    _refuse_twin(order, register)
    return IssuedNumber(
        order=order,
        series=series,
        period=period,
        sequence=sequence,
        register=register,
        year=day.year,
        number=order.number,
    )


def _next(year: int, name: str, start: Callable[[], int], day: datetime.date) -> int:
    """The next value of a counter, locked until the end of the transaction; a new one goes on from ``start``."""
    if not Numbering.objects.filter(year=year, act_kind=name).exists():
        Numbering.objects.get_or_create(year=year, act_kind=name, defaults={"last": start()})
    row = Numbering.objects.select_for_update().get(year=year, act_kind=name)
    if row.last_dated is not None and day < row.last_dated:
        message = _("The last act, № %(number)s, is dated %(date)s: the next one cannot be dated earlier.") % {
            "number": _number_of_last(row),
            "date": date_format(row.last_dated, "SHORT_DATE_FORMAT"),
        }
        raise InputError(message, problems=[{"place": "dated", "message": message}])
    row.last += 1
    row.last_dated = day
    row.save(update_fields=["last", "last_dated"])
    return row.last


def _number_of_last(row: Numbering) -> str:
    signed = Order.objects.filter(year=row.year, act_kind=row.act_kind, sequence=row.last).first()
    if signed is not None:
        return signed.number
    issued = IssuedNumber.objects.filter(series=row.act_kind, period=row.year, sequence=row.last).first()
    return issued.number if issued is not None else str(row.last)


def _last_before(scheme: NumberingScheme, order: Order, period: int) -> int:
    """Where a counter that did not exist goes on: after the largest number of its acts, whatever counted them."""
    scope = _scope(scheme, order)
    if period:
        scope = scope.filter(year=period)
    largest = scope.aggregate(issued=Max("issued__sequence"), other=Max("sequence"))
    before = largest["issued"] or (largest["other"] if scope.filter(issued=None).exists() else 0) or 0
    return max(before, scheme.first - 1)


def _scope(scheme: NumberingScheme, order: Order) -> QuerySet[Order]:
    """The signed orders that an order's counter counts."""
    signed = Order.objects.filter(state=Order.State.SIGNED)
    if scheme.counter == Counter.COMMON:
        return signed
    if scheme.counter == Counter.KIND:
        return signed.filter(kind=order.kind)
    register = REGISTERS[order.act_kind]
    return signed.filter(act_kind__in=[kind for kind, name in REGISTERS.items() if name == register])


def _refuse_twin(order: Order, register: str) -> None:
    """A pattern changed in the middle of a year may come upon a number that is taken."""
    same = [kind for kind, name in REGISTERS.items() if name == register]
    if Order.objects.filter(year=order.year, act_kind__in=same, number=order.number).exclude(pk=order.pk).exists():
        raise Conflict(
            _("The number %(number)s has been given already this year.") % {"number": order.number},
            next_step=_("Change the pattern of numbers on the page “Numbers of orders”, then sign again."),
        )
