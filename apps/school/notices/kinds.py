"""What a school's people are told of. The rooms above register their kinds in ``AppConfig.ready``.

    from apps.school.notices import kinds
    kinds.register_group("pairs", _("Pairs"), order=10)
    kinds.register(
        "pair.proposed",
        group="pairs",
        title=_("A pair is proposed to you"),
        text=_("%(mentor)s and %(mentee)s. Look at it and agree or decline."),
    )

``title`` goes out of the product in mails and messengers: it names nobody. ``text`` is shown in the inbox only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

Text = str | Promise


class Frequency(StrEnum):
    """When mails about a group of kinds go out; their texts for people: ``wishes.FREQUENCIES``.

    ``ASKING``: at once what asks something of the reader, news once a day.
    """

    ASKING = "asking"
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that a person sets up together. ``by_default``: how their mails go until the person says otherwise."""

    code: str
    title: Text
    order: int
    by_default: Frequency


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of happening.

    ``title``, ``text``, ``outside``: ``%``-templates over the facts given to ``notify``; ``outside`` is what a mail may
    say besides the title (as a rule nothing). ``urgent``: passes quiet hours and does not wait for a digest.
    ``asks``: the reader is to do something, so that a digest says it before what is only news. ``in_inbox``: False for
    what is of use only as a mail (a list of today); ``mailed``: False for what another letter says already.
    ``latest_only``: a new one makes those of the recipient that have not gone out yet useless.
    """

    code: str
    group: str
    title: Text
    text: Text
    outside: Text
    urgent: bool
    asks: bool
    in_inbox: bool
    mailed: bool
    latest_only: bool


_groups: dict[str, Group] = {}
_kinds: dict[str, Kind] = {}


def register_group(code: str, title: Text, *, order: int, by_default: Frequency = Frequency.ASKING) -> None:
    """Declare a group. ``order``: its place in the settings."""
    _groups[code] = Group(code, title, order, by_default)


def register(
    code: str,
    *,
    group: str,
    title: Text,
    text: Text = "",
    outside: Text = "",
    urgent: bool = False,
    asks: bool = False,
    in_inbox: bool = True,
    mailed: bool = True,
    latest_only: bool = False,
) -> Kind:
    """Declare a kind of an earlier declared group; a second kind of the same code is a mistake of the program."""
    if group not in _groups:
        raise LookupError(f"{code}: there is no group of notices {group!r}")
    if code in _kinds:
        raise ValueError(f"the kind of notices {code!r} is registered twice")
    _kinds[code] = Kind(code, group, title, text, outside, urgent, asks, in_inbox, mailed, latest_only)
    return _kinds[code]


def kind_of(code: str) -> Kind:
    """A registered kind; ``LookupError`` for an unknown one."""
    return _kinds[code]


def is_known(code: str) -> bool:
    """Whether the product (still) has the kind: rows may be older than the code."""
    return code in _kinds


def group_of(code: str) -> Group:
    """The group of a kind."""
    return _groups[_kinds[code].group]


def group_title(kind: str) -> Text:
    """The title of a kind's group; empty for a kind that the product does not have any more."""
    return group_of(kind).title if is_known(kind) else ""


def groups() -> list[Group]:
    """All groups that have kinds, in their order."""
    used = {kind.group for kind in _kinds.values()}
    return sorted((group for group in _groups.values() if group.code in used), key=lambda one: (one.order, one.code))


def kinds_in(group: str) -> list[str]:
    """Codes of the kinds of a group."""
    return [kind.code for kind in _kinds.values() if kind.group == group]


def all_kinds() -> list[Kind]:
    """All registered kinds."""
    return list(_kinds.values())
