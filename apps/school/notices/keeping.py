"""How long notices are kept. What happened stands in the journal; a notice only told of it."""

from __future__ import annotations

import datetime

from .days import every_day
from .models import Delivery, Notice

KEPT = datetime.timedelta(days=365)


@every_day
def forget(day: datetime.date) -> None:
    """Delete what was told more than ``KEPT`` ago, unless it still waits to go out."""
    open_ = Delivery.objects.filter(state__in=[Delivery.State.PENDING, Delivery.State.SENDING]).values("notice")
    Notice.objects.filter(at__date__lt=day - KEPT).exclude(pk__in=open_).delete()
