"""Sign-in and the person's own pages, on every host. Each library view is named and has its door."""

from __future__ import annotations

from django.urls import path, re_path

from kernel.doors import ANYONE, SIGNED_IN, door
from tenants.identity import entrance, pages

urlpatterns = [
    path("login/", door(ANYONE)(entrance.LoginPage.as_view()), name="account_login"),
    path("logout/", door(ANYONE)(entrance.LogoutPage.as_view()), name="account_logout"),
    path("inactive/", door(ANYONE)(entrance.InactivePage.as_view()), name="account_inactive"),
    path("password/change/", door(SIGNED_IN)(entrance.ChangePasswordPage.as_view()), name="account_change_password"),
    path("password/reset/", door(ANYONE)(entrance.ResetPage.as_view()), name="account_reset_password"),
    path("password/reset/done/", door(ANYONE)(entrance.ResetSentPage.as_view()), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        door(ANYONE)(entrance.ResetKeyPage.as_view()),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        door(ANYONE)(entrance.ResetDonePage.as_view()),
        name="account_reset_password_from_key_done",
    ),
    path("me/", pages.MePage.as_view(), name="account_me"),
    path("notices/", pages.NoticesPage.as_view(), name="account_notices"),
    path("me/sign-out-everywhere/", pages.SignOutEverywherePage.as_view(), name="account_sign_out_everywhere"),
    path("me/tokens/new/", pages.NewTokenPage.as_view(), name="account_token_new"),
    path("me/tokens/<int:token>/revoke/", pages.RevokeTokenPage.as_view(), name="account_token_revoke"),
]
