"""Who is told: accounts that work here, and what is known of how they want to be told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kernel.acting import Actor
from tenants.identity.queries import holders, members_among
from tenants.isolation.context import require_school


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody without an account: an e-mail known to the caller, and the language to write in."""

    email: str
    language: str = "ru"


Recipient = UUID | Address


@dataclass(frozen=True, slots=True)
class Reader:
    """A recipient as it is now: ``email`` is where mails go, ``language`` what is written in."""

    account_id: UUID | None
    email: str
    language: str

    @property
    def key(self) -> tuple[UUID | None, str]:
        """How the tables name the recipient: the account, or the address of somebody without one."""
        return self.account_id, "" if self.account_id else self.email


Departed = Callable[[Collection[UUID]], Collection[UUID]]
_departed: list[Departed] = []


def use_departed(find: Departed) -> None:
    """Fill the port: which of these accounts are of people who have left the school. The room of people calls it.

    Whoever left is told nothing any more, whatever roles are still open.
    """
    _departed[:] = [find]


def holding(*roles: str, besides: Actor | None = None) -> list[UUID]:
    """Accounts with one of the roles in the current school, the actor aside."""
    found = holders(require_school(), *roles).order_by("account_id").values_list("account_id", flat=True).distinct()
    return [account for account in found if besides is None or account != besides.account_id]


def present(accounts: Iterable[UUID]) -> Mapping[UUID, Reader]:
    """Those of the accounts that may be told something here: active, with a role in this school, not departed."""
    asked = set(accounts)
    if not asked:
        return {}
    gone = set(_departed[0](asked)) if _departed else set()
    members = members_among(require_school(), asked - gone)
    return {account.pk: Reader(account.pk, account.email, account.language) for account in members}


def readers(to: Iterable[Recipient], besides: Actor | None = None) -> Mapping[Recipient, Reader]:
    """Recipients as they are now, in order, without those who may be told nothing and without the one ``besides``."""
    asked = list(dict.fromkeys(to))
    here = present(one for one in asked if isinstance(one, UUID))
    done = besides.account_id if besides is not None else None
    found: dict[Recipient, Reader] = {}
    for one in asked:
        if isinstance(one, Address):
            email = one.email.strip().lower()
            if email:
                found[one] = Reader(None, email, one.language)
        elif one in here and one != done:
            found[one] = here[one]
    return found
