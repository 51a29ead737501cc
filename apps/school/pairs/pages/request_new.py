"""A new request: the mentee (or a guardian, or the office on paper) says whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.school.people import queries as people
from apps.school.people.models import MenteeCard
from apps.school.regulation.queries import current
from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Crumb, FormPage, go_to

from .. import actions, agreeing, permissions, request_queries
from ..choosing import Candidate, Terms, candidates
from ..models import MentorRequest, RequestTerms
from ..request_forms import RequestForm
from ..trial import usual_terms

DETAILED = 6


class AskForMentor(FormPage[RequestForm]):
    """Mentors by fit with reasons, those whom the rules exclude with the clause, and the order of asking."""

    access = permissions.ANSWERERS
    title = _("Ask for a mentor")
    template_name = "pairs/request_new.html"
    form_class = RequestForm
    submit_label = _("Send the request")
    draft = True
    success_message = _("The request is sent.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The office chooses the mentee first; an open request is shown instead of a second one."""
        if not self.cards and permissions.may_manage(self.actor):
            return go_to(request, reverse("pairs:unpaired"))
        found = request_queries.open_request_of(self.cards[0]) if len(self.cards) == 1 else None
        if found is not None:
            return go_to(request, found.get_absolute_url())
        return super().get(request, *args, **kwargs)

    @cached_property
    def cards(self) -> list[MenteeCard]:
        """Mentees for whom the actor may ask: the one of the address, else oneself and small wards."""
        key = self.request.GET.get("mentee", "")
        rows = people.mentees().filter(pk=int(key)) if key.isdecimal() and len(key) < 12 else people.mentees()
        if permissions.may_manage(self.actor):
            return list(rows) if key else []
        mine = rows.filter(person__in=agreeing.own_people(self.actor))
        return [card for card in mine if agreeing.speaks_for(self.actor, card.person)]

    @property
    def card(self) -> MenteeCard | None:
        """The mentee; None when there is none, or several wards to choose from."""
        return self.cards[0] if len(self.cards) == 1 else None

    @cached_property
    def terms(self) -> RequestTerms:
        """How the school asks."""
        return request_queries.request_terms()

    @cached_property
    def found(self) -> list[Candidate]:
        """Mentors of the bank against the usual terms, the best fit first."""
        if self.card is None:
            return []
        view = current()
        usual = usual_terms(view, self.card, today())
        return candidates(view, [self.card], Terms(usual.form, usual.type_, usual.starts_on, usual.ends_on), today())

    @property
    def possible(self) -> list[Candidate]:
        """Those of them whom nothing excludes."""
        return [each for each in self.found if each.is_possible]

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Requests for mentors"), reverse("pairs:requests"))]

    def get_cancel_url(self) -> str:
        return reverse("pairs:requests")

    def get_form_kwargs(self) -> dict[str, Any]:
        words = gettext("fit %(score)s of 100")
        offered = [
            (str(each.card.pk), f"{each.card.person.full_name}: {words % {'score': each.fit.score}}")
            for each in self.possible
        ]
        return {**super().get_form_kwargs(), "offered": offered, "most": self.terms.most_choices}

    def get_initial(self) -> dict[str, Any]:
        text = self.card.request if self.card is not None else ""
        return {"mode": MentorRequest.Mode.IN_ORDER, "text": text}

    def perform(self, form: RequestForm) -> MentorRequest:
        card = self.card
        if card is None:
            raise NotFound()
        return actions.ask_for_mentor(
            mentee=card, mentors=form.mentors(), text=form.cleaned_data["text"], acting=self.actor
        )

    def get_success_url(self, result: MentorRequest) -> str:
        return result.get_absolute_url()

    def get_already_done_url(self) -> str:
        return reverse("pairs:requests")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = self.terms.answer_days
        return super().get_context_data(
            card=self.card,
            cards=self.cards if self.card is None else (),
            best=self.possible[:DETAILED],
            excluded=[each for each in self.found if not each.is_possible],
            nobody=self.card is None or not self.possible,
            term_words=ngettext(
                "Each mentor has %(days)s day to answer; then the next one is asked.",
                "Each mentor has %(days)s days to answer; then the next one is asked.",
                days,
            )
            % {"days": days},
            **kwargs,
        )
