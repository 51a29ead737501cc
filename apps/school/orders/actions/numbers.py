"""The school's scheme of numbers."""

from __future__ import annotations

from collections.abc import Mapping

from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import InputError

from .. import permissions
from ..kinds import ORDER_KINDS
from ..models import NumberingScheme
from ..numbering import check_scheme


@action("order.set_numbering")
def set_numbering(
    *, pattern: str, patterns: Mapping[str, str], counter: str, yearly: bool, first: int, acting: Actor
) -> NumberingScheme:
    """Number acts signed from now on this way; numbers that were given stay as they are.

    ``patterns``: kind of order -> its own pattern, for kinds that have one. ``InputError`` names every fault.
    """
    permissions.require(permissions.may_prepare(acting))
    if counter not in NumberingScheme.Counter.values:
        raise InputError(counter, problems=[{"place": "counter", "message": counter}])
    own = {kind: text.strip() for kind, text in patterns.items() if kind in ORDER_KINDS and text.strip()}
    check_scheme(pattern=pattern.strip(), patterns=own, counter=counter)
    values = {
        "pattern": pattern.strip(),
        "patterns": own,
        "counter": counter,
        "yearly": yearly,
        "first": max(1, first),
    }
    scheme, _made = NumberingScheme.objects.update_or_create(only=True, defaults=values)
    return scheme
