"""Writes about cases: written in a school, reviewed at the institute, adopted by other schools."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.utils.translation import gettext as _

from apps.region.cases import rules
from apps.region.cases.errors import NotReady, WrongState
from apps.region.cases.models import CaseAdoption, CaseReview, PracticeCase
from apps.region.cases.queries import CONFIG
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import InputError, NotFound

State = PracticeCase.State
EDITABLE = frozenset({State.DRAFT, State.RETURNED})
TEXT_FIELDS = ("title", "summary", "problem", "actions_taken", "results", "conditions")
CODE_FIELDS = ("form", "form_title", "type", "type_title")


def _locked(case_id: UUID, school_id: int | None = None) -> PracticeCase:
    cases = PracticeCase.objects.of_all_schools() if school_id is None else PracticeCase.objects.of(school_id)
    case = cases.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case


def _require(case: PracticeCase, *states: str) -> None:
    if case.state not in states:
        raise WrongState(str(case.get_state_display()))


def _index(case: PracticeCase) -> None:
    vector = (
        SearchVector(Value(case.title), weight="A", config=CONFIG)
        + SearchVector(Value(case.summary), weight="B", config=CONFIG)
        + SearchVector(
            Value(" ".join((case.problem, case.actions_taken, case.results, case.conditions))),
            weight="C",
            config=CONFIG,
        )
    )
    PracticeCase.objects.of(case.school_id).filter(pk=case.pk).update(search=vector)


@action("case.save")
def save_case(
    *, case_id: UUID | None, school_id: int, programme: int | None, fields: Mapping[str, str], acting: Actor
) -> PracticeCase:
    """Write or rewrite a draft. ``fields``: texts and codes by name. Raises ``WrongState`` for a case under review."""
    if case_id is None:
        case = PracticeCase(
            school_id=school_id, programme=programme, author_account=acting.account_id, author_name=acting.name
        )
    else:
        case = _locked(case_id, school_id)
        _require(case, *EDITABLE)
    for name in (*TEXT_FIELDS, *CODE_FIELDS):
        if name in fields:
            setattr(case, name, fields[name].strip())
    if not case.title:
        raise InputError(_("A case needs a title."), problems=[{"place": "title", "message": _("Give it a title.")}])
    case.save()
    _index(case)
    return case


@action("case.submit")
def submit_case(*, case_id: UUID, school_id: int, acting: Actor) -> PracticeCase:
    """Hand the case to the institute. Raises ``NotReady`` when sections are empty."""
    case = _locked(case_id, school_id)
    _require(case, *EDITABLE)
    empty = rules.unfilled({name: getattr(case, name) for name in TEXT_FIELDS})
    if empty:
        raise NotReady(empty)
    case.state = State.SUBMITTED
    case.submitted_at = now()
    case.save(update_fields=["state", "submitted_at", "updated_at"])
    return case


@action("case.withdraw")
def withdraw_case(*, case_id: UUID, school_id: int, acting: Actor) -> PracticeCase:
    """The author school takes its case back, published or not; adoptions stay on record."""
    case = _locked(case_id, school_id)
    _require(case, State.DRAFT, State.SUBMITTED, State.RETURNED, State.PUBLISHED)
    case.state = State.WITHDRAWN
    case.save(update_fields=["state", "updated_at"])
    return case


@action("case.review")
def review_case(
    *, case_id: UUID, scores: Mapping[str, int], decision: str, comment: str, acting: Actor
) -> PracticeCase:
    """An expert's review: publish, or return with a comment. Raises ``WrongState`` and ``InputError``."""
    case = _locked(case_id)
    _require(case, State.SUBMITTED)
    if acting.account_id is None:
        raise NotFound
    returned = decision == CaseReview.Decision.RETURN
    if returned and not comment.strip():
        raise InputError(
            _("A returned case needs a comment: what should the school improve?"),
            problems=[{"place": "comment", "message": _("Say what to improve.")}],
        )
    try:
        total = rules.total_of(scores)
    except ValueError as error:
        raise InputError(_("Every criterion needs a score from 0 to 2.")) from error
    CaseReview.objects.create(
        case=case,
        expert_account=acting.account_id,
        expert_name=acting.name,
        scores=dict(scores),
        total=total,
        decision=decision,
        comment=comment.strip(),
    )
    case.state = State.RETURNED if returned else State.PUBLISHED
    case.published_at = None if returned else now()
    case.save(update_fields=["state", "published_at", "updated_at"])
    return case


@action("case.adopt")
def adopt_case(*, case_id: UUID, school_id: int, note: str, acting: Actor) -> CaseAdoption:
    """«Внедряем у себя». Adopting twice changes the note. Raises ``WrongState``, ``InputError`` for one's own."""
    case = _locked(case_id)
    _require(case, State.PUBLISHED)
    if case.school_id == school_id:
        raise InputError(_("This is your own school's case: it is at work there already."))
    adoption, _created = CaseAdoption.objects.of(school_id).update_or_create(
        case=case, school_id=school_id, defaults={"note": note.strip(), "account_id": acting.account_id}
    )
    return adoption


@action("case.drop_adoption")
def drop_adoption(*, case_id: UUID, school_id: int, acting: Actor) -> None:
    """The school does not work with the case any more. Doing it twice is harmless."""
    CaseAdoption.objects.of(school_id).filter(case_id=case_id).delete()
