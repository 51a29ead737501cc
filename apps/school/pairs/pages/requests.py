"""Requests for mentors: the list, one of them, the answer, taking back, the school's terms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.people import queries as people
from kernel.acting import Actor
from kernel.clock import today
from ui.pages import Action, ConfirmPage, Crumb, DetailPage, EmptyState, FormPage, ListPage

from .. import actions, agreeing, permissions, request_queries
from ..models import Match, MentorRequest, RequestChoice, RequestTerms
from ..request_forms import RequestAnswerForm, RequestTermsForm
from ..request_tables import CHOICE_KINDS, REQUEST_KINDS, RequestFilter, RequestTable

State, Choice = MentorRequest.State, RequestChoice.State


class RequestList(ListPage[MentorRequest]):
    """All requests for the staff; one's own, and those that ask oneself, for everybody else."""

    access = permissions.EVERYBODY
    title = _("Requests for mentors")
    table_class = RequestTable
    filterset_class = RequestFilter
    export_name = "requests-for-mentors"

    def get_queryset(self) -> QuerySet[MentorRequest]:
        return request_queries.for_list(request_queries.requests_visible_to(self.actor))

    def get_table_kwargs(self) -> dict[str, Any]:
        if permissions.sees_all(self.actor):
            return {}
        me = people.person_of(self.actor.account_id)
        return {"own_person": me.pk if me is not None and self.actor.has("mentor") else None}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Pairs"), reverse("pairs:index"))]

    def get_page_actions(self) -> Sequence[Action]:
        if permissions.may_manage(self.actor):
            return [
                Action(_("Enter a request on paper"), reverse("pairs:unpaired"), "plus-lg"),
                Action(_("Terms of requests"), reverse("pairs:request_terms"), "sliders", "quiet"),
            ]
        if self.actor.has("mentee", "guardian"):
            return [Action(_("Ask for a mentor"), reverse("pairs:request_new"), "plus-lg")]
        return ()

    def get_empty(self) -> EmptyState:
        if self.actor.has("mentee", "guardian"):
            action = Action(_("Ask for a mentor"), reverse("pairs:request_new"), "plus-lg")
            return EmptyState(
                _("No requests for mentors yet"), _("Choose whom to ask: they answer here."), "person-plus", action
            )
        return EmptyState(
            _("No requests for mentors yet"), _("When a mentee asks for a mentor, it is here."), "person-plus"
        )


class OfRequest:
    """Mixin: the request of the address, among those that the actor may see."""

    actor: Actor
    kwargs: dict[str, Any]
    request: HttpRequest

    @cached_property
    def mentor_request(self) -> MentorRequest:
        """The request with its choices; ``NotFound`` otherwise."""
        return request_queries.get_request(self.kwargs["mentor_request"], self.actor)

    @cached_property
    def choices(self) -> list[RequestChoice]:
        """Those of its mentors whom the actor may know of."""
        return request_queries.shown_choices(self.mentor_request, self.actor)

    @cached_property
    def own(self) -> list[RequestChoice]:
        """Questions that are the actor's to answer, answered or not: one's own; the office those on paper."""
        office = permissions.may_manage(self.actor)
        return [each for each in self.choices if office or agreeing.speaks_for(self.actor, each.card.person)]

    @property
    def answerable(self) -> list[RequestChoice]:
        """Those of them that wait for an answer."""
        return [each for each in self.own if each.state_on(today()) == Choice.ASKED]

    def find_objects(self) -> None:
        """The request, before anything is shown."""
        _request = self.mentor_request

    def get_crumbs(self) -> Sequence[Crumb]:
        """Back to the list and to the request."""
        name = self.mentor_request.card.person.short_name
        return [
            Crumb(_("Requests for mentors"), reverse("pairs:requests")),
            Crumb(name, self.mentor_request.get_absolute_url()),
        ]

    def get_cancel_url(self) -> str:
        """Back to the request."""
        return self.mentor_request.get_absolute_url()


