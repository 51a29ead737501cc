"""What the people of a demo school have been told: the old is read and was sent in its time, the new waits."""

from __future__ import annotations

import datetime

from django.db.models import F
from django.utils import timezone

from apps.school.notices import actions, counting, days
from apps.school.notices.kinds import Frequency
from apps.school.notices.models import Delivery
from config.demo.region import acting
from kernel.clock import at, now
from tenants.identity.models import Membership
from tenants.organisations.models import School

FRESH = datetime.timedelta(days=3)
"""What is younger is sent by the demo's worker when it starts, and can be read in the demo's mailbox."""


def settle_notices(school: School) -> None:
    """End of the story, inside the school."""
    fresh = now() - FRESH
    members = Membership.objects.filter(school=school).values_list("account__email", flat=True).distinct()
    with at(fresh):
        for email in members:
            actions.read_all(acting=acting(email, school))
    # Nobody was there to send these mails in their time: they count as sent then.
    old = Delivery.objects.filter(notice__at__lt=fresh)
    old.update(state=Delivery.State.SENT, sent_at=F("due_at"), attempts=1)
    with at(timezone.localtime().replace(hour=days.AT.hour, minute=0, second=0, microsecond=0)):
        days.tell()
    _one_that_failed()
    _wishes(school)
    counting.recount_all()


def _one_that_failed() -> None:
    """A mailbox that is full, for the office to see."""
    row = Delivery.objects.order_by("-notice__at", "pk").first()
    if row is not None:
        Delivery.objects.filter(pk=row.pk).update(
            state=Delivery.State.FAILED, reason="SMTP 552", sent_at=None, attempts=1
        )


def _wishes(school: School) -> None:
    """A mentor who wants quiet evenings, and the news of meetings once a day."""
    actions.set_up(
        mails={"meetings": Frequency.DAILY.value},
        muted=None,
        digest_hour=7,
        digest_weekday=0,
        quiet_from=datetime.time(20),
        quiet_until=datetime.time(7),
        quiet_days=[6],
        acting=acting(f"mentor@{school.slug}.demo", school),
    )
