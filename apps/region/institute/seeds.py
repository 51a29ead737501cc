"""The federal acts and norms that the product knows, brought into the shared schema after its migrations.

Only what is missing is added: what the region has noted of an act since (its end, its successor) stays.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, router

from apps.region.institute.models import LegalAct, ParameterNorm

NORMS = Path(__file__).resolve().parent / "data" / "norms.json"


def add_federal_norms(using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Add the acts that are not there yet, and their norms. Receiver of ``post_migrate``."""
    if not router.allow_migrate_model(using, LegalAct):
        return
    data = json.loads(NORMS.read_text(encoding="utf-8"))
    known = set(LegalAct.objects.values_list("code", flat=True))
    new = [LegalAct(level=LegalAct.Level.FEDERAL, **row) for row in data["acts"] if row["code"] not in known]
    LegalAct.objects.bulk_create(new)
    made = {act.code: act for act in new}
    ParameterNorm.objects.bulk_create(
        ParameterNorm(
            **{key: value for key, value in row.items() if key != "act"},
            act=made[row["act"]],
            valid_from=made[row["act"]].valid_from,
        )
        for row in data["norms"]
        if row["act"] in made
    )
