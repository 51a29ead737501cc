"""Everybody's own consents: reading, giving, withdrawing, also for one's wards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.school.people.queries import person_of
from kernel.clock import today
from tenants.isolation.context import require_school
from ui.pages import Action, Crumb, FormPage, Page, Text

from .. import actions, permissions, ports, queries, terms, wording
from ..forms import ConsentForm, DatedWithdrawalForm, WithdrawalForm
from ..models import Consent
from .office import index_crumb


def mine_crumb() -> Crumb:
    """The way to one's own."""
    return Crumb(_("My consents"), reverse("consents:mine"))


class Mine(Page):
    """What the signed-in person has given and may give, for themself and for wards."""

    access = permissions.OWN
    template_name = "consents/mine.html"
    title = _("My consents")
    lead = _("Read each text and decide. A consent can be withdrawn here at any time.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        me = person_of(self.actor.account_id)
        if me is not None and not queries.texts_complete():
            actions.ensure_texts(acting=self.actor)
        groups: dict[int, dict[str, Any]] = {}
        for offer in queries.offers_to(me) if me is not None else ():
            group = groups.setdefault(offer.person.pk, {"person": offer.person, "offers": []})
            group["offers"].append({"offer": offer, "title": offer.text.title})
        return super().get_context_data(me=me, groups=list(groups.values()), **kwargs)

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Who looked at my data"), reverse("consents:viewings_mine"), "eye", "secondary")]


class Give(FormPage[ConsentForm]):
    """The text, and the one box."""

    access = permissions.OWN
    template_name = "consents/give.html"
    form_class = ConsentForm
    submit_label = _("Give the consent")
    success_message = _("The consent is given. You can withdraw it at any time.")

    @cached_property
    def offer(self) -> queries.Offer:
        """What is offered; ``NotFound`` for a text that this person may not sign."""
        me = person_of(self.actor.account_id)
        return queries.offer_to(me, self.kwargs["person"], self.kwargs["text"])

    def get_title(self) -> Text:
        return self.offer.text.title

    def get_lead(self) -> Text:
        return self.offer.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        return [mine_crumb()]

    def get_cancel_url(self) -> str:
        return reverse("consents:mine")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body = wording.filled(
            self.offer.text.body,
            operator=require_school().name,
            person=self.offer.person.full_name,
            signer=self.actor.name,
        )
        return super().get_context_data(offer=self.offer, body=body, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"text_type": self.offer.text.type}

    def perform(self, form: ConsentForm) -> Consent:
        return actions.give_in_system(
            person=self.offer.person, text=self.offer.text, acting=self.actor, terms_of_use=form.terms_of_use
        )

    def get_success_url(self, result: Consent) -> str:
        return reverse("consents:mine")


class Withdraw(FormPage[WithdrawalForm]):
    """End a consent, with what follows from it."""

    access = permissions.OWN
    template_name = "consents/withdraw.html"
    title = _("Withdraw the consent")
    submit_label = _("Withdraw")
    success_message = _("The consent is withdrawn.")

    @cached_property
    def consent(self) -> Consent:
        """The record; ``NotFound`` for somebody else's."""
        return queries.consent_for(self.actor, self.kwargs["consent"])

    @property
    def form_class(self) -> type[WithdrawalForm]:  # type: ignore[override]  # by who asks
        """The office says when the paper came."""
        return DatedWithdrawalForm if permissions.sees_all(self.actor) else WithdrawalForm

    def get_lead(self) -> Text:
        return f"{wording.title(self.consent.type)}: {self.consent.person.full_name}"

    def get_crumbs(self) -> Sequence[Crumb]:
        first = index_crumb() if permissions.sees_all(self.actor) else mine_crumb()
        return [first, Crumb(wording.title(self.consent.type), self.consent.get_absolute_url())]

    def get_cancel_url(self) -> str:
        return self.consent.get_absolute_url()

    def get_initial(self) -> dict[str, Any]:
        return {"withdrawn_on": today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**consequences(self.consent), **kwargs)

    def perform(self, form: WithdrawalForm) -> Consent:
        return actions.withdraw(consent=self.consent, acting=self.actor, **form.values())

    def get_success_url(self, result: Consent) -> str:
        return result.get_absolute_url()


def consequences(consent: Consent) -> dict[str, Any]:
    """What a withdrawal removes and blocks in every room, and what the law asks for afterwards."""
    ends = queries.would_end(consent)
    effects = ports.preview(consent) if ends else []
    return {
        "ends": ends,
        "removed": [effect.text for effect in effects if effect.kind == "removed"],
        "blocked": [effect.text for effect in effects if effect.kind == "blocked"],
        "duties": terms.duties(consent.type, today()),
    }
