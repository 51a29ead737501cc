"""Who words which kind of act. Modules of this app register their kinds with ``@writes``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..models import Order
from ..parts import ActText

Facts = Mapping[str, Any]
Writer = Callable[[str, Facts], ActText]

WRITERS: dict[str, Writer] = {}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """``@writes(COMMISSION)``: the text of a kind of act."""

    def register(writer: Writer) -> Writer:
        WRITERS[kind] = writer
        return writer

    return register


def compose(order: Order) -> ActText:
    """The text of an act of any kind."""
    return WRITERS[order.kind](order.act_kind, order.facts)
