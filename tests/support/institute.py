"""Acts of the region with what they ask."""

from __future__ import annotations

import datetime
from typing import Any

from apps.region.institute import actions
from apps.region.institute.models import LegalAct, ParameterNorm
from kernel.acting import system_actor
from tenants.isolation.context import enter_region

ACTING = system_actor("tests")
SINCE = datetime.date(2021, 1, 1)


def make_norm(parameter: str = "term.max_months", *, binding: str = "mandatory", **asked: Any) -> ParameterNorm:
    """A norm of an act of the region."""
    with enter_region():
        act = LegalAct.objects.filter(code="region_order").first() or actions.add_act(
            code="region_order", title_ru="Приказ министерства региона № 15", valid_from=SINCE, acting=ACTING
        )
        return actions.add_norm(act=act, parameter=parameter, binding=binding, valid_from=SINCE, acting=ACTING, **asked)


def samples() -> dict[str, object]:
    """For the route walker."""
    norm = make_norm(maximum=12)
    with enter_region():
        actions.set_default(
            parameter="term.max_months", value=11, basis="решение коллегии", valid_from=SINCE, acting=ACTING
        )
    return {"act": norm.act_id, "norm": norm.pk, "parameter": "term.max_months"}
