"""Writes about accounts, memberships and tokens."""

from __future__ import annotations

import datetime
import functools
import uuid
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today
from kernel.errors import Conflict, InputError, NotAllowed, NotFound
from tenants.identity import tasks
from tenants.identity.models import REGION_ROLES, SCHOOL_ROLES, Account, ApiToken, Membership, Role
from tenants.identity.permissions import OFFICE, require_member_management
from tenants.identity.tokens import digest_of, new_token
from tenants.isolation.commits import after_commit
from tenants.isolation.context import enter_region
from tenants.organisations.models import Municipality, School

P = ParamSpec("P")
R = TypeVar("R")

MAX_TOKENS = 20


def _installations_own(function: Callable[P, R]) -> Callable[P, R]:
    """The act concerns an account, not a school: its trace stands in the shared journal, whatever the host."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with enter_region():
            return function(*args, **kwargs)

    return run


def _wrong(place: str, message: str) -> InputError:
    return InputError(message, problems=[{"place": place, "message": message}])


@_installations_own
@action("account.create")
def create_account(
    *,
    email: str,
    acting: Actor,
    last_name: str = "",
    first_name: str = "",
    patronymic: str = "",
    password: str | None = None,
) -> Account:
    """The account of an e-mail, made when there is none yet; an existing one keeps its names and password."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise _wrong("email", _("This is not an e-mail address.")) from error
    found = Account.objects.filter(email=email).first()
    if found is not None:
        return found
    return Account.objects.create_user(
        email,
        password,
        last_name=last_name.strip(),
        first_name=first_name.strip(),
        patronymic=patronymic.strip(),
    )


@action("membership.grant")
def grant_membership(
    *,
    account: Account,
    role: str,
    acting: Actor,
    school: School | None = None,
    municipality: Municipality | None = None,
) -> Membership:
    """Give a role in a school (or, without one, in the region). A revoked membership comes to life again.

    The school's own rules are asked first (``settings.MEMBERSHIP_CHECKS``): they know acts that this floor does not.
    """
    require_member_management(acting, school)
    if role not in (REGION_ROLES if school is None else SCHOOL_ROLES):
        raise _wrong("role", _("There is no such role in this place."))
    if role == Role.MUNICIPAL_COORDINATOR and municipality is None:
        raise _wrong("municipality", _("A municipal coordinator needs a municipality."))
    if school is not None:
        for name in settings.MEMBERSHIP_CHECKS:
            import_string(name)(account=account, role=role, school=school, acting=acting)
    membership, _created = Membership.objects.update_or_create(
        account=account, school=school, role=role, defaults={"is_active": True, "municipality": municipality}
    )
    return membership


@action("membership.revoke")
def revoke_membership(*, membership: Membership, acting: Actor) -> Membership:
    """Take a role away; its holder is out with the next request. The last curator or head cannot do it to oneself."""
    # All holders of the role are locked in one order: two heads who leave at once wait for each other.
    holders = list(
        Membership.objects.select_for_update()
        .filter(school=membership.school_id, role=membership.role, is_active=True)
        .order_by("pk")
    )
    locked = next((holder for holder in holders if holder.pk == membership.pk), None)
    if locked is None:
        raise Conflict(_("This membership has already ended."))
    require_member_management(acting, membership.school)
    if locked.role in OFFICE and locked.account_id == acting.account_id and len(holders) == 1:
        raise Conflict(
            _("You are the last one with this role here: without it nobody could do its work."),
            next_step=_("Give the role to somebody else first, then give up yours."),
        )
    locked.is_active = False
    locked.save(update_fields=["is_active", "updated_at"])
    return locked


@action("membership.invite")
def invite(
    *,
    email: str,
    role: str,
    school: School,
    acting: Actor,
    last_name: str = "",
    first_name: str = "",
    patronymic: str = "",
) -> Membership:
    """Give a role by e-mail: the account is made when new; a mail tells of the place and how to get in."""
    account = create_account(
        email=email, last_name=last_name, first_name=first_name, patronymic=patronymic, acting=acting
    )
    membership = grant_membership(account=account, role=role, school=school, acting=acting)
    tell_of_membership(membership)
    return membership


def tell_of_membership(membership: Membership) -> None:
    """Send the invitation after the present transaction."""
    number = membership.pk
    after_commit(lambda: tasks.mail_invitation.send(number))


@_installations_own
@action("account.set_language")
def set_account_language(*, account: Account, language: str, acting: Actor) -> Account:
    """Remember the language of an account: its pages and mails are in it."""
    account.language = language
    account.save(update_fields=["language", "updated_at"])
    return account


@_installations_own
@action("account.sign_out_everywhere")
def sign_out_everywhere(*, account: Account, acting: Actor) -> Account:
    """End every session of the account on every host and device, this one too."""
    if acting.account_id != account.pk:
        raise NotAllowed()
    locked = Account.objects.select_for_update().get(pk=account.pk)
    locked.session_epoch = uuid.uuid4()
    locked.save(update_fields=["session_epoch", "updated_at"])
    return locked


@_installations_own
@action("token.create")
def create_token(*, account: Account, name: str, acting: Actor, expires_on: datetime.date | None = None) -> ApiToken:
    """A new token of the account, its secret in ``secret``: it is kept nowhere, show it once.

    At most ``MAX_TOKENS`` live ones per account.
    """
    if acting.account_id != account.pk:
        raise NotAllowed()
    if expires_on is not None and expires_on < today():
        raise _wrong("expires_on", _("This day has passed."))
    Account.objects.select_for_update().get(pk=account.pk)
    if account.tokens.filter(revoked_at=None).count() >= MAX_TOKENS:
        raise Conflict(_("There are too many tokens."), next_step=_("Revoke the ones that nobody uses."))
    secret = new_token()
    token = ApiToken.objects.create(
        account=account, name=name.strip()[:100], digest=digest_of(secret), expires_on=expires_on
    )
    token.secret = secret
    return token


@_installations_own
@action("token.revoke")
def revoke_token(*, token: ApiToken, acting: Actor) -> ApiToken:
    """End a token at once."""
    locked = ApiToken.objects.select_for_update().get(pk=token.pk)
    if locked.account_id != acting.account_id:
        raise NotFound()
    if locked.revoked_at is not None:
        raise Conflict(_("This token has already been revoked."))
    locked.revoked_at = now()
    locked.save(update_fields=["revoked_at", "updated_at"])
    return locked


@_installations_own
@action("account.reset_password")
def record_password_reset(*, account: Account, acting: Actor) -> Account:
    """A password was set by a link from a mail: the guesses before it stop counting against its owner."""
    account.password_reset_at = now()
    account.save(update_fields=["password_reset_at", "updated_at"])
    return account
