"""The growth of one person, of the mentees of a pair, and the way to one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.models import Match
from apps.school.pairs.queries import get_visible, participants
from apps.school.people.models import Person
from apps.school.people.queries import person_of
from kernel.errors import NotFound
from ui.pages import Action, Crumb, DetailPage, Page

from .. import figures, queries
from ..models import IndividualRoute
from ..permissions import EVERYBODY, PEOPLE, is_office
from ..tables import ROUTE_KINDS, SESSION_KINDS

SHOWN_COURSES = 5


def person_url(person: Person) -> str:
    """The growth of a person."""
    return reverse("growth:person", kwargs={"person": person.pk})


class PersonPage(DetailPage[Person]):
    """Pictures by framework, the newest diagnostics, the route, courses that would help."""

    access = PEOPLE
    template_name = "growth/person.html"

    def find(self) -> Person:
        return queries.person_for(self.actor, self.kwargs["person"])

    def get_crumbs(self) -> Sequence[Crumb]:
        if is_office(self.actor):
            return [Crumb(_("Professional growth"), reverse("growth:index"))]
        return [Crumb(_("My growth"), reverse("growth:mine"))]

    @cached_property
    def route(self) -> IndividualRoute | None:
        """The live route, else the newest."""
        return queries.last_route(self.object, self.actor)

    def get_page_actions(self) -> Sequence[Action]:
        key = {"person": self.object.pk}
        found = []
        if is_office(self.actor):
            found.append(Action(_("Begin a diagnostics"), reverse("growth:begin", kwargs=key), "clipboard-data"))
            found.append(Action(_("Card"), reverse("people:person", kwargs=key), "person-vcard", variant="secondary"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, route = self.object, self.route
        histories, targets = queries.history_of(person), queries.targets(person)
        session = queries.last_session(person)
        deficits = [row.pk for history in histories for row in history.deficits]
        is_writer = is_office(self.actor) or queries.mentees_of(self.actor).filter(pk=person.pk).exists()
        return super().get_context_data(
            **{
                "person": person,
                "portraits": [figures.portrait(history, targets) for history in histories],
                "session": session,
                "session_kind": SESSION_KINDS[session.state] if session else "",
                "route": route,
                "route_kind": ROUTE_KINDS[route.state] if route else "",
                "may_build": is_writer and bool(deficits) and (route is None or not route.is_live),
                "courses": queries.suggested(deficits)[:SHOWN_COURSES],
                **kwargs,
            }
        )


class PairPage(DetailPage[Match]):
    """The mentees of a pair beside each other, as far as the actor may see them."""

    access = PEOPLE
    template_name = "growth/pair.html"

    def find(self) -> Match:
        return get_visible(self.kwargs["pair"], self.actor)

    def get_title(self) -> str:
        return str(_("Growth: %(pair)s") % {"pair": self.object.title})

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Pairs"), reverse("pairs:index")), Crumb(self.object.title, self.object.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        _mentors, mentees = participants(self.object)
        keys = [person.pk for person in mentees]
        seen = list(queries.visible_people(self.actor).filter(pk__in=keys))
        if not seen:
            raise NotFound()
        found = queries.histories([person.pk for person in seen])
        rows = [(person, [(row, figures.lines(row, {})) for row in found.get(person.pk, ())]) for person in seen]
        return super().get_context_data(**{"rows": rows, **kwargs})


class MinePage(Page):
    """What waits for one's word, one's own growth, that of mentees and of wards."""

    access = EVERYBODY
    title = _("My growth")
    lead = _("Diagnostics, routes and courses: your own, of your mentees, of your wards.")
    template_name = "growth/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        me = person_of(self.actor.account_id)
        mentees, wards = list(queries.mentees_of(self.actor)), list(queries.wards_of(self.actor))
        found = queries.histories([person.pk for person in (*([me] if me else []), *mentees, *wards)])

        def shown(people: Sequence[Person]) -> list[tuple[Person, str]]:
            return [(person, figures.summary(found[person.pk][0]) if person.pk in found else "") for person in people]

        routes = queries.visible_routes(self.actor) if not is_office(self.actor) else IndividualRoute.objects.none()
        return super().get_context_data(
            **{
                "awaited": list(queries.awaited(self.actor)),
                "own": shown([me]) if me else [],
                "mentees": shown(mentees),
                "wards": shown(wards),
                "routes": [(row, ROUTE_KINDS[row.state]) for row in routes if row.is_live],
                **kwargs,
            }
        )
