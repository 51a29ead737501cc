"""What publication has done, for those who ask what happened in the school."""

from __future__ import annotations

import datetime

from apps.school.regulation.happenings import Days, sees

from .models import PublishedResult


@sees("results.published")
def published(first: datetime.date, last: datetime.date) -> Days:
    """Days on which results were published (1 query)."""
    rows = PublishedResult.objects.filter(published_on__range=(first, last)).order_by()
    return {"results.published": set(rows.values_list("published_on", flat=True).distinct())}
