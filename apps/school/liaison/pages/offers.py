"""Offers: the curator offers a mentor, the mentor confirms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.exchange import outlook
from apps.school.liaison import actions, permissions, queries
from apps.school.liaison.forms import OfferForm
from apps.school.liaison.pages.shell import LinesPage, Section
from apps.school.liaison.tables import OwnOfferTable
from apps.school.regulation.queries import current
from kernel.errors import NotFound
from ui.pages import Action, ConfirmPage, Crumb, EmptyState, FormPage


class OffersPage(LinesPage):
    """This school's own offers."""

    access = permissions.OFFICE
    title = _("Our offers")
    tab = "offers"
    table_class = OwnOfferTable
    export_name = "offers"

    def get_lines(self) -> Sequence[outlook.OfferLine]:
        return outlook.own_offers(queries.own_id())

    def get_page_actions(self) -> Sequence[Action]:
        if not self.actor.has("curator"):
            return []
        return [Action(_("Offer a mentor"), reverse("liaison:offer_new"), "plus-lg")]

    def get_empty(self) -> EmptyState:
        action = Action(_("Offer a mentor"), reverse("liaison:offer_new")) if self.actor.has("curator") else None
        text = _("Choose a mentor of the bank: other schools see the name, subjects and topics, nothing else.")
        return EmptyState(_("No mentors are offered yet"), text, "mortarboard", action)


class NewOfferPage(Section, FormPage[OfferForm]):
    """Offer a mentor of the bank to other schools."""

    access = permissions.CURATORS
    title = _("Offer a mentor to other schools")
    form_class = OfferForm
    submit_label = _("Offer")
    success_message = _("The offer is made. It opens when the mentor confirms it on the own page.")
    draft = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "mentors": queries.offerable_mentors(),
            "choices": current().choices("forms.enabled"),
        }

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("mentor", "")
        return {"mentor": chosen} if chosen.isdigit() else {}

    def get_cancel_url(self) -> str:
        return reverse("liaison:offers")

    def perform(self, form: OfferForm) -> Any:
        values = form.values()
        return actions.offer_mentor(
            mentor=values["mentor"],
            topics=values["topics"],
            forms=values["forms_"],
            places=values["places"],
            times=form.times,
            agreement=values["agreement"],
            acting=self.actor,
        )

    def get_success_url(self, result: Any) -> str:
        return reverse("liaison:offer", kwargs={"offer": result})


class _OfOwnSchool(Section):
    """A page about one of the school's own offers."""

    @cached_property
    def offer(self) -> outlook.OfferLine:
        """The offer, or a 404."""
        return outlook.own_offer(queries.own_id(), self.kwargs["offer"])

    def get_crumbs(self) -> Sequence[Crumb]:
        return [*super().get_crumbs(), Crumb(_("Our offers"), reverse("liaison:offers"))]


class OfferPage(_OfOwnSchool):
    """One of the school's own offers, as other schools see it."""

    access = permissions.OFFICE
    template_name = "liaison/offer.html"

    def get_title(self) -> str:
        return self.offer.mentor_name

    def get_page_actions(self) -> Sequence[Action]:
        if self.offer.state == "withdrawn" or not self.actor.has("curator"):
            return []
        url = reverse("liaison:offer_withdraw", kwargs={"offer": self.offer.offer})
        return [Action(_("Withdraw the offer"), url, "x-circle", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        requests = [line for line in outlook.incoming(queries.own_id()) if line.offer == self.offer.offer]
        return super().get_context_data(**{"offer": self.offer, "requests": requests, **kwargs})


class WithdrawOfferPage(_OfOwnSchool, ConfirmPage):
    """Withdraw an offer."""

    access = permissions.CURATORS
    title = _("Withdraw the offer")
    confirm_label = _("Withdraw")
    danger = True
    success_message = _("The offer is withdrawn.")

    def get_consequences(self) -> Sequence[Any]:
        return [
            _("Other schools no longer see %(name)s.") % {"name": self.offer.mentor_name},
            _("Requests that wait for an answer are declined with this reason."),
            _("Pairs at work go on."),
        ]

    def perform(self) -> Any:
        return actions.withdraw_offer(offer=self.offer.offer, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("liaison:offers")

    def get_cancel_url(self) -> str:
        return reverse("liaison:offer", kwargs={"offer": self.kwargs["offer"]})


class MyOffersPage(Section):
    """The mentor's own page: where I am offered, what waits for my consent."""

    access = permissions.MENTORS
    template_name = "liaison/my_offers.html"
    title = _("Work with other schools")
    lead = _("Your curator may offer you to mentees of other schools. Nothing is shown outside without your consent.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.actor.account_id
        offers = outlook.offers_of_mentor(queries.own_id(), account) if account else []
        asked = outlook.to_mentor(queries.own_id(), account) if account else []
        return super().get_context_data(**{"offers": offers, "asked": asked, **kwargs})


class _MyOffer(Section, ConfirmPage):
    """The mentor answers an offer."""

    access = permissions.MENTORS

    @cached_property
    def offer(self) -> outlook.OfferLine:
        """The mentor's own offer, or a 404."""
        account = self.actor.account_id
        own = outlook.offers_of_mentor(queries.own_id(), account) if account else []
        found = next((line for line in own if line.offer == self.kwargs["offer"]), None)
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        """Nobody answers for another mentor."""
        _ = self.offer

    def get_success_url(self, result: Any) -> str:
        return reverse("liaison:my_offers")

    def get_cancel_url(self) -> str:
        return reverse("liaison:my_offers")


class AgreePage(_MyOffer):
    """The mentor agrees to be offered."""

    title = _("Agree to be offered to other schools")
    confirm_label = _("I agree")
    success_message = _("Thank you. Other schools see you now.")

    def get_consequences(self) -> Sequence[Any]:
        return [
            _("Curators and mentees of other schools see your name, position, subjects and topics: «%(topics)s».")
            % {"topics": self.offer.topics},
            _("Up to %(places)s mentees may be given to you; your curator approves each of them.")
            % {"places": self.offer.places},
            _("You may refuse later: ask your curator to withdraw the offer."),
        ]

    def perform(self) -> Any:
        return actions.answer_offer(offer=self.offer.offer, agreed=True, acting=self.actor)


class RefusePage(_MyOffer):
    """The mentor does not agree."""

    title = _("Do not offer me to other schools")
    confirm_label = _("I do not agree")
    success_message = _("You are not shown to other schools.")

    def get_consequences(self) -> Sequence[Any]:
        return [_("The offer is withdrawn: nobody outside has seen it."), _("Your curator is not asked for a reason.")]

    def perform(self) -> Any:
        return actions.answer_offer(offer=self.offer.offer, agreed=False, acting=self.actor)
