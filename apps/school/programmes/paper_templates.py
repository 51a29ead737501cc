"""The school's own DOCX of a paper: uploaded, checked, used, its versions, back to the default one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.school.orders.templating import printing
from apps.school.orders.templating.checking import Fault, faults_of
from apps.school.orders.templating.fields import fields_like
from apps.school.orders.templating.mirror import mirrored_pdf
from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, InputError, NotFound
from kernel.uploads import FileKind

from . import paper, sheets
from .errors import AtTheSameMoment
from .models import LessonVisit, PaperTemplate, Programme
from .permissions import OFFICE, SYSTEM, require

TEMPLATE = FileKind(("docx",), 5)
MOST_FAULTS = 30
Kind = PaperTemplate.Kind


class FaultyTemplate(InputError):
    """The template names fields that nobody fills, or is not readable: each fault with its place."""

    code = "faulty_template"

    def __init__(self, found: list[Fault]) -> None:
        problems = [{"place": fault.place, "message": fault.message} for fault in found[:MOST_FAULTS]]
        super().__init__(
            _("The template cannot be used: it has faults."),
            problems=problems,
            next_step=_("Correct the places in your text editor and upload the file again."),
        )


def shape_of(kind: str) -> dict[str, Any]:
    """The fields that a template of this paper may use."""
    return paper.sheet_shape() if kind == Kind.SHEET else paper.programme_shape()


def default_of(kind: str) -> bytes:
    """The product's template of this paper, to begin with."""
    return (paper.SHEET_DOCX if kind == Kind.SHEET else paper.PROGRAMME_DOCX).read_bytes()


def templates(kind: str) -> QuerySet[PaperTemplate]:
    """All versions of a paper's own template, the newest first."""
    return PaperTemplate.objects.filter(kind=kind)


def template_of(template_id: int) -> PaperTemplate:
    """A version by its id; ``NotFound`` otherwise."""
    found = PaperTemplate.objects.filter(pk=template_id).first()
    if found is None:
        raise NotFound()
    return found


def in_use(kind: str) -> PaperTemplate | None:
    """The template in use; None where the default one is."""
    return templates(kind).filter(is_in_use=True).first()


def _may(acting: Actor) -> bool:
    return OFFICE.admits(acting) or SYSTEM in acting.roles


@action("paper_template.upload")
def upload_template(*, kind: str, file: UploadedFile[Any], acting: Actor) -> PaperTemplate:
    """Keep a DOCX as the next version and use it; ``FaultyTemplate`` names what is wrong with it and where."""
    require(_may(acting))
    name = str(file.name or "")[:200]
    kept = uploads.checked(file, TEMPLATE, place="file", stem=kind)
    found = faults_of(kept.read(), fields_like(shape_of(kind)), required=())
    if found:
        raise FaultyTemplate(found)
    kept.seek(0)
    _put_away(kind)
    newest = templates(kind).first()
    number = newest.number + 1 if newest is not None else 1
    template = PaperTemplate(kind=kind, number=number, file=kept, name=name, author_name=acting.name)
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as race:
        raise AtTheSameMoment() from race
    return template


@action("paper_template.use")
def use_template(*, template: PaperTemplate, acting: Actor) -> PaperTemplate:
    """Use an earlier version again."""
    require(_may(acting))
    _put_away(template.kind)
    found = template_of(template.pk)
    found.is_in_use = True
    found.save(update_fields=["is_in_use", "updated_at"])
    return found


@action("paper_template.reset")
def reset_template(*, kind: str, acting: Actor) -> int:
    """Back to the default template; the versions stay."""
    require(_may(acting))
    number = _put_away(kind)
    if not number:
        raise Conflict(_("The default template is in use already."))
    return number


def _put_away(kind: str) -> int:
    """Nothing is in use any more; the rows are locked, so that two uploads come one after the other."""
    rows = list(templates(kind).select_for_update().filter(is_in_use=True))
    return PaperTemplate.objects.filter(pk__in=[row.pk for row in rows]).update(is_in_use=False)


# ---- documents


def filled(template: PaperTemplate | None, data: Mapping[str, Any], kind: str = Kind.PROGRAMME) -> bytes:
    """The paper by a template of the school, or by the default one of its kind."""
    content = default_of(kind) if template is None else _content(template)
    return printing.filled(content, data, title=data["title"], author=data["institution"])


def _content(template: PaperTemplate) -> bytes:
    with template.file.open("rb") as file:
        return bytes(file.read())


def programme_docx(data: Mapping[str, Any]) -> bytes:
    """A programme by the template in use."""
    return filled(in_use(Kind.PROGRAMME), data)


def programme_pdf(data: Mapping[str, Any]) -> bytes:
    """The PDF of a programme: of the school's own template what it says, else the default document."""
    template = in_use(Kind.PROGRAMME)
    return paper.programme_pdf(data) if template is None else _mirrored(template, data)


def sheet_docx(data: Mapping[str, Any]) -> bytes:
    """A sheet of analysis by the template in use."""
    return filled(in_use(Kind.SHEET), data, Kind.SHEET)


def sheet_pdf(data: Mapping[str, Any]) -> bytes:
    """The PDF of a sheet: of the school's own template what it says, else the default document."""
    template = in_use(Kind.SHEET)
    return paper.sheet_pdf(data) if template is None else _mirrored(template, data)


def _mirrored(template: PaperTemplate, data: Mapping[str, Any]) -> bytes:
    docx = filled(template, data, template.kind)
    return mirrored_pdf(docx, title=data["title"], author=data["institution"])


def example_data(kind: str) -> dict[str, Any] | None:
    """What previews are filled with: the newest programme with a plan, the newest visit with its sheet."""
    if kind == Kind.SHEET:
        visit = LessonVisit.objects.exclude(sheet={}).select_related("mentee", "mentor").order_by("-pk").first()
        return paper.blank_sheet(sheets.in_use()) if visit is None else paper.filled_sheet(visit)
    found = example()
    return None if found is None else paper.programme_data(found)


def example() -> Programme | None:
    """The programme that previews are made of: the newest one with a plan."""
    rows = Programme.objects.filter(plan__isnull=False).select_related("match").order_by("-pk")
    return rows.first()
