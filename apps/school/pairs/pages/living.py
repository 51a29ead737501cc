"""A pair pauses and goes on; its terms are amended before the order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.regulation.queries import current
from kernel.errors import NotFound
from ui.pages import ConfirmPage, FormPage

from .. import actions, agreeing, pausing, permissions
from ..life_forms import AmendForm, MovePauseForm, PauseForm
from ..models import Match, Pause
from .common import OfPair


class PausePair(OfPair, FormPage[PauseForm]):
    """Tell of an absence: who, from when to when, why."""

    access = permissions.ANSWERERS
    title = _("Pause the work")
    template_name = "pairs/pause.html"
    form_class = PauseForm
    submit_label = _("Announce the pause")
    draft = True
    success_message = _("The pause is announced.")

    @cached_property
    def people(self) -> list[Person]:
        """Participants for whom the actor may tell."""
        found = [person for side in agreeing.sides_of(self.match).values() for person in side]
        if permissions.may_manage(self.actor):
            return found
        return [person for person in found if agreeing.speaks_for(self.actor, person)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.people}

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.people[0].pk} if self.people else {}

    def perform(self, form: PauseForm) -> Match:
        values = form.values()
        key = values.pop("person")
        person = next(each for each in self.people if str(each.pk) == key)
        return actions.pause_pair(match=self.match, person=person, **values, acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            match=self.match,
            nobody=not self.people,
            consequences=[
                gettext("Nobody is reminded of meetings that do not take place meanwhile."),
                gettext("The mentor's places stay taken."),
                gettext("The last day of the pair stays as it is; a longer term is asked for separately."),
            ],
            **kwargs,
        )


class _OfPause(OfPair):
    """Mixin: the pause that is announced or under way; ``NotFound`` without one."""

    @cached_property
    def pause(self) -> Pause:
        """The pause."""
        found = pausing.pause_of(self.match)
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        """The pause, before anything is shown."""
        _pause = self.pause


class MovePause(_OfPause, FormPage[MovePauseForm]):
    """The absence lasts longer or shorter."""

    access = permissions.ANSWERERS
    title = _("Move the end of the pause")
    form_class = MovePauseForm
    success_message = _("The pause is moved.")

    def get_initial(self) -> dict[str, Any]:
        return {"last_day": self.pause.last_day}

    def perform(self, form: MovePauseForm) -> Match:
        return actions.move_pause(match=self.match, last_day=form.cleaned_data["last_day"], acting=self.actor)


class ResumePair(_OfPause, ConfirmPage):
    """The work goes on."""

    access = permissions.ANSWERERS
    title = _("Resume the work")
    confirm_label = _("Resume")
    success_message = _("The work goes on.")

    def get_consequences(self) -> Sequence[str]:
        return [
            gettext("The pause ends yesterday; one that has not begun is called off."),
            gettext("Meetings are counted and reminded of again."),
        ]

    def perform(self) -> Match:
        return actions.resume_pair(match=self.match, acting=self.actor)


class AmendPair(OfPair, FormPage[AmendForm]):
    """Other terms before the order."""

    access = permissions.OFFICE
    title = _("Amend the terms")
    template_name = "pairs/amend.html"
    form_class = AmendForm
    submit_label = _("Amend and ask anew")
    success_message = _("The terms are amended: both sides are asked anew.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "view": current()}

    def get_initial(self) -> dict[str, Any]:
        match = self.match
        return {
            "form": match.form,
            "type_": match.type,
            "role_model": match.role_model,
            "starts_on": match.starts_on,
            "ends_on": match.ends_on,
            "goal": match.goal,
        }

    def perform(self, form: AmendForm) -> Match:
        return actions.amend_pair(match=self.match, **form.values(), acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(match=self.match, **kwargs)
