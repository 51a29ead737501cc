"""What the demo's region asks of its schools' regulations, and what applies where they are silent."""

from __future__ import annotations

import datetime

from apps.region.institute import actions
from apps.region.institute.models import LegalAct, ParameterNorm
from kernel.acting import Actor

CODE = "region_order_15"
SINCE = datetime.date(2025, 9, 1)
BASIS = "приказ министерства образования региона от 20.08.2025 № 15"


def norms(acting: Actor) -> None:
    """One act of the region with a bound and a recommendation, and two defaults. Doing it again adds nothing."""
    if LegalAct.objects.filter(code=CODE).exists():
        return
    act = actions.add_act(
        code=CODE,
        title_ru="Приказ министерства образования региона от 20.08.2025 № 15 «О наставничестве в школах региона»",
        title_en="Order of the regional ministry of education No. 15 on mentoring in schools",
        valid_from=SINCE,
        acting=acting,
    )
    mandatory, recommended = ParameterNorm.Binding.MANDATORY, ParameterNorm.Binding.RECOMMENDED
    actions.add_norm(
        act=act, parameter="term.max_months", binding=mandatory, maximum=24, valid_from=SINCE, acting=acting
    )
    actions.add_norm(
        act=act, parameter="pairing.max_mentees", binding=recommended, maximum=5, valid_from=SINCE, acting=acting
    )
    for parameter, value in (("types.speed_max_minutes", 20), ("programme.lesson_visits", 2)):
        actions.set_default(parameter=parameter, value=value, basis=BASIS, valid_from=SINCE, acting=acting)
