"""Rules of remote pairs. Pure: conditions of both schools' regulations in, refusals out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from kernel.errors import Violation

Side = Literal["mentor", "mentee"]
Terms = Mapping[str, Mapping[str, Any]]

SIDES: tuple[Side, Side] = ("mentor", "mentee")
GROUNDS = "termination.grounds"
COMPLETING = frozenset({"plan_completed", "early_success"})
"""Grounds on which a programme counts as completed; on any other it has ended early."""

SECURE = "https://"


@dataclass(frozen=True, slots=True)
class Condition:
    """A line of «conditions of both schools»: what a school's regulation says, and where."""

    key: str
    text: str
    clause: str
    quote: str
    origin: str


SHOWN = ("term.min_months", "term.max_months", "pairing.max_mentees", "forms.enabled", GROUNDS)


def conditions(terms: Terms) -> list[Condition]:
    """What people see of a school's terms, in a steady order."""
    return [
        Condition(
            key=key,
            text=str(terms[key].get("text", "")),
            clause=str(terms[key].get("clause", "")),
            quote=str(terms[key].get("quote", "")),
            origin=str(terms[key].get("origin", "school")),
        )
        for key in SHOWN
        if key in terms
    ]


def closing_grounds(both: Mapping[str, Terms]) -> dict[str, str]:
    """Grounds that both regulations permit: code -> title in the mentee's school's words."""
    mentor, mentee = (both.get(side, {}).get(GROUNDS, {}) for side in SIDES)
    permitted = frozenset(mentor.get("value", ()))
    titles = {**mentor.get("titles", {}), **mentee.get("titles", {})}
    return {code: str(titles.get(code, code)) for code in mentee.get("value", ()) if code in permitted}


def closing(both: Mapping[str, Terms], schools: Mapping[Side, str], ground: str) -> list[Violation]:
    """The ground stands in the closed lists of both schools; a refusal names the school and its clause."""
    broken = []
    for side in SIDES:
        terms = both.get(side, {}).get(GROUNDS, {})
        if ground in terms.get("value", ()):
            continue
        clause = f"{schools[side]}: {terms.get('clause', '')}".rstrip(": ")
        broken.append(
            Violation(
                parameter=GROUNDS,
                code=f"exchange.{GROUNDS}",
                message=_("The regulation of %(school)s does not have this ground of completion.")
                % {"school": schools[side]},
                clause=clause,
                quote=str(terms.get("quote", "")),
                origin="region" if terms.get("origin") == "region" else "school",
                value=str(terms.get("text", "")),
                actual=ground,
            )
        )
    return broken


def own_title(offered: Sequence[Mapping[str, str]], form: str, asked: str, side: Side | None) -> str:
    """The form in the reader's school's word: the mentor's school's stands in its offer, ``asked`` is the mentee's."""
    if side != "mentor":
        return asked
    return next((each["title"] for each in offered if each["code"] == form), asked)


def own_ground(both: Mapping[str, Terms], ground: str, kept: str, side: Side | None) -> str:
    """The ground of completion in the reader's school's word; as it was kept for everybody else."""
    titles = both.get(side or "", {}).get(GROUNDS, {}).get("titles", {})
    return str(titles.get(ground, kept))


def is_secure_link(link: str) -> bool:
    """True for an https address (or none): the join link of any provider."""
    return not link or link.startswith(SECURE)
