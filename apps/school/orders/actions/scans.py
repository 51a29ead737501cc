"""The signed paper, scanned."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict

from .. import permissions
from ..models import Order, OrderScan


@action("order.attach_scan")
def attach_scan(*, order: Order, file: UploadedFile[Any], acting: Actor) -> OrderScan:
    """Attach a scan to a signed order. The same file again changes nothing; another one stands beside it."""
    permissions.require(permissions.may_prepare(acting))
    locked = Order.objects.select_for_update().get(pk=order.pk)
    if not locked.is_signed:
        raise Conflict(_("Only a signed order has a signed paper."))
    clean = uploads.checked(file, uploads.SCAN, stem="scan")
    digest = hashlib.sha256(clean.read()).hexdigest()
    clean.seek(0)
    known = OrderScan.objects.filter(order=locked, digest=digest).first()
    return known or OrderScan.objects.create(
        order=locked, file=clean, digest=digest, attached_by=acting.account_id, attacher_name=acting.name[:200]
    )
