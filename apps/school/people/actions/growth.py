"""Frameworks of competencies, diagnostics by them, portfolios."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed
from tenants.isolation.commits import after_commit

from .. import permissions, presets, queries, rules
from ..errors import wrong
from ..models import (
    Card,
    Competency,
    Diagnostics,
    DiagnosticsLevel,
    Framework,
    MenteeCard,
    MentorCard,
    Person,
    PortfolioItem,
)
from .persons import lock_person

MIN_LEVELS, MAX_LEVELS = 2, 10
MAX_COMPETENCIES = 60


@action("framework.import_preset")
def import_preset(*, preset: str, acting: Actor) -> Framework:
    """Take a preset over as a framework of the school's own."""
    found = presets.frameworks().get(preset)
    if found is None:
        raise wrong("preset", _("Choose a preset from the list."))
    if Framework.objects.filter(preset=preset).exists() or Framework.objects.filter(title=found.title).exists():
        raise Conflict(_("The school has this framework already."))
    framework = Framework.objects.create(
        title=found.title,
        source=found.source,
        preset=preset,
        levels=list(found.levels),
        strong_from=found.strong_from,
        weak_below=found.weak_below,
    )
    _write_competencies(framework, found.competencies)
    return framework


@action("framework.save")
def save_framework(
    *,
    title: str,
    levels: Sequence[str],
    competencies: Sequence[str],
    strong_from: int,
    weak_below: int,
    acting: Actor,
    framework: Framework | None = None,
    source: str = "",
    in_use: bool = True,
) -> Framework:
    """Make or change a framework. What was measured is never lost: a competency that is not named any more is taken
    out of use, and the scale of a framework already used is only lengthened."""
    row = Framework.objects.select_for_update().get(pk=framework.pk) if framework is not None else Framework()
    _check_framework(row, title, levels, competencies, strong_from, weak_below)
    row.title, row.source, row.levels, row.in_use = title.strip(), source.strip(), list(levels), in_use
    row.strong_from, row.weak_below = strong_from, weak_below
    row.save()
    _write_competencies(row, competencies)
    return row


def _check_framework(
    row: Framework, title: str, levels: Sequence[str], competencies: Sequence[str], strong_from: int, weak_below: int
) -> None:
    problems = []
    if Framework.objects.filter(title__iexact=title.strip()).exclude(pk=row.pk).exists():
        problems.append(("title", _("There is a framework with this name.")))
    if not MIN_LEVELS <= len(levels) <= MAX_LEVELS:
        problems.append(("levels", _("A scale has from 2 to 10 levels.")))
    elif row.pk is not None and len(levels) < len(row.levels) and row.diagnostics.exists():
        problems.append(("levels", _("The scale was used: it can be lengthened, not shortened.")))
    if not 1 <= len(competencies) <= MAX_COMPETENCIES:
        problems.append(("competencies", _("Name from 1 to 60 competencies.")))
    if not 1 <= weak_below <= strong_from <= len(levels):
        problems.append(("strong_from", _("A strength begins no lower than a deficit ends, and within the scale.")))
    if problems:
        raise InputError(
            _("The framework is not complete: see the fields."),
            problems=[{"place": place, "message": message} for place, message in problems],
        )


def _write_competencies(framework: Framework, titles: Sequence[str]) -> None:
    known = {row.title.casefold(): row for row in framework.competencies.all()}
    kept: set[int] = set()
    for position, title in enumerate(titles):
        row = known.get(title.casefold()) or Competency(framework=framework)
        row.title, row.position, row.in_use = title[:150], position, True
        row.save()
        kept.add(row.pk)
        known[title.casefold()] = row
    for rest in framework.competencies.exclude(pk__in=kept):
        _retire(rest)


def _retire(competency: Competency) -> None:
    """What nothing points to goes; what was measured, or is asked about by a room above, is taken out of use."""
    try:
        with transaction.atomic():
            competency.delete()
    except ProtectedError:
        competency.in_use = False
        competency.save(update_fields=["in_use"])


