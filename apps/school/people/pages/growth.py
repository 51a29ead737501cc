"""Pages that write about growth: requests, diagnostics, portfolio, track, of a person by the office and of oneself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.queries import current
from kernel.errors import NotFound
from kernel.uploads import content_type
from ui.files import Download
from ui.pages import ActionPage, Crumb, DownloadPage, FormPage, Text

from .. import actions, permissions, queries
from ..forms_growth import DiagnosticsForm, PortfolioForm, RequestForm, TrackForm
from ..models import Diagnostics, Framework, MenteeCard, MenteeRequest, Person, PortfolioItem
from .links import person_url, persons_crumb
from .tabs import visible_to


class ForPerson:
    """Mixin: a page about a person that comes back to the tab ``tab``. ``OwnPerson`` puts oneself in the place."""

    kwargs: dict[str, Any]
    actor: Any
    tab = "person_growth"

    @cached_property
    def person(self) -> Person:
        """The person; ``NotFound`` for a foreign one."""
        return queries.person_for(self.actor, self.kwargs["person"])

    def home(self) -> str:
        """Where the page comes back to."""
        return reverse(f"people:{self.tab}", kwargs={"person": self.person.pk})

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the person's card."""
        return [persons_crumb(), Crumb(self.person.full_name, person_url(self.person))]

    def get_cancel_url(self) -> str:
        """Back to the tab."""
        return self.home()

    def get_success_url(self, result: Any) -> str:
        """Back to the tab."""
        return self.home()


class OwnPerson(ForPerson):
    """Mixin: oneself."""

    @cached_property
    def person(self) -> Person:
        """The person of this account; ``NotFound`` for an account without one."""
        found = queries.person_of(self.actor.account_id)
        if found is None:
            raise NotFound()
        return found

    def home(self) -> str:
        """One's own card."""
        return reverse("people:own")

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through one's own card."""
        return [Crumb(_("My card"), reverse("people:own"))]


class _AddRequest(ForPerson, FormPage[RequestForm]):
    title = _("New request")
    form_class = RequestForm
    submit_label = _("State the request")
    success_message = _("The request is written down.")
    draft = True

    def perform(self, form: RequestForm) -> MenteeRequest:
        return actions.state_request(person=self.person, acting=self.actor, **form.values())


class AddRequest(_AddRequest):
    """A request of a mentee."""

    access = permissions.EDIT


class AddOwnRequest(OwnPerson, _AddRequest):
    """A request of one's own."""

    access = permissions.PARTICIPANTS


class CloseRequest(ActionPage):
    """A request is met, or not wanted any more (``how`` of the address)."""

    access = permissions.EDIT
    success_message = _("The request is closed.")

    @cached_property
    def request_row(self) -> MenteeRequest:
        """The request; ``NotFound`` for a foreign one."""
        return queries.request_by_id(self.kwargs["mentee_request"])

    def perform(self) -> MenteeRequest:
        met = self.request.POST.get("how") == "met"
        return actions.close_request(request=self.request_row, met=met, acting=self.actor)

    def get_cancel_url(self) -> str:
        return reverse("people:person_growth", kwargs={"person": self.request_row.person_id})

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()


class _Diagnose(ForPerson, FormPage[DiagnosticsForm]):
    form_class = DiagnosticsForm
    submit_label = _("Record the levels")
    success_message = _("The levels are recorded; the cards follow them.")
    own = False

    @cached_property
    def framework(self) -> Framework:
        """The framework of the address, in use."""
        found = queries.framework_by_id(self.kwargs["framework"])
        if not found.in_use:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        """Both must be there."""
        _found = self.person, self.framework

    def get_title(self) -> Text:
        return _("Diagnostics: %(framework)s") % {"framework": self.framework.title}

    def get_lead(self) -> Text:
        return self.person.full_name

    def get_form_kwargs(self) -> dict[str, Any]:
        competencies = list(queries.competencies_of(self.framework))
        return super().get_form_kwargs() | {
            "framework": self.framework,
            "competencies": competencies,
            "own": self.own,
        }

    def perform(self, form: DiagnosticsForm) -> Diagnostics:
        data = form.cleaned_data
        return actions.record_diagnostics(
            person=self.person,
            framework=self.framework,
            way=data.get("way") or Diagnostics.Way.SELF,
            levels=form.levels,
            made_on=data["made_on"],
            note=data["note"],
            acting=self.actor,
        )


