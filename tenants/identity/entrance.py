"""Views of signing in and out: allauth's, on our pages. Sign-up, e-mail management and the rest are not offered."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account import views as allauth_views
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

from kernel.doors import actor_of
from tenants.identity import actions, tasks, throttle
from tenants.identity.models import Account
from tenants.identity.queries import demo_logins


def keep_language(response: HttpResponseBase, language: str) -> None:
    """The language cookie, for all hosts of the installation."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )


class LoginPage(allauth_views.LoginView):
    """Sign in. ``?login=`` fills in the e-mail."""

    template_name = "identity/login.html"

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "login": self.request.GET.get("login", "")[:254]}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        user = self.request.user
        if isinstance(user, Account) and settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            keep_language(response, user.language)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        next_url = self.request.GET.get("next", "")
        logins = demo_logins(getattr(self.request, "school", None), self.request.place) if settings.DEMO else []
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "title": _("Sign in"),
            "demo_password": settings.DEMO_PASSWORD,
            "demo_logins": [
                {"email": login.email, "note": login.note, "query": urlencode({"login": login.email, "next": next_url})}
                for login in logins
            ],
        }


class LogoutPage(allauth_views.LogoutView):
    """Sign out by POST; GET asks."""

    template_name = "identity/logout.html"
    extra_context = {"title": _("Sign out")}


class InactivePage(allauth_views.AccountInactiveView):
    """The password is right, the account is switched off."""

    template_name = "identity/inactive.html"
    extra_context = {"title": _("This account is switched off")}


class ResetPage(allauth_views.PasswordResetView):
    """Ask for a link by mail."""

    template_name = "identity/reset.html"
    extra_context = {"title": _("Forgot the password?")}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "email": self.request.GET.get("login", "")[:254]}


class ResetSentPage(allauth_views.PasswordResetDoneView):
    """The link is on its way (or there is no such account: the two look alike)."""

    template_name = "identity/reset_sent.html"
    extra_context = {"title": _("Look into your mailbox")}


class ResetKeyPage(allauth_views.PasswordResetFromKeyView):
    """The link of the mail: set a password. It also opens an account that was closed by guesses."""

    template_name = "identity/reset_key.html"
    extra_context = {"title": _("Set a password")}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        account = self.reset_user
        actions.record_password_reset(account=account, acting=actor_of(self.request))
        throttle.forgive(account)
        tasks.mail_password_changed.send(str(account.pk))
        return response


class ResetDonePage(allauth_views.PasswordResetFromKeyDoneView):
    """The new password is set."""

    template_name = "identity/reset_done.html"
    extra_context = {"title": _("The password is set")}


class ChangePasswordPage(allauth_views.PasswordChangeView):
    """A new password for a signed-in person; other sessions end."""

    template_name = "identity/change_password.html"
    extra_context = {"title": _("Change the password")}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        tasks.mail_password_changed.send(str(form.user.pk))
        return response


def change_language(request: HttpRequest) -> HttpResponseBase:
    """Django's ``set_language``; a signed-in person's choice is also kept with the account."""
    language = request.POST.get("language", "")
    known = language in dict(settings.LANGUAGES)
    if request.method == "POST" and known and isinstance(request.user, Account):
        actions.set_account_language(account=request.user, language=language, acting=actor_of(request))
    response = set_language(request)
    assert isinstance(response, HttpResponseBase)
    return response


def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """End this session too, after ``sign_out_everywhere``."""
    logout(request)
    return HttpResponseRedirect(reverse("account_login"))
