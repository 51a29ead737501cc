"""Forms of signing in and of accounts. allauth's own, dressed as this product's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.identity.models import SCHOOL_ROLES, Role
from ui.forms import Dressed, EstafetaForm

EMAIL = _("E-mail")
PASSWORD_HELP = _("At least 10 characters; not a common word and not only digits.")


def _name(form: forms.BaseForm, field: str, label: Any, help_text: Any = "") -> None:
    """Our words instead of the library's; a label is enough, placeholders go."""
    form.fields[field].label = label
    form.fields[field].help_text = help_text
    form.fields[field].widget.attrs.pop("placeholder", None)


class LoginForm(Dressed, allauth_forms.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, "login", EMAIL)
        _name(self, "password", _("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ResetPasswordForm(Dressed, allauth_forms.ResetPasswordForm):
    """Where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, "email", EMAIL)


class ResetPasswordKeyForm(Dressed, allauth_forms.ResetPasswordKeyForm):
    """The new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, "password1", _("New password"), PASSWORD_HELP)
        _name(self, "password2", _("New password once more"))


class ChangePasswordForm(Dressed, allauth_forms.ChangePasswordForm):
    """The present password and the new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name(self, "oldpassword", _("Present password"))
        _name(self, "password1", _("New password"), PASSWORD_HELP)
        _name(self, "password2", _("New password once more"))


class TokenForm(EstafetaForm):
    """A new token of a program."""

    name = forms.CharField(
        label=_("What it is for"), max_length=100, help_text=_("For instance: export into the electronic register.")
    )
    expires_on = forms.DateField(label=_("Valid until"), required=False, help_text=_("Empty: until it is revoked."))


def school_role_choices() -> list[tuple[str, Any]]:
    """Roles of a school in the order of ``Role``."""
    return [(role.value, role.label) for role in Role if role in SCHOOL_ROLES]


class MemberForm(EstafetaForm):
    """Whom to give which role."""

    email = forms.EmailField(label=EMAIL, max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=school_role_choices)
    last_name = forms.CharField(label=_("Last name"), max_length=100, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=100, required=False)
    patronymic = forms.CharField(
        label=_("Patronymic"),
        max_length=100,
        required=False,
        help_text=_("Names are kept only when the account is new."),
    )
