"""Background work of notices."""

from __future__ import annotations

from celery import shared_task
from django.utils import translation
from django.utils.translation import gettext as _

from kernel.models import new_uuid
from tenants.identity.models import Account
from tenants.isolation.context import require_school
from tenants.isolation.tasks import RegionTask, SchoolTask
from tenants.journal import errands

from . import codes, counting, days, outbox
from .actions import CODE_TASK
from .channels import Message, channel
from .days import DAY_TASK
from .models import MessengerAddress
from .sending import DELIVER_TASK


@shared_task(base=SchoolTask, name=DELIVER_TASK)
def deliver() -> int:
    """Count what is unread and send what is due; how many messages went out."""
    seen = errands.seen(DELIVER_TASK)
    counting.recount_all()
    sent = outbox.deliver_due()
    errands.settle(DELIVER_TASK, seen, next_at=outbox.next_at())
    return sent


@shared_task(base=SchoolTask, name=DAY_TASK)
def tell_of_day() -> None:
    """Tell of a school's day, and come again tomorrow."""
    seen = errands.seen(DAY_TASK)
    days.tell()
    errands.settle(DAY_TASK, seen, next_at=days.next_day())


@shared_task(base=RegionTask, name="notices.begin_days")
def begin_days() -> int:
    """See to it that every working school has its next day."""
    return days.begin()


@shared_task(base=SchoolTask, name=CODE_TASK)
def send_code(address: int, number: int) -> None:
    """Send the code of this number to a messenger's address, unless a newer one was asked for or it is confirmed."""
    row = MessengerAddress.objects.filter(pk=address, code_number=number, confirmed_at__isnull=True).first()
    if row is None:
        return
    language = Account.objects.values_list("language", flat=True).get(pk=row.account_id)
    with translation.override(language):
        words = {"code": codes.code_of(row), "school": require_school().short_name}
        title = _("%(school)s: your code is %(code)s") % words
        text = _("Type it on the page “Notices” to get messages here. If you did not ask for it, do nothing.")
    channel(row.service).send(Message(new_uuid(), row.value, title, text))
