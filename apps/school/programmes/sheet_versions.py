"""Writes on the school's sheet of analysis: a new version, or back to the sheet of the house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, NotFound

from .errors import AtTheSameMoment
from .library import may_edit
from .models import VisitSheet
from .permissions import require
from .sheets import Criterion, checked, in_use, of_house


def sheets() -> QuerySet[VisitSheet]:
    """All versions, the newest first."""
    return VisitSheet.objects.all()


def sheet_of(number: int) -> VisitSheet:
    """A version by its number; ``NotFound`` otherwise."""
    found = sheets().filter(number=number).first()
    if found is None:
        raise NotFound()
    return found


@action("visit_sheet.save")
def save_sheet(*, title: str, criteria: Sequence[Criterion], acting: Actor, seen: int | None = None) -> VisitSheet:
    """Make a new version of the sheet; visits that were analysed keep theirs.

    ``seen``: the number of the version that the writer had open; another one in use meanwhile is a conflict.
    """
    require(may_edit(acting))
    now = in_use()
    if seen is not None and seen != now.number:
        raise Conflict(
            _("Somebody else made version %(number)s of the sheet while you were writing.") % {"number": now.number},
            next_step=_("Open it in another tab, compare, and save yours again from there."),
        )
    return _next(title.strip()[:200], [asdict(each) for each in checked(title, criteria)], acting)


@action("visit_sheet.reset")
def reset_sheet(*, acting: Actor) -> VisitSheet:
    """Back to the sheet of the house; the school's own versions stay in the history."""
    require(may_edit(acting))
    if not in_use().number:
        raise Conflict(_("The sheet of the product is in use already."))
    house = of_house()
    return _next(house.title, [asdict(each) for each in house.criteria], acting, is_default=True)


def _next(title: str, criteria: list[dict[str, object]], acting: Actor, *, is_default: bool = False) -> VisitSheet:
    newest = sheets().first()
    version = VisitSheet(
        number=newest.number + 1 if newest is not None else 1,
        title=title,
        criteria=criteria,
        is_default=is_default,
        author_name=acting.name,
    )
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as race:
        raise AtTheSameMoment() from race
    return version
