"""Releases from lessons: asked by a participant, decided by the head."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.pairs import agreeing
from apps.school.people.models import Person
from apps.school.regulation import queries as regulation
from apps.school.regulation.rules import programme as work
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.clock import today
from ui.pages import Action, ConfirmPage, Crumb, DetailPage, EmptyState, FormPage, ListPage, Text
from ui.pages.base import Page

from .. import queries, releasing
from ..models import Release
from ..permissions import OFFICE, RELEASES, WORK
from ..tables import RELEASE_KINDS, ReleaseFilter, ReleaseTable
from ..work_forms import ReleaseDecisionForm, ReleaseForm
from .base import OfProgramme


class ReleaseList(ListPage[Release]):
    """All releases for the office, their own for participants."""

    access = RELEASES
    title = _("Releases from lessons")
    table_class = ReleaseTable
    filterset_class = ReleaseFilter
    export_name = "releases"
    empty = EmptyState(_("No releases"), _("A release is asked for from the page of a programme."), "door-open")

    def get_queryset(self) -> QuerySet[Release]:
        return releasing.visible_to(self.actor)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Programmes"), reverse("programmes:index"))]


class AskRelease(OfProgramme, FormPage[ReleaseForm]):
    """Ask for a release for the time of a meeting."""

    access = WORK
    tab = "meetings"
    title = _("Release from lessons")
    template_name = "programmes/release_ask.html"
    form_class = ReleaseForm
    submit_label = _("Ask for it")
    draft = True
    success_message = _("The release is asked for: the head decides.")

    @cached_property
    def persons(self) -> list[Person]:
        """For whom the actor may ask."""
        everybody = [*self.people.mentors, *self.people.mentees]
        if self.standing.is_office:
            return everybody
        return [person for person in everybody if agreeing.speaks_for(self.actor, person)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.persons}

    def get_initial(self) -> dict[str, Any]:
        return {"on_day": today(), "person": self.persons[0].pk if self.persons else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"rule": self.view.rule(work.RELEASE), "words": self.view.render(work.RELEASE), **kwargs}
        )

    def get_success_url(self, result: Any) -> str:
        return reverse("programmes:releases")

    def perform(self, form: ReleaseForm) -> Release:
        values = form.values()
        chosen = values.pop("person")
        person = next(each for each in self.persons if str(each.pk) == chosen)
        return releasing.ask_release(programme=self.programme, person=person, **values, acting=self.actor)


class _OfRelease(Page):
    """Mixin: the release of the address, among those that the actor may read."""

    actor: Actor

    @cached_property
    def release(self) -> Release:
        """The release; ``NotFound`` otherwise."""
        return releasing.get_visible(self.kwargs["release"], self.actor)

    @cached_property
    def view(self) -> RegulationView:
        """The version that the pair lives under."""
        return queries.view_for(self.release.programme.match)

    def find_objects(self) -> None:
        """The release, before anything is shown."""
        _release = self.release

    def get_crumbs(self) -> list[Crumb]:
        return [Crumb(_("Releases from lessons"), reverse("programmes:releases"))]

    def get_cancel_url(self) -> str:
        """Back to the list."""
        return reverse("programmes:releases")

    def get_success_url(self, result: Any) -> str:
        """The list."""
        return reverse("programmes:releases")


class ReleasePage(_OfRelease, DetailPage[Release]):
    """One release: what is asked, what of the act is met, how it was decided."""

    access = RELEASES
    template_name = "programmes/release.html"

    def find(self) -> Release | None:
        return self.release

    def get_title(self) -> Text:
        return gettext("Release from lessons: %(name)s") % {"name": self.release.person.short_name}

    def get_page_actions(self) -> Sequence[Action]:
        release, found = self.release, []
        if release.state == Release.State.ASKED and self.actor.has("head", "curator"):
            url = reverse("programmes:release_decide", args=[release.pk])
            found.append(Action(_("Decide"), url, icon="check2-circle"))
        own = WORK.admits(self.actor) and (agreeing.speaks_for(self.actor, release.person) or self.actor.has("curator"))
        if own and release.state in (Release.State.ASKED, Release.State.GRANTED):
            url = reverse("programmes:release_withdraw", args=[release.pk])
            found.append(Action(_("Withdraw"), url, icon="x-circle", variant="quiet"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        met = set(self.release.met) | ({"head_decides"} if self.release.decided_on else set())
        return super().get_context_data(
            release=self.release,
            kind=RELEASE_KINDS[self.release.state],
            title_of_pair=queries.people_of(self.release.programme).title,
            conditions=[(word, code in met) for code, word in self.view.choices(work.RELEASE)],
            rule=self.view.rule(work.RELEASE),
            **kwargs,
        )


class DecideRelease(_OfRelease, FormPage[ReleaseDecisionForm]):
    """Grant or refuse, with what is met."""

    access = OFFICE
    title = _("Decision on the release")
    template_name = "programmes/release_decide.html"
    form_class = ReleaseDecisionForm
    submit_label = _("Decide")
    success_message = _("The decision is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        conditions = [(code, word) for code, word in self.view.choices(work.RELEASE) if code != "head_decides"]
        return {**super().get_form_kwargs(), "conditions": conditions}

    def get_initial(self) -> dict[str, Any]:
        return {"substitute": self.release.substitute, "confirmed": self.release.met}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "release": self.release,
                "title_of_pair": queries.people_of(self.release.programme).title,
                "rule": self.view.rule(work.RELEASE),
                "words": self.view.render(work.RELEASE),
                "is_open": self.release.state == Release.State.ASKED,
                **kwargs,
            }
        )

    def perform(self, form: ReleaseDecisionForm) -> Release:
        values = form.values()
        granted = values.pop("decision") == ReleaseDecisionForm.YES
        return releasing.decide_release(release=self.release, granted=granted, **values, acting=self.actor)


class WithdrawRelease(_OfRelease, ConfirmPage):
    """It is not needed any more."""

    access = WORK
    title = _("Withdraw the release")
    confirm_label = _("Withdraw")
    success_message = _("The release is withdrawn.")

    def get_consequences(self) -> list[str]:
        return [gettext("The lessons are given as usual.")]

    def perform(self) -> Release:
        return releasing.withdraw_release(release=self.release, acting=self.actor)


def release_action(page: OfProgramme) -> list[Action]:
    """The way to a release from the meetings of a programme, where the act speaks of it."""
    view = regulation.current_or_none()
    if view is None or not page.may_write() or page.programme.match.type in view.codes("types.speed_single"):
        return []
    return [Action(_("Release from lessons"), page.at("release_ask"), icon="door-open", variant="quiet")]
