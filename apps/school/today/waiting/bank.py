"""What the banks ask of the curator: papers of mentors from outside, information that outlived its purpose."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.people import queries as people
from apps.school.people.models import MentorCard
from apps.school.people.queries import Paper
from apps.school.regulation.view import RegulationView

from .item import WaitingItem, names


def lines(view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    """Lines of the banks (three queries, one more where there are mentors from outside)."""
    return [*_papers(view, day), *_outlived()]


def _papers(view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    if view is None:
        return []
    mentors = list(people.external_mentors())
    papers = people.papers_of(view, [card.person_id for card in mentors], day) if mentors else {}
    lacking = _with(mentors, papers, ("missing", "expired"))
    expiring = [card for card in _with(mentors, papers, ("expiring",)) if card not in lacking]
    clause = view.rule("scope.external_mentor_docs").clause
    return [
        *([_lacking(lacking, clause, papers)] if lacking else []),
        *([_expiring(expiring, papers)] if expiring else []),
    ]


def _with(
    mentors: Sequence[MentorCard], papers: Mapping[int, Sequence[Paper]], states: Sequence[str]
) -> list[MentorCard]:
    return [card for card in mentors if any(paper.state in states for paper in papers[card.person_id])]


def _lacking(cards: Sequence[MentorCard], clause: str, papers: Mapping[int, Sequence[Paper]]) -> WaitingItem:
    count = len(cards)
    title = ngettext(
        "%(count)s mentor from outside has no valid documents",
        "%(count)s mentors from outside have no valid documents",
        count,
    )
    states = {paper.state for card in cards for paper in papers[card.person_id]}
    return WaitingItem(
        code="external.documents",
        title=title % {"count": count},
        detail=f"{names([card.person.short_name for card in cards])} ({clause})",
        overdue="expired" in states,
        url=_url(cards, "missing" if "missing" in states else "expired"),
        action_label=_("Record the documents"),
        icon="file-earmark-person",
        kind="warning",
        count=count,
    )


def _expiring(cards: Sequence[MentorCard], papers: Mapping[int, Sequence[Paper]]) -> WaitingItem:
    days = [
        paper.document.expires_on
        for card in cards
        for paper in papers[card.person_id]
        if paper.state == "expiring" and paper.document is not None and paper.document.expires_on is not None
    ]
    title = ngettext(
        "Documents of %(count)s mentor from outside expire soon",
        "Documents of %(count)s mentors from outside expire soon",
        len(cards),
    )
    return WaitingItem(
        code="external.documents_expire",
        title=title % {"count": len(cards)},
        detail=names([card.person.short_name for card in cards]),
        deadline=min(days),
        url=_url(cards, "expiring"),
        action_label=_("Ask for new ones"),
        icon="file-earmark-person",
        kind="info",
        count=len(cards),
    )


def _url(cards: Sequence[MentorCard], state: str) -> str:
    """The card of the only one, else the register of the state."""
    if len(cards) == 1:
        return reverse("people:person_papers", kwargs={"person": cards[0].person_id})
    return f"{reverse('people:papers')}?state={state}"


def _outlived() -> list[WaitingItem]:
    rows = list(people.outlived_info())
    if not rows:
        return []
    persons = {row.person_id: row.person for row in rows}
    title = ngettext(
        "Information from third parties about %(count)s person is not needed any more",
        "Information from third parties about %(count)s people is not needed any more",
        len(persons),
    )
    first = next(iter(persons))
    return [
        WaitingItem(
            code="third_party.outlived",
            title=title % {"count": len(persons)},
            detail=_("They are not mentees any more: 152-FZ wants it deleted within 30 days. %(names)s")
            % {"names": names([person.short_name for person in persons.values()])},
            url=reverse("people:person_papers", kwargs={"person": first}),
            action_label=_("Look and delete"),
            icon="trash",
            kind="warning",
            count=len(persons),
        )
    ]
