"""Refusals of the norms' room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict


class FederalAct(Conflict):
    """What a federal act says is not the region's to change; its end and its successor may be noted."""

    code = "federal_act"

    def __init__(self) -> None:
        super().__init__(
            _("A federal act is not changed by the region."),
            next_step=_("Note its end or its successor, or add an act of the region that asks for more."),
        )
