"""Requests: search for a mentor of another school, ask, answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.exchange import outlook
from apps.school.liaison import actions, permissions, queries, rules
from apps.school.liaison.forms import AskForm, DeclineForm, SearchForm
from apps.school.liaison.pages.shell import LinesPage, Section, remote_pairs_address
from apps.school.liaison.tables import IncomingTable, OfferTable, OutgoingTable, waits_for
from apps.school.people import queries as people
from apps.school.regulation.queries import current
from kernel.clock import today
from kernel.errors import NotFound
from ui.forms import FilterForm
from ui.pages import Action, ConfirmPage, Crumb, EmptyState, FormPage

TERMS = (
    ("term.min_months", _("Shortest term")),
    ("term.max_months", _("Longest term")),
    ("forms.enabled", _("Forms")),
)


def shown_terms(school_id: int) -> list[tuple[Any, Any]]:
    """What people see of another school's declared terms: labels with terms."""
    terms = queries.terms_of(school_id)
    return [(label, terms[key]) for key, label in TERMS if key in terms]


class SearchPage(LinesPage):
    """Mentors whom other schools offer. Nothing else of those schools is seen."""

    access = permissions.SEEKERS
    title = _("Mentors of other schools")
    tab = "search"
    table_class = OfferTable
    exportable = False
    empty = EmptyState(
        _("No mentors are offered yet"), _("As soon as another school offers a mentor, you find them here."), "search"
    )

    def get_filter_form(self) -> FilterForm:
        return SearchForm(self.request.GET, choices=current().choices("forms.enabled"))

    def get_lines(self) -> Sequence[outlook.OfferLine]:
        form = self.filter_form
        asked = form.cleaned_data if form is not None and form.is_valid() else {}
        return outlook.open_offers(
            queries.own_id(),
            search=asked.get("q", ""),
            form=asked.get("form", ""),
            place=asked.get("place", ""),
            day=int(asked.get("day") or 0),
            only_free=not asked.get("full", False),
        )