@action("diagnostics.record")
def record_diagnostics(
    *,
    person: Person,
    framework: Framework,
    way: str,
    levels: Mapping[int, int],
    acting: Actor,
    made_on: datetime.date | None = None,
    note: str = "",
) -> Diagnostics:
    """Write down levels (competency id -> level from 1) of a person. What was not measured is left out.

    The cards follow: strengths become competencies of the mentor's card, deficits those of the mentee's, so that
    mentors are found by them.
    """
    on = made_on or today()
    if on > today():
        raise wrong("made_on", rules.REASONS["future_date"])
    if way not in Diagnostics.Way.values:
        raise wrong("way", _("Say how it was measured."))
    locked = lock_person(person.pk)
    if not permissions.sees_all(acting) and way != Diagnostics.Way.SELF:
        raise NotAllowed()
    known = set(queries.competencies_of(framework).values_list("pk", flat=True))
    if not levels:
        raise wrong("made_on", _("Give at least one level."))
    if not known.issuperset(levels) or any(not 1 <= level <= len(framework.levels) for level in levels.values()):
        raise Conflict(_("The framework has changed meanwhile."), next_step=_("Open the form again."))
    row = Diagnostics.objects.create(
        person=locked, framework=framework, way=way, made_on=on, note=note.strip(), account_id=acting.account_id
    )
    DiagnosticsLevel.objects.bulk_create(
        DiagnosticsLevel(diagnostics=row, competency_id=competency, level=level) for competency, level in levels.items()
    )
    _cards_follow(locked, framework)
    return row


def _cards_follow(person: Person, framework: Framework) -> None:
    measured = queries.profiles(queries.diagnostics_of(person))
    profile = next(row for row in measured if row.framework.pk == framework.pk)
    titles = {row.competency.title for row in profile.rows}
    mentor = MentorCard.objects.select_for_update().filter(person=person, state=Card.State.ACTIVE).first()
    if mentor is not None:
        mentor.competencies = rules.replaced_words(mentor.competencies, titles, profile.strengths)
        mentor.save(update_fields=["competencies", "updated_at"])
    mentee = MenteeCard.objects.select_for_update().filter(person=person, state=Card.State.ACTIVE).first()
    if mentee is not None:
        mentee.deficits = rules.replaced_words(mentee.deficits, titles, profile.deficits)
        mentee.save(update_fields=["deficits", "updated_at"])


@action("portfolio.add")
def add_portfolio_item(
    *,
    person: Person,
    kind: str,
    title: str,
    visibility: str,
    acting: Actor,
    description: str = "",
    dated: datetime.date | None = None,
    link: str = "",
    file: UploadedFile[Any] | None = None,
) -> PortfolioItem:
    """Put a thing into a portfolio: the office into everybody's, others into their own."""
    locked = lock_person(person.pk)
    _refuse_foreign(locked, acting)
    if dated is not None and dated > today():
        raise wrong("dated", rules.REASONS["future_date"])
    if kind == PortfolioItem.Kind.LINK and not link:
        raise wrong("link", _("Give the link."))
    if kind == PortfolioItem.Kind.FILE and file is None:
        raise wrong("file", _("Add the file."))
    return PortfolioItem.objects.create(
        person=locked,
        kind=kind,
        title=title.strip(),
        description=description.strip(),
        dated=dated,
        link=link,
        file=uploads.checked(file, uploads.DOCUMENT, stem="portfolio") if file is not None else "",
        visibility=visibility,
        account_id=acting.account_id,
    )


def _refuse_foreign(person: Person, acting: Actor) -> None:
    own = acting.account_id is not None and acting.account_id == person.account_id
    if not own and not permissions.sees_all(acting):
        raise NotAllowed()


@action("portfolio.remove")
def remove_portfolio_item(*, item: PortfolioItem, acting: Actor) -> None:
    """Take a thing out of a portfolio, with its file."""
    found = PortfolioItem.objects.select_for_update().filter(pk=item.pk).first()
    if found is None:
        raise Conflict(_("This is not in the portfolio any more."))
    _refuse_foreign(found.person, acting)
    name, storage = found.file.name, found.file.storage
    found.delete()
    if name:
        after_commit(lambda: storage.delete(name), robust=True)
