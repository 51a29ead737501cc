"""A draft is built from a typical plan, or from a programme that worked: its outline is dated onto the new term."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.regulation.rules import programme as work
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import NotFound, refuse_if

from . import editing, opened, queries, rules
from .errors import NotADraft
from .models import Programme, TypicalPlan
from .outlines import Outline, Term, dated, goal_row, outline, permitted
from .permissions import SYSTEM, require

READ, SHOWN = 60, 12
FULL = 100
GOOD = 60  # per cent of the plan that must have been done, and of the way to the goals that was gone


@dataclass(frozen=True, slots=True)
class Worked:
    """A completed programme without its people. ``done``: rows of the plan, ``reached``: of the goals, in per cent."""

    programme: Programme
    done: int
    reached: int | None
    goals: int


def worked(programme: Programme) -> list[Worked]:
    """Completed programmes of the same form whose result was good, the best first (two queries).

    Good: most of the plan was done, and where goals were measured, most of the way to them was gone.
    """
    found = [_measured(row) for row in _examples(programme)[:READ]]
    good = [each for each in found if each.done >= GOOD and (each.reached is None or each.reached >= GOOD)]
    return sorted(good, key=lambda each: (each.reached is None, -(each.reached or 0), -each.done))[:SHOWN]


def example_of(programme_id: int, programme: Programme) -> Programme:
    """A completed programme to build from; ``NotFound`` for one that is no example for this programme."""
    found = _examples(programme).filter(pk=programme_id).first()
    if found is None:
        raise NotFound()
    return found


def _examples(programme: Programme) -> QuerySet[Programme]:
    """Programmes of the same form that succeeded and had a plan, the newest first."""
    rows = Programme.objects.filter(
        state=Programme.State.COMPLETED, match__form=programme.match.form, completion_ground__in=rules.SUCCESS
    ).exclude(pk=programme.pk)
    counted = rows.annotate(
        plan_rows=Count("plan"), plan_done=Count("plan", filter=Q(plan__done_on__isnull=False))
    ).filter(plan_rows__gt=0)
    return counted.select_related("match").prefetch_related("goals").order_by("-completed_on", "-pk")


def _measured(row: Programme) -> Worked:
    counts = row.__dict__  # the annotations
    shares = [goal.percent for goal in row.goals.all() if goal.percent is not None]
    reached = sum(shares) // len(shares) if shares else None
    return Worked(row, counts["plan_done"] * FULL // counts["plan_rows"], reached, len(row.goals.all()))


# ---- outlines


def outline_of(programme: Programme) -> Outline:
    """The outline of a programme that is there, without the names of anybody who ever was in its pair."""
    match = programme.match
    mentors = [row.card.person for row in match.mentors.select_related("card__person")]
    mentees = [row.card.person for row in match.mentees.select_related("card__person")]
    return outline(
        Term(match.starts_on, match.ends_on),
        programme.note,
        [editing.GoalRow.of(goal) for goal in programme.goals.all()],
        [editing.Row.of(item) for item in programme.plan.all()],
        {_("mentor"): _names(mentors), _("mentee"): _names(mentees)},
    )


def _names(people: Iterable[Person]) -> list[str]:
    return [word for person in people for word in (person.last_name, person.first_name, person.patronymic)]


def fitted(programme: Programme, found: Outline) -> Outline:
    """The outline as the programme's regulation permits it, without what the programme has already."""
    view = queries.view_for(programme.match)
    codes = {field.code for field in rules.template_of(view).written}
    there = {item.title for item in programme.plan.all()}
    aims = {goal.title for goal in programme.goals.all()}
    allowed = permitted(found, directions=view.codes(work.DIRECTIONS), methods=view.codes(work.METHODS))
    return Outline(
        note={code: text for code, text in allowed.note.items() if code in codes and not programme.note.get(code)},
        goals=tuple(goal for goal in allowed.goals if goal.title not in aims),
        rows=tuple(row for row in allowed.rows if row.title not in there),
    )


def outline_from(source: TypicalPlan | Programme) -> Outline:
    """What a source gives."""
    return Outline.read(source.outline) if isinstance(source, TypicalPlan) else outline_of(source)


@action("programme.build")
def build_programme(*, programme: Programme, source: TypicalPlan | Programme, acting: Actor) -> Programme:
    """Add the outline of a source to a draft: empty fields of the note, goals, rows dated onto the pair's term.

    Nothing that is there is overwritten, and the same source taken twice adds nothing.
    """
    found, standing = opened.locked(programme, acting)
    if found.state != Programme.State.DRAFT:
        raise NotADraft()
    if SYSTEM not in acting.roles:
        require(standing.may_work and bool(standing.author_codes))
        refuse_if(
            rules.authorship(queries.view_for(found.match), standing.author_codes),
            next_step=_("Ask those whom the regulation names as authors."),
        )
    taken = fitted(found, outline_from(source))
    found.note = {**found.note, **taken.note}
    found.save(update_fields=["note", "updated_at"])
    for goal in taken.goals:
        editing.add_goal(found, goal_row(goal))
    for row in dated(taken.rows, Term(found.match.starts_on, found.match.ends_on)):
        editing.add_row(found, row)
    return found
