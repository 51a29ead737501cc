"""What a conflict is, and how it is made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A place where a regulation contradicts itself, the law or the reference book.

    ``kind``: stable code; ``keys``: the parameters concerned, the first is where to begin; ``sentence``: what is wrong;
    ``remedy``: what to do; ``detail``: what tells two conflicts of one kind apart; ``part``: for what is no parameter,
    the part of the act (``roadmaps``, ``words``, ``lists``).
    """

    kind: str
    keys: tuple[str, ...]
    sentence: str
    remedy: str = ""
    severity: Severity = "warning"
    detail: str = ""
    part: str = ""

    @property
    def is_error(self) -> bool:
        """True for what the product could not hold to: such a draft is not brought into force."""
        return self.severity == "error"

    @property
    def ident(self) -> str:
        """The same conflict of the same values, whatever the language."""
        digest = hashlib.sha256("|".join((*self.keys, self.detail)).encode()).hexdigest()
        return f"{self.kind}-{digest[:8]}"

    @property
    def place(self) -> str:
        """Where to correct it: a parameter or a part of the act."""
        return self.keys[0] if self.keys else self.part


def warning(kind: str, *keys: str, sentence: str, remedy: str = "", detail: str = "", part: str = "") -> Contradiction:
    """What a school may live with when it knows it."""
    return Contradiction(kind, keys, sentence, remedy, "warning", detail, part)


def error(kind: str, *keys: str, sentence: str, remedy: str, detail: str = "") -> Contradiction:
    """What nothing could be formed, planned or signed by."""
    return Contradiction(kind, keys, sentence, remedy, "error", detail)