class RequestPage(OfRequest, DetailPage[MentorRequest]):
    """Who asks for what, whose turn it is, how it stands. Contacts are not here: they come with the agreement."""

    access = permissions.EVERYBODY
    template_name = "pairs/request.html"

    def find(self) -> MentorRequest | None:
        return self.mentor_request

    def get_title(self) -> str:
        return gettext("%(name)s asks for a mentor") % {"name": self.mentor_request.card.person.short_name}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Requests for mentors"), reverse("pairs:requests"))]

    def _url(self, name: str) -> str:
        return reverse(f"pairs:{name}", kwargs={"mentor_request": self.mentor_request.pk})

    @property
    def is_own(self) -> bool:
        """True for the mentee and a small child's guardian."""
        return agreeing.speaks_for(self.actor, self.mentor_request.card.person)

    def get_page_actions(self) -> Sequence[Action]:
        found, request = [], self.mentor_request
        office = permissions.may_manage(self.actor)
        if self.answerable:
            label = _("Record an answer given on paper") if office else _("Answer the request")
            found.append(Action(label, self._url("request_answer"), "chat-left-text"))
        if request.match_id is not None:
            found.append(Action(_("Open the pair"), reverse("pairs:pair", kwargs={"pair": request.match_id}), "people"))
        if request.is_open and (office or self.is_own):
            found.append(Action(_("Take the request back"), self._url("request_withdraw"), "x-circle", "quiet"))
        if request.state == State.EXHAUSTED and (office or self.is_own):
            again = f"{reverse('pairs:request_new')}?mentee={request.card_id}"
            found.append(Action(_("Ask others"), again, "arrow-repeat"))
        if request.state == State.EXHAUSTED and office:
            form = f"{reverse('pairs:new')}?mentee={request.card_id}"
            found.append(Action(_("Form a pair"), form, "plus-lg", "secondary"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request = self.mentor_request
        return super().get_context_data(
            mentor_request=request,
            kind=REQUEST_KINDS[request.state],
            rows=[_row(each) for each in self.choices],
            in_order=request.mode == MentorRequest.Mode.IN_ORDER,
            **kwargs,
        )


def _row(choice: RequestChoice) -> dict[str, Any]:
    """A mentor of the request as of today."""
    state = choice.state_on(today())
    return {
        "choice": choice,
        "kind": CHOICE_KINDS[state],
        "words": state.label,
        "is_asked": state == Choice.ASKED,
    }


class AnswerRequest(OfRequest, FormPage[RequestAnswerForm]):
    """The mentor accepts or declines; the office records what was said on paper."""

    access = permissions.ANSWERERS
    title = _("Answer to the request")
    template_name = "pairs/request_answer.html"
    form_class = RequestAnswerForm
    submit_label = _("Send the answer")

    @property
    def offered(self) -> list[RequestChoice]:
        """What is asked. A page left open while the question was answered is refused by the action, in words."""
        return self.own if self.request.method == "POST" else self.answerable

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = [(str(each.pk), each.card.person.full_name) for each in self.offered]
        return {**super().get_form_kwargs(), "rows": rows}

    def get_initial(self) -> dict[str, Any]:
        return {"choice": self.answerable[0].pk} if self.answerable else {}

    def perform(self, form: RequestAnswerForm) -> Match | MentorRequest:
        choice = next(each for each in self.own if str(each.pk) == form.cleaned_data["choice"])
        if form.cleaned_data["answer"] == RequestAnswerForm.YES:
            return actions.accept_request(choice=choice, acting=self.actor)
        return actions.decline_request(choice=choice, note=form.cleaned_data["note"], acting=self.actor)

    def get_success_url(self, result: Match | MentorRequest) -> str:
        return result.get_absolute_url()

    def get_success_message(self, result: Match | MentorRequest) -> str:
        if isinstance(result, Match):
            return gettext("The pair is agreed: the curator prepares the order. You see each other's contacts now.")
        return gettext("The answer is recorded: the next mentor is asked.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            mentor_request=self.mentor_request,
            nobody=not self.offered,
            consequences=[
                gettext("Accepted: the pair is agreed by both, other mentors are not asked any more."),
                gettext("The work begins when the head has signed the order."),
                gettext("Declined: the mentee reads the reason, and the next mentor is asked."),
            ],
            **kwargs,
        )


class WithdrawRequest(OfRequest, ConfirmPage):
    """The mentee thinks better of it."""

    access = permissions.ANSWERERS
    title = _("Take the request back")
    confirm_label = _("Take it back")
    danger = True
    success_message = _("The request is taken back.")

    def get_consequences(self) -> Sequence[str]:
        return [gettext("Nobody is asked any more."), gettext("Another request can be made later.")]

    def perform(self) -> MentorRequest:
        return actions.withdraw_request(request=self.mentor_request, acting=self.actor)

    def get_success_url(self, result: MentorRequest) -> str:
        return result.get_absolute_url()


class RequestTermsPage(FormPage[RequestTermsForm]):
    """The term of an answer and the length of a list, as this school has them."""

    access = permissions.OFFICE
    title = _("Terms of requests")
    form_class = RequestTermsForm
    success_message = _("The terms are set: they hold for new requests.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Requests for mentors"), reverse("pairs:requests"))]

    def get_cancel_url(self) -> str:
        return reverse("pairs:requests")

    def get_success_url(self, result: RequestTerms) -> str:
        return reverse("pairs:requests")

    def get_initial(self) -> dict[str, Any]:
        terms = request_queries.request_terms()
        return {"answer_days": terms.answer_days, "most_choices": terms.most_choices}

    def perform(self, form: RequestTermsForm) -> RequestTerms:
        return actions.set_request_terms(**form.values(), acting=self.actor)
