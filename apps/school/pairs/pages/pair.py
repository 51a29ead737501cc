"""The page of one pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.consents import queries as consents
from apps.school.orders import queries as orders
from apps.school.orders.models import Order
from apps.school.people.models import Person
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules.pauses import share_passed
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.pages import Action, Crumb, DetailPage

from .. import history, pausing, permissions, queries, sections, steps
from ..actions.closing import view_of
from ..models import Match, MatchMentee, MatchMentor
from ..tables import STATE_KINDS
from ..under_way import contacts_of, pause_card, petitions_of, replacement_card, under_way
from .common import OfPair

State = Match.State
STAGES = (State.PROPOSED, State.AGREED, State.ORDERED, State.ACTIVE, State.COMPLETED)


class PairPage(OfPair, DetailPage[Match]):
    """People, terms, answers, consents, order, history, and one next step."""

    access = permissions.EVERYBODY
    template_name = "pairs/pair.html"

    def find(self) -> Match | None:
        return self.match

    def get_title(self) -> str:
        return self.match.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Pairs"), reverse("pairs:index"))]

    def get_page_actions(self) -> Sequence[Action]:
        found = steps.actions_for(self.match, self.actor, self.order, lacks_consents=any(self.lacking.values()))
        return [*self._from_above(), *found]

    def _from_above(self) -> list[Action]:
        return [Action(each.label, each.url, each.icon) for each in self.sections if each.is_next and each.url]

    @property
    def sections(self) -> list[sections.Section]:
        """Cards of the apps above, read once."""
        if not hasattr(self, "_sections"):
            self._sections = sections.sections_of(self.match, self.actor)
        return self._sections

    @property
    def order(self) -> Order | None:
        """The order that speaks of the pair now, read once: a waiting replacement goes before the first order."""
        if not hasattr(self, "_order"):
            change = queries.open_replacement(self.match)
            ordered = change if queries.is_ordered(change) else None
            self._order = orders.latest_about(ordered or self.match)
        return self._order

    @property
    def lacking(self) -> dict[int, tuple[str, ...]]:
        """Person -> consents that are missing, read once."""
        if not hasattr(self, "_lacking"):
            mentors, mentees = queries.participants(self.match)
            self._lacking = consents.missing(mentors, "mentor") | consents.missing(mentees, "mentee")
        return self._lacking

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        match, view = self.match, view_of(self.match)
        staff = permissions.sees_all(self.actor)
        return super().get_context_data(
            match=match,
            state_kind=STATE_KINDS[match.state],
            stages=_stages(match),
            facts=_facts(match, view),
            sides=[
                (
                    gettext("Mentors") if len(match.current_mentors) > 1 else gettext("Mentor"),
                    self._rows(match.current_mentors),
                ),
                (
                    gettext("Mentees") if len(match.current_mentees) > 1 else gettext("Mentee"),
                    self._rows(match.current_mentees),
                ),
            ],
            former=[row for row in match.mentors.all() if row.until is not None],
            percent=_elapsed(match),
            order=self.order if self._sees_order() else None,
            sections=self.sections,
            events=history.events_of(match) if staff else [],
            is_staff=staff,
            under_way=under_way(match, view),
            replacing=replacement_card(match, view) if staff else None,
            petitions=petitions_of(match, self.actor),
            pause=pause_card(match, view),
            contacts=[each for each in contacts_of(match, self.actor) if each[1]],
            evidence=[view.local_name("condition", code) for code in match.closing_evidence],
            **kwargs,
        )

    def _sees_order(self) -> bool:
        order = self.order
        return order is not None and (order.is_signed or permissions.may_manage(self.actor))

    def _rows(self, rows: Sequence[MatchMentor | MatchMentee]) -> list[dict[str, Any]]:
        return [
            {
                "row": row,
                "person": row.card.person,
                "role": row.card.person.position or row.card.person.department,
                "url": self._person_url(row.card.person),
                "lacking": [catalogue().title("consent_type", code) for code in self.lacking[row.card.person.pk]],
            }
            for row in rows
        ]

    def _person_url(self, person: Person) -> str:
        return reverse("people:person", kwargs={"person": person.pk}) if permissions.may_manage(self.actor) else ""


def _facts(match: Match, view: RegulationView) -> list[tuple[str, str]]:
    found = [
        (gettext("Form"), view.local_name("mentoring_form", match.form)),
        (gettext("Type"), view.local_name("mentoring_type", match.type)),
        (gettext("Composition"), view.local_name("pair_structure", match.structure)),
    ]
    if match.role_model:
        found.append((gettext("Role model"), view.local_name("role_model", match.role_model)))
    if match.closing_ground:
        found.append((gettext("Ground"), view.local_name("termination_ground", match.closing_ground)))
    return found


def _stages(match: Match) -> list[dict[str, Any]]:
    """The way of the pair as steps; a pair that left it early shows how far it came."""
    labels = {
        State.PROPOSED: gettext("Proposed"),
        State.AGREED: gettext("Agreed"),
        State.ORDERED: gettext("Order"),
        State.ACTIVE: gettext("At work"),
        State.COMPLETED: gettext("Completed"),
    }
    if match.state in (State.DECLINED, State.CANCELLED, State.ENDED):
        return []
    reached = STAGES.index(State(match.state))
    done = match.state == State.COMPLETED
    return [
        {"label": labels[stage], "state": _stage_state(number, reached, done=done)}
        for number, stage in enumerate(STAGES)
    ]


def _stage_state(number: int, reached: int, *, done: bool) -> str:
    if number < reached or done:
        return "done"
    return "current" if number == reached else "todo"


def _elapsed(match: Match) -> int | None:
    """How much of the term without its pauses is over, in percent; None while the pair is not at work."""
    if match.state != State.ACTIVE:
        return None
    away = pausing.spans_of([match.pk]).get(match.pk, [])
    return share_passed(away, match.starts_on, match.ends_on, today())
