"""Signing by a link: the office sends it, the signer reads, asks for a code and confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.school.people.models import Person
from apps.school.people.queries import guardians_of, person_for
from kernel.acting import Actor
from kernel.clock import today
from kernel.doors import ANYONE
from kernel.errors import InputError
from tenants.identity.throttle import client_address
from tenants.isolation.context import require_school
from ui.pages import ActionPage, Crumb, FormPage, Page, Text

from .. import actions, permissions, queries, signing, wording
from ..errors import NoSuchLink
from ..forms import CodeForm, LinkForm
from ..models import Consent, SigningLink
from .office import index_crumb


class SendLink(FormPage[LinkForm]):
    """Mail a link to one signer."""

    access = permissions.OFFICE
    title = _("Send a link to sign")
    form_class = LinkForm
    submit_label = _("Send the link")
    success_message = _("The link is on its way. The consent will be here as soon as it is signed.")

    @cached_property
    def person(self) -> Person:
        """Whose consent; ``NotFound`` for a foreign person."""
        return person_for(self.actor, self.kwargs["person"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not queries.texts_complete():
            actions.ensure_texts(acting=self.actor)
        return super().get(request, *args, **kwargs)

    def get_lead(self) -> Text:
        return self.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb(), Crumb(self.person.full_name, self.person.get_absolute_url())]

    def get_cancel_url(self) -> str:
        return self.person.get_absolute_url()

    def get_initial(self) -> dict[str, Any]:
        minor = queries.subject_of(self.person).is_minor(today())
        signer = guardians_of(self.person).first() if minor else self.person
        text = queries.current_texts().get(self.request.GET.get("kind", ""))
        return {"signer": signer or self.person, "text": text}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: LinkForm) -> SigningLink:
        return actions.send_link(person=self.person, acting=self.actor, **form.values())

    def get_success_url(self, result: SigningLink) -> str:
        return self.person.get_absolute_url()


class SendMany(ActionPage):
    """Mail links of one type to the ticked people."""

    access = permissions.OFFICE

    def perform(self) -> int:
        chosen = queries.ticked(self.request.POST.getlist("selected"))
        kind = self.request.POST.get("kind", "")
        if not chosen or kind not in wording.types():
            raise InputError(_("Nobody is ticked."), next_step=_("Go back, tick the people and choose the consent."))
        if not queries.texts_complete():
            actions.ensure_texts(acting=self.actor)
        return actions.send_links(person_ids=chosen, kind=kind, acting=self.actor)

    def get_cancel_url(self) -> str:
        return reverse("consents:matrix")

    def get_success_url(self, result: int) -> str:
        return reverse("consents:matrix")

    def get_success_message(self, result: int) -> Text:
        return ngettext("%(count)s link is sent.", "%(count)s links are sent.", result) % {"count": result}


class _OfLink(Page):
    """The link of the address; anybody who holds it may read the text, only the code of its mailbox signs."""

    access = ANYONE

    @cached_property
    def link(self) -> SigningLink:
        """The open link; ``LinkClosed`` says why it is not."""
        nonce = signing.nonce_of(self.kwargs["link_token"])
        if nonce is None:
            raise NoSuchLink()
        return actions.open_link(nonce)

    @property
    def here(self) -> str:
        """The page of the link."""
        return reverse("consents:sign", kwargs={"link_token": self.kwargs["link_token"]})

    @property
    def signer(self) -> Actor:
        """Who acts: the holder of the mailbox, in the name under which the link was sent."""
        return replace(self.actor, account_id=None, name=self.link.signer.full_name)


class Sign(_OfLink, FormPage[CodeForm]):
    """The exact text, a code on request, and the one box."""

    template_name = "consents/sign.html"
    form_class = CodeForm
    submit_label = _("Sign")

    def find_objects(self) -> None:
        _link = self.link

    def get_title(self) -> Text:
        return self.link.text.title

    def get_lead(self) -> Text:
        return self.link.person.full_name

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"text_type": self.link.text.type}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        link = self.link
        body = wording.filled(
            link.text.body,
            operator=require_school().name,
            person=link.person.full_name,
            signer=link.signer.full_name,
        )
        facts = {"days": signing.LINK_DAYS, "minutes": signing.CODE_MINUTES, "code_sent": link.code_number > 0}
        code_url = reverse("consents:sign_code", kwargs={"link_token": self.kwargs["link_token"]})
        return super().get_context_data(link=link, body=body, code_url=code_url, **facts, **kwargs)

    def perform(self, form: CodeForm) -> Consent:
        code = form.cleaned_data["code"]
        if not actions.try_code(link=self.link, code=code, acting=self.signer):
            message = _("The code is not right.")
            problems = [{"place": "code", "message": str(message)}]
            raise InputError(
                message, problems=problems, next_step=_("Look into the latest letter, or ask for a new code.")
            )
        ip = client_address(self.request) or ""
        return actions.sign_by_link(
            link=self.link, code=code, ip=ip, acting=self.signer, terms_of_use=form.terms_of_use
        )

    def succeed(self, result: Consent) -> HttpResponse:
        """The link is used up, so the thanks stand on this very answer."""
        context = Page.get_context_data(self, consent=result, link=self.link)
        return self.response_class(self.request, ["consents/signed.html"], context, using=self.template_engine)


class SendCode(_OfLink, ActionPage):
    """Mail a one-time code."""

    http_method_names = ["post", "options"]

    def perform(self) -> SigningLink:
        return actions.send_code(link=self.link, acting=self.signer)

    def get_cancel_url(self) -> str:
        return self.here

    def get_success_url(self, result: SigningLink) -> str:
        return self.here

    def succeed(self, result: SigningLink) -> HttpResponse:
        messages.success(self.request, str(_("The code is on its way to %(email)s.")) % {"email": masked(result.email)})
        return super().succeed(result)


def masked(email: str) -> str:
    """«а…а@school.ru»: enough for its owner, nothing for others."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}…{name[-1:]}@{host}"
