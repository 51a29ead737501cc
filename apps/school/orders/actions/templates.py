"""The school's own templates: a new version, which version is used, back to the product's."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.utils.translation import gettext as _

from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, InputError

from .. import permissions
from ..kinds import ORDER_KINDS
from ..models import OrderTemplate
from ..templating.checking import faults_of
from ..templating.printing import render_own_docx, render_own_pdf
from ..templating.sample import sample_act

TEMPLATE = uploads.FileKind(("docx",), 5)


class FaultyTemplate(InputError):
    """The template would not print: every fault with the place where it stands."""

    code = "faulty_template"
    status = 422

    def __init__(self, faults: list[str]) -> None:
        super().__init__(
            _("The template cannot be used."),
            problems=[{"place": "file", "message": fault} for fault in faults],
            next_step=_("Correct these places in the document and load it again; the fields are listed on this page."),
        )


@action("order.upload_template")
def upload_template(*, kind: str, file: UploadedFile[Any], acting: Actor) -> OrderTemplate:
    """Keep a new version of a kind's template; it is used for orders once ``use_template`` says so.

    The same file again is the same version. ``FaultyTemplate`` lists all faults, ``UnreadableFile`` what is no DOCX.
    """
    permissions.require(permissions.may_prepare(acting))
    if kind not in ORDER_KINDS:
        raise KeyError(kind)
    clean = uploads.checked(file, TEMPLATE)
    content = clean.read()
    faults = faults_of(content)
    if faults:
        raise FaultyTemplate([fault.message for fault in faults])
    _try(kind, content)
    digest = hashlib.sha256(content).hexdigest()
    known = OrderTemplate.objects.filter(kind=kind, digest=digest).first()
    return known or _keep(kind, clean, digest, acting)


def _try(kind: str, content: bytes) -> None:
    """Print both documents with sample facts: what cannot be printed now cannot be printed at the signature."""
    act = sample_act(kind)
    render_own_pdf(render_own_docx(content, act), act)


def _keep(kind: str, file: UploadedFile[Any], digest: str, acting: Actor) -> OrderTemplate:
    last = OrderTemplate.objects.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0
    file.seek(0)
    defaults = {
        "file": file,
        "file_name": (file.name or "")[:200],
        "digest": digest,
        "is_current": False,
        "uploaded_by": acting.account_id,
        "uploader_name": acting.name[:200],
    }
    row, made = OrderTemplate.objects.get_or_create(kind=kind, version=last + 1, defaults=defaults)
    if not made and row.digest != digest:
        raise Conflict(_("Somebody has loaded a template of this kind at the same moment."))
    return row


@action("order.use_template")
def use_template(*, template: OrderTemplate, acting: Actor) -> OrderTemplate:
    """Orders of the kind signed from now on are printed by this version; signed ones keep theirs."""
    permissions.require(permissions.may_prepare(acting))
    rows = {row.pk: row for row in OrderTemplate.objects.select_for_update().filter(kind=template.kind)}
    chosen = rows[template.pk]
    OrderTemplate.objects.filter(kind=template.kind, is_current=True).update(is_current=False)
    chosen.is_current = True
    chosen.save(update_fields=["is_current", "updated_at"])
    return chosen


@action("order.use_default_template")
def use_default_template(*, kind: str, acting: Actor) -> None:
    """Orders of the kind signed from now on are printed by the product's template."""
    permissions.require(permissions.may_prepare(acting))
    OrderTemplate.objects.filter(kind=kind, is_current=True).update(is_current=False)
