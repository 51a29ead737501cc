"""A person's own pages: profile, tokens, leaving everywhere; and the front door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tenants.identity import actions, queries
from tenants.identity.entrance import leave_everywhere
from tenants.identity.forms import TokenForm
from tenants.identity.models import Account, ApiToken
from tenants.isolation.hosts import REGION_LABEL, address_of
from tenants.organisations.queries import working_schools
from ui.pages import ANYONE, SIGNED_IN, ConfirmPage, Crumb, DetailPage, FormPage, Page, Text, is_htmx

SCHOOLS_SHOWN = 24


def _places(account: Account) -> list[dict[str, Any]]:
    return [
        {
            "title": place.title or _("Region"),
            "roles": ", ".join(place.roles),
            "url": address_of(place.label or REGION_LABEL) + "/",
        }
        for place in queries.places_of(account)
    ]


class FrontDoor(Page):
    """Choose your school; a signed-in person's own places come first."""

    access = ANYONE
    template_name = "identity/front.html"
    title = _("Mentoring in schools")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or for the search box only the list."""
        if is_htmx(request):
            self.template_name = "identity/front_schools.html"
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search = self.request.GET.get("q", "").strip()[:100]
        found = list(working_schools(search)[: SCHOOLS_SHOWN + 1])
        schools = [
            {"name": school.short_name, "municipality": school.municipality.title, "url": address_of(school.slug) + "/"}
            for school in found[:SCHOOLS_SHOWN]
        ]
        user = self.request.user
        return super().get_context_data(
            schools=schools,
            more=len(found) > SCHOOLS_SHOWN,
            search=search,
            own_places=_places(user) if isinstance(user, Account) else [],
            region_url=address_of(REGION_LABEL) + "/",
            **kwargs,
        )


class _Own(Page):
    """Pages of the signed-in person about oneself."""

    access = SIGNED_IN

    @cached_property
    def account(self) -> Account:
        """The account that looks at the page."""
        return queries.account_of(self.actor)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("My account"), reverse("account_me"))]


class MePage(_Own):
    """Names, language, password, memberships, tokens, sign-out everywhere."""

    template_name = "identity/me.html"
    title = _("My account")

    def get_crumbs(self) -> Sequence[Crumb]:
        return ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            account=self.account,
            own_places=_places(self.account),
            tokens=list(queries.tokens_of(self.actor)),
            **kwargs,
        )


class NoticesPage(_Own):
    """How much is not read in which of the own schools; what it says is read there."""

    template_name = "identity/notices.html"
    title = _("Notices")
    lead = _("What a school tells you is read in that school.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = {row.school.slug: row.count for row in queries.unread_of(self.actor)}
        path = reverse(settings.SCHOOL_INBOX, urlconf=settings.SCHOOL_URLCONF)
        schools = [
            {"title": place.title, "url": address_of(place.label) + path, "count": counts.get(place.label, 0)}
            for place in queries.places_of(self.account)
            if place.label
        ]
        return super().get_context_data(schools=schools, **kwargs)


class SignOutEverywherePage(_Own, ConfirmPage):
    """Ends all sessions of the account, this one too."""

    title = _("Sign out everywhere")
    confirm_label = _("Sign out everywhere")
    danger = True

    def get_consequences(self) -> Iterable[Text]:
        return [
            _("All sessions end at once, on every device and every host, this one too."),
            _("The password stays the same: change it if somebody else may know it."),
            _("Tokens of programs go on working: revoke them one by one."),
        ]

    def get_cancel_url(self) -> str:
        return reverse("account_me")

    def perform(self) -> HttpResponse:
        actions.sign_out_everywhere(account=self.account, acting=self.actor)
        return leave_everywhere(self.request)


class NewTokenPage(_Own, FormPage[TokenForm]):
    """A new token; its secret is in this one answer and nowhere else."""

    title = _("New token")
    lead = _("With a token a program reads the API on your behalf: it sees what you see.")
    form_class = TokenForm
    submit_label = _("Make the token")

    def get_cancel_url(self) -> str:
        return reverse("account_me")

    def perform(self, form: TokenForm) -> HttpResponse:
        token = actions.create_token(account=self.account, acting=self.actor, **form.values())
        context = {**super().get_context_data(form=form), "title": _("The token is made"), "lead": ""}
        page = self.response_class(
            request=self.request,
            template=["identity/token.html"],
            context={**context, "token": token},
            using=self.template_engine,
        )
        page["Cache-Control"] = "private, no-store"
        return page


class RevokeTokenPage(_Own, DetailPage[ApiToken], ConfirmPage):
    """Ends a token."""

    confirm_label = _("Revoke")
    success_message = _("The token is revoked.")
    danger = True

    def find(self) -> ApiToken | None:
        return queries.tokens_of(self.actor).filter(pk=self.kwargs["token"], revoked_at=None).first()

    def get_title(self) -> Text:
        return _("Revoke the token “%(name)s”") % {"name": self.object.name}

    def get_consequences(self) -> Iterable[Text]:
        return [_("Programs that use it are refused from now on."), _("It cannot be brought back.")]

    def get_cancel_url(self) -> str:
        return reverse("account_me")

    def perform(self) -> ApiToken:
        return actions.revoke_token(token=self.object, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("account_me")