class Diagnose(_Diagnose):
    """Levels of a person."""

    access = permissions.EDIT


class DiagnoseOneself(OwnPerson, _Diagnose):
    """Self-assessment."""

    access = permissions.PARTICIPANTS
    own = True


class _AddToPortfolio(ForPerson, FormPage[PortfolioForm]):
    title = _("For the portfolio")
    form_class = PortfolioForm
    submit_label = _("Add to the portfolio")
    success_message = _("It is in the portfolio.")

    def perform(self, form: PortfolioForm) -> PortfolioItem:
        return actions.add_portfolio_item(person=self.person, acting=self.actor, **form.values())


class AddToPortfolio(_AddToPortfolio):
    """A thing for somebody's portfolio."""

    access = permissions.EDIT
    tab = "person_portfolio"


class AddToOwnPortfolio(OwnPerson, _AddToPortfolio):
    """A thing for one's own portfolio."""

    access = permissions.PARTICIPANTS


class _OfItem:
    """Mixin: the item of the address, if the actor may see it."""

    kwargs: dict[str, Any]
    actor: Any

    @cached_property
    def item(self) -> PortfolioItem:
        """The item; ``NotFound`` for a foreign one."""
        found = queries.portfolio_item(self.kwargs["portfolio_item"])
        person = found.person
        own = self.actor.account_id is not None and self.actor.account_id == person.account_id
        if not own:
            queries.person_for(self.actor, person.pk)
        visible = visible_to(self.actor, person)
        if visible and found.visibility not in visible:
            raise NotFound()
        return found


class RemoveFromPortfolio(_OfItem, ActionPage):
    """A thing leaves the portfolio."""

    access = permissions.OWN
    success_message = _("It is not in the portfolio any more.")

    def perform(self) -> Any:
        return actions.remove_portfolio_item(item=self.item, acting=self.actor)

    def get_cancel_url(self) -> str:
        if permissions.may_edit(self.actor):
            return reverse("people:person_portfolio", kwargs={"person": self.item.person_id})
        return reverse("people:own")

    def get_success_url(self, result: Any) -> str:
        return self.get_cancel_url()


class PortfolioFile(_OfItem, DownloadPage):
    """The file of an item."""

    access = permissions.OWN

    def get_download(self) -> Download:
        if not self.item.file:
            raise NotFound()
        name = str(self.item.file.name).rpartition("/")[2]
        return Download(self.item.file.open("rb"), name, content_type(name), inline=True)


class RouteTrack(FormPage[TrackForm]):
    """Send a mentee to the track of the experience."""

    access = permissions.KEEPING
    title = _("Track by experience")
    form_class = TrackForm
    submit_label = _("Send")
    success_message = _("The track is written down.")

    @cached_property
    def card(self) -> MenteeCard:
        """The mentee's card; ``NotFound`` for a foreign one."""
        found = queries.mentees().filter(pk=self.kwargs["mentee"]).first()
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        """The card must be there."""
        _found = self.card

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Tracks"), reverse("people:tracks")), Crumb(self.card.person.full_name, self.home())]

    def get_lead(self) -> Text:
        return current().render("scope.mentee_experience")

    def home(self) -> str:
        """The tab of growth."""
        return reverse("people:person_growth", kwargs={"person": self.card.person_id})

    def get_initial(self) -> dict[str, Any]:
        return {"track": self.card.track}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"view": current()}

    def perform(self, form: TrackForm) -> MenteeCard:
        return actions.route_track(mentee=self.card, acting=self.actor, **form.values())

    def get_cancel_url(self) -> str:
        return self.home()

    def get_success_url(self, result: Any) -> str:
        return self.home()
