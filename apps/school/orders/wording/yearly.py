"""Acts of the school year: the annual programme, rewards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..kinds import ANNUAL_PROGRAMME, INCENTIVE
from ..naming import listed
from ..parts import ActText
from ..rewarding import reward_of
from .phrases import ACT_TITLES, COMMANDS, control, local_act, names, period, sentence
from .registry import writes

Facts = Mapping[str, Any]


@writes(INCENTIVE)
def _incentive(act_kind: str, facts: Facts) -> ActText:
    people = [person for reward in facts["rewards"] for person in reward["people"]]
    points = [
        sentence(template.format(listed(reward["people"], case)))
        for reward in facts["rewards"]
        for template, case in [reward_of(reward["kind"], reward["title"])]
    ]
    return ActText(
        act_title=ACT_TITLES[act_kind],
        heading="О поощрении участников наставничества",
        preamble=f"В соответствии {local_act(facts['regulation'])}, по итогам наставничества за период "
        f"{period(facts)}, {facts['ground']}",
        command=COMMANDS[act_kind],
        points=(*points, control(act_kind)),
        acquainted=names(people),
    )


@writes(ANNUAL_PROGRAMME)
def _annual(act_kind: str, facts: Facts) -> ActText:
    year = facts["year"]
    return ActText(
        act_title=ACT_TITLES[act_kind],
        heading=f"Об утверждении программы наставничества на {year} учебный год",
        preamble=f"В соответствии {local_act(facts['regulation'])}",
        command=COMMANDS[act_kind],
        points=(
            f"Утвердить программу наставничества образовательной организации на {year} учебный год.",
            "Наставническим парам (группам) начинать работу в соответствии с утверждённой программой.",
            control(act_kind),
        ),
        acquainted=(),
    )
