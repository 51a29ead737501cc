"""What the region has done with what the school sent, for those who ask what happened in the school."""

from __future__ import annotations

import datetime

from django.utils.timezone import localtime

from apps.region.cases import outlook
from apps.school.regulation.happenings import Days, sees
from tenants.isolation.context import require_school

PUBLISHED = "published"


@sees("case.published")
def cases(first: datetime.date, last: datetime.date) -> Days:
    """Days on which cases of the school were published in the region's library (2 queries)."""
    own = outlook.cases_of(require_school().pk)
    days = {localtime(case.changed_at).date() for case in own if case.state == PUBLISHED}
    return {"case.published": {day for day in days if first <= day <= last}}
