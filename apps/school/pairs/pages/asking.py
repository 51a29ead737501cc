"""Writing a petition: another mentor, release of the mentor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.regulation.rules import petition as rules
from apps.school.regulation.rules.labour import earliest_end
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.pages import FormPage

from .. import actions, agreeing, permissions
from ..actions.closing import view_of
from ..change_forms import PetitionForm, ResignForm, authors_of
from ..life_forms import AskEndForm
from ..models import Petition
from .common import OfPair


class _Asking(OfPair):
    """Mixin of pages where a petition is written."""

    @cached_property
    def view(self) -> RegulationView:
        """The version that the pair was formed under."""
        return view_of(self.match)

    def people(self, sides: Sequence[str]) -> list[Person]:
        """Participants for whom the actor may ask: oneself, a small ward; the office enters papers of all."""
        people = agreeing.sides_of(self.match)
        found = [person for side in sides for person in people[side]]
        if permissions.may_manage(self.actor):
            return found
        return [person for person in found if agreeing.speaks_for(self.actor, person)]

    def get_success_url(self, result: Any) -> str:
        """The petition."""
        return str(result.get_absolute_url())


class AskReplacement(_Asking, FormPage[PetitionForm]):
    """Ask for another mentor by one of the routes of the regulation."""

    access = permissions.ANSWERERS
    title = _("Ask for another mentor")
    template_name = "pairs/ask.html"
    form_class = PetitionForm
    submit_label = _("Hand in")
    draft = True
    success_message = _("The petition is handed in.")

    @cached_property
    def authors(self) -> list[Person]:
        """Who may ask here: those whose side has a route."""
        sides = [side for side in ("mentee", "mentor") if rules.routes_from(self.view, rules.REQUEST_RIGHT, [side])]
        return self.people(sides)

    def get_form_kwargs(self) -> dict[str, Any]:
        mentees = {row.card.person_id for row in self.match.current_mentees}
        sides = {"mentee" if person.pk in mentees else "mentor" for person in self.authors}
        return {
            **super().get_form_kwargs(),
            "view": self.view,
            "authors": authors_of(self.authors),
            "mentors": [row.card for row in self.match.current_mentors],
            "routes": rules.routes_from(self.view, rules.REQUEST_RIGHT, sides),
        }

    def get_initial(self) -> dict[str, Any]:
        mentors = self.match.current_mentors
        first = {"author": self.authors[0].pk} if self.authors else {}
        return {**first, "mentor": mentors[0].card_id if mentors else None}

    def perform(self, form: PetitionForm) -> Petition:
        author = next(person for person in self.authors if str(person.pk) == form.cleaned_data["author"])
        return actions.ask_for_replacement(match=self.match, author=author, **form.petition(), acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            match=self.match,
            rule=self.view.rule(rules.REQUEST_RIGHT),
            consequences=[
                gettext("The petition is decided by whom it is addressed to; the answer comes to your home page."),
                gettext("Until a new mentor is fixed by an order the present one goes on."),
            ],
            nobody=not self.authors,
            **kwargs,
        )


class Resign(_Asking, FormPage[ResignForm]):
    """A mentor asks to be released."""

    access = permissions.ANSWERERS
    title = _("Give the mentoring up")
    template_name = "pairs/ask.html"
    form_class = ResignForm
    submit_label = _("Hand in")
    draft = True
    success_message = _("The application is handed in.")

    @cached_property
    def authors(self) -> list[Person]:
        """Mentors for whom the actor may ask."""
        return self.people(["mentor"])

    @property
    def employed(self) -> bool:
        """True when labour law governs the release."""
        return any(person.kind == Person.Kind.EMPLOYEE for person in self.authors)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "view": self.view,
            "authors": authors_of(self.authors),
            "employed": self.employed,
        }

    def get_initial(self) -> dict[str, Any]:
        first = {"author": self.authors[0].pk} if self.authors else {}
        return {**first, "leaves_on": earliest_end(today())}

    def perform(self, form: ResignForm) -> Petition:
        author = next(person for person in self.authors if str(person.pk) == form.cleaned_data["author"])
        return actions.ask_to_resign(match=self.match, author=author, **form.petition(), acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = [gettext("The curator looks for another mentor, or the pair is ended.")]
        if self.employed:
            found.append(gettext("The employer cannot refuse an employee; the notice is three working days."))
        return super().get_context_data(
            match=self.match,
            rule=self.view.rule(rules.RESIGNATION),
            consequences=found,
            nobody=not self.authors,
            **kwargs,
        )


class AskEnd(_Asking, FormPage[AskEndForm]):
    """A side asks to end before the term: on its own initiative, by agreement, or because the aim is reached."""

    access = permissions.ANSWERERS
    title = _("Ask to end the work")
    template_name = "pairs/ask.html"
    form_class = AskEndForm
    submit_label = _("Hand in")
    draft = True
    success_message = _("The petition is handed in.")

    @cached_property
    def authors(self) -> list[Person]:
        """Participants for whom the actor may ask."""
        return self.people(agreeing.SIDES)

    @property
    def sides(self) -> list[str]:
        """The sides of the authors."""
        return [side for side in agreeing.SIDES if self.people([side])]

    def get_form_kwargs(self) -> dict[str, Any]:
        own = {"view": self.view, "authors": self.authors, "sides": self.sides}
        return {**super().get_form_kwargs(), **own}

    def get_initial(self) -> dict[str, Any]:
        return {"author": self.authors[0].pk} if self.authors else {}

    def perform(self, form: AskEndForm) -> Petition:
        values = form.values()
        key = values.pop("author")
        author = next(person for person in self.authors if str(person.pk) == key)
        return actions.ask_to_end(match=self.match, author=author, **values, acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            match=self.match,
            rule=self.view.rule("termination.grounds"),
            consequences=[
                gettext("The curator decides; the answer comes to your home page."),
                gettext("Until the pair is ended the work goes on."),
            ],
            nobody=not self.authors,
            **kwargs,
        )