class AskPage(Section, FormPage[AskForm]):
    """Ask another school for its mentor. A mentee asks for oneself, then the own curator approves."""

    access = permissions.ASKERS
    template_name = "liaison/ask.html"
    form_class = AskForm
    submit_label = _("Ask")
    draft = True

    @property
    def asks_oneself(self) -> bool:
        """True for a mentee who is no curator."""
        return not self.actor.has("curator")

    @cached_property
    def offer(self) -> outlook.OfferLine:
        """The offer of another school, or a 404."""
        return outlook.open_offer(queries.own_id(), self.kwargs["offer"])

    def get_title(self) -> Any:
        return _("Ask for %(mentor)s") % {"mentor": self.offer.mentor_name}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [*super().get_crumbs(), Crumb(_("Mentors of other schools"), reverse("liaison:search"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = {form.code: form.title for form in self.offer.forms}
        own = dict(current().choices("forms.enabled"))
        choices = [(code, own.get(code, title)) for code, title in offered.items()]
        mentees = None if self.asks_oneself else people.mentees()
        return {**super().get_form_kwargs(), "mentees": mentees, "choices": choices}

    def get_initial(self) -> dict[str, Any]:
        first = today()
        initial: dict[str, Any] = {"starts_on": first, "ends_on": rules.longest_term(current(), first)}
        chosen = self.request.GET.get("mentee", "")
        return {**initial, "mentee": chosen} if chosen.isdigit() else initial

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        terms = shown_terms(self.offer.school_id)
        return super().get_context_data(**{"offer": self.offer, "terms": terms, **kwargs})

    def get_cancel_url(self) -> str:
        return reverse("liaison:search")

    def get_success_message(self, result: Any) -> Any:
        if self.asks_oneself:
            return _("Your request waits for your curator.")
        return _("The request is sent to the mentor's school.")

    def perform(self, form: AskForm) -> Any:
        values = form.values()
        mentee = queries.own_mentee_card(self.actor) if self.asks_oneself else values.pop("mentee")
        return actions.ask_for_mentor(offer=self.offer.offer, mentee=mentee, acting=self.actor, **values)

    def get_success_url(self, result: Any) -> str:
        if self.asks_oneself:
            return reverse("liaison:my_requests")
        return reverse("liaison:request", kwargs={"remote_request": result})


class OutgoingPage(LinesPage):
    """Requests of own mentees to other schools."""

    access = permissions.OFFICE
    title = _("Our requests")
    tab = "requests"
    table_class = OutgoingTable
    export_name = "requests"

    def get_lines(self) -> Sequence[outlook.RequestLine]:
        return outlook.outgoing(queries.own_id())

    def get_empty(self) -> EmptyState:
        text = _("Find a mentor of another school and ask for one of your mentees.")
        return EmptyState(
            _("No requests yet"), text, "send", Action(_("Find a mentor"), reverse("liaison:search"), "search")
        )


class IncomingPage(LinesPage):
    """Requests of other schools to own mentors."""

    access = permissions.OFFICE
    title = _("Requests to us")
    lead = _("You see the need; the mentee's name appears when both curators have approved.")
    tab = "incoming"
    table_class = IncomingTable
    export_name = "incoming-requests"
    empty = EmptyState(_("Nobody has asked yet"), _("Requests to the mentors you offer come here."), "inbox")

    def get_lines(self) -> Sequence[outlook.RequestLine]:
        return outlook.incoming(queries.own_id())


class MyRequestsPage(Section):
    """A mentee's own requests to other schools."""

    access = permissions.MENTEES
    template_name = "liaison/my_requests.html"
    title = _("My requests to other schools")
    lead = _("You and your curator agree first, then the mentor and the mentor's school.")

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Find a mentor"), reverse("liaison:search"), "search")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.actor.account_id
        lines = outlook.outgoing(queries.own_id(), mentee_account=account) if account else []
        shown = [(line, waits_for(line)) for line in lines]
        return super().get_context_data(**{"requests": shown, "remote_pairs": remote_pairs_address(), **kwargs})


class _OfRequest(Section):
    """A page about one request that this school sees."""

    @cached_property
    def line(self) -> outlook.RequestLine:
        """The request, or a 404."""
        return outlook.request(queries.own_id(), self.kwargs["remote_request"])

    @property
    def is_asking(self) -> bool:
        """True when the mentee is ours."""
        return self.line.mentee_card is not None

    @property
    def may_withdraw(self) -> bool:
        """True for the school that asked, of an answer to a need for the one that answered."""
        return self.line.state == "asked" and self.is_asking != self.line.answers_need

    @property
    def request_url(self) -> str:
        """The request's page."""
        return reverse("liaison:request", kwargs={"remote_request": self.line.request})

    def get_crumbs(self) -> Sequence[Crumb]:
        name, label = ("requests", _("Our requests")) if self.is_asking else ("incoming", _("Requests to us"))
        return [*super().get_crumbs(), Crumb(label, reverse(f"liaison:{name}"))]

    def get_success_url(self, result: Any) -> str:
        """Back to the request."""
        return self.request_url

    def get_cancel_url(self) -> str:
        """Back to the request."""
        return self.request_url


class RequestPage(_OfRequest):
    """Who asks whom, for what, whose answer is missing."""

    access = permissions.OFFICE
    template_name = "liaison/request.html"

    def get_title(self) -> Any:
        if self.is_asking:
            return f"{self.line.mentee_name} → {self.line.mentor_name}"
        return _("Request of %(school)s") % {"school": self.line.school}

    def get_page_actions(self) -> Sequence[Action]:
        if not self.actor.has("curator"):
            return []
        key = {"remote_request": self.line.request}
        buttons = []
        if self.line.waits_for == "own":
            buttons.append(Action(_("Approve the request"), reverse("liaison:request_approve", kwargs=key), "check-lg"))
            decline = reverse("liaison:request_decline", kwargs=key)
            buttons.append(Action(_("Decline"), decline, "x-lg", "secondary"))
        elif self.line.state == "asked" and not self.may_withdraw:
            decline = reverse("liaison:request_decline", kwargs=key)
            buttons.append(Action(_("Decline"), decline, "x-lg", "secondary"))
        if self.may_withdraw:
            withdraw = reverse("liaison:request_withdraw", kwargs=key)
            buttons.append(Action(_("Withdraw the request"), withdraw, "arrow-counterclockwise", "secondary"))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pair_url = f"{remote_pairs_address()}{self.line.pair}/" if self.line.pair else ""
        other = self.line.mentor_school_id if self.is_asking else self.line.school_id
        return super().get_context_data(
            **{
                "line": self.line,
                "waiting": waits_for(self.line),
                "is_asking": self.is_asking,
                "pair_url": pair_url,
                "other_school": self.line.mentor_school if self.is_asking else self.line.school,
                "terms": shown_terms(other),
                **kwargs,
            }
        )


class ApprovePage(_OfRequest, ConfirmPage):
    """Approve: an own mentee's request, or another school's (then the pair comes into being)."""

    access = permissions.CURATORS
    title = _("Approve the request")
    confirm_label = _("Approve the request")

    def get_consequences(self) -> Sequence[Any]:
        if self.is_asking:
            return [
                _("The request goes to %(school)s.") % {"school": self.line.mentor_school},
                _("Its curator sees the need and the term; the name only after approving."),
                _("The mentee is asked too, where not done yet, and the mentor."),
            ]
        return [
            _("A place at %(mentor)s is taken under your regulation.") % {"mentor": self.line.mentor_name},
            _("A remote pair comes into being; both schools count it."),
            _("You see the mentee's name, and the mentee's school sees that you have approved."),
            _("Others who asked for the last place, or answered the same need, are told that it is settled."),
        ]

    def get_success_message(self, result: Any) -> Any:
        if self.is_asking:
            return _("Approved. Now the mentor's school answers.")
        return _("Approved. The remote pair has come into being.")

    def perform(self) -> Any:
        act = actions.approve_own_request if self.is_asking else actions.approve_incoming_request
        return act(request=self.line.request, acting=self.actor)


class DeclinePage(_OfRequest, FormPage[DeclineForm]):
    """Say no with a reason."""

    access = permissions.CURATORS
    title = _("Decline the request")
    form_class = DeclineForm
    submit_label = _("Decline")
    success_message = _("The request is declined; the other side reads the reason.")

    def perform(self, form: DeclineForm) -> Any:
        return actions.decline_request(request=self.line.request, reason=form.values()["reason"], acting=self.actor)


class WithdrawPage(_OfRequest, ConfirmPage):
    """Take an own request back."""

    access = permissions.CURATORS
    title = _("Withdraw the request")
    confirm_label = _("Withdraw")
    success_message = _("The request is withdrawn.")

    def get_consequences(self) -> Sequence[Any]:
        if not self.may_withdraw:
            raise NotFound()
        return [_("The other school no longer sees it as waiting.")]

    def perform(self) -> Any:
        return actions.withdraw_request(request=self.line.request, acting=self.actor)
