"""The text of an act, written from its facts. Acts of a Russian school are in Russian whatever language the page has.

``compose(order)`` gives the heading, the preamble, the points and who is to be acquainted; ``frozen_act`` adds the
requisites and is stored with the signature, so that a later wording never changes a signed act.
"""

from ..kinds import REGULATION_APPROVAL
from ..naming import person_in
from ..regulation_act.facts import compose_approval
from . import pairs, yearly
from .frozen import frozen_act, initials_first
from .phrases import date_in_words, local_act
from .registry import WRITERS, compose, writes

__all__ = [
    "WRITERS",
    "compose",
    "date_in_words",
    "frozen_act",
    "initials_first",
    "local_act",
    "pairs",
    "person_in",
    "writes",
    "yearly",
]

writes(REGULATION_APPROVAL)(compose_approval)
