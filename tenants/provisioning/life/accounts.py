"""Accounts of a school's members: carried by UUID and e-mail, matched where they arrive, destroyed with the last place.

A school's tables name accounts by UUID without a key. Where an account arrives, it is
- the one of the same UUID (the same installation), whatever its e-mail is by now;
- else the one of the same e-mail: it is kept as it is, and the school's rows are rewritten to its UUID;
- else a new one with the archive's UUID, e-mail, names and password.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

from tenants.identity.models import SCHOOL_ROLES, Account, Membership
from tenants.organisations.models import School

FIELDS = ("email", "last_name", "first_name", "patronymic", "language", "is_active", "password")


def dump_accounts(school_id: int, *, using: str) -> Iterator[dict[str, Any]]:
    """Each member's account with its roles in the school, revoked ones too."""
    members = Membership.objects.using(using).filter(school_id=school_id).order_by("account_id", "id")
    roles: dict[UUID, list[dict[str, Any]]] = {}
    for row in members:
        said = {"role": row.role, "is_active": row.is_active, "created_at": row.created_at.isoformat()}
        roles.setdefault(row.account_id, []).append(said)
    for account in Account.objects.using(using).filter(pk__in=roles).order_by("pk"):
        yield {
            "id": str(account.pk),
            **{name: getattr(account, name) for name in FIELDS},
            "memberships": roles[account.pk],
        }


def match_accounts(rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """UUID in the archive -> UUID here, of those that differ. Nothing is written."""
    listed = list(rows)
    here = {str(pk) for pk in Account.objects.filter(pk__in=[row["id"] for row in listed]).values_list("pk", flat=True)}
    emails = [row["email"] for row in listed if row["id"] not in here]
    by_email = dict(Account.objects.filter(email__in=emails).values_list("email", "pk"))
    return {row["id"]: str(by_email[row["email"]]) for row in listed if row["email"] in by_email}


def load_accounts(rows: Iterable[dict[str, Any]], school: School, renamed: dict[str, str]) -> int:
    """Make the accounts that are missing and all memberships; how many accounts are new. ``renamed``: of the match."""
    made = 0
    for row in rows:
        account_id = UUID(renamed.get(row["id"], row["id"]))
        fields = {name: row[name] for name in FIELDS}
        made += Account.objects.get_or_create(pk=account_id, defaults=fields)[1]
        for said in row["memberships"]:
            # An archive is somebody's file: it can give roles in its own school only.
            if said["role"] not in SCHOOL_ROLES:
                raise ValueError(said["role"])
            membership, _ = Membership.objects.update_or_create(
                account_id=account_id, school=school, role=said["role"], defaults={"is_active": said["is_active"]}
            )
            Membership.objects.filter(pk=membership.pk).update(created_at=parse_datetime(said["created_at"]))
    return made


def accounts_of_this_school_only(school_id: int) -> QuerySet[Account]:
    """Members who have no role, not even a revoked one, in any other place."""
    elsewhere = Membership.objects.exclude(school_id=school_id)
    members = Account.objects.filter(memberships__school_id=school_id)
    return members.exclude(pk__in=elsewhere.values("account_id")).distinct()


def destroy_accounts(school_id: int) -> int:
    """End all memberships, delete the accounts that had no other place, with the log of their sign-ins; how many."""
    doomed = list(accounts_of_this_school_only(school_id).values_list("pk", "email"))
    emails = [email for _, email in doomed]
    for log in (AccessAttempt, AccessFailureLog, AccessLog):
        log.objects.filter(username__in=emails).delete()
    Membership.objects.filter(school_id=school_id).delete()
    Account.objects.filter(pk__in=[pk for pk, _ in doomed]).delete()
    return len(doomed)
