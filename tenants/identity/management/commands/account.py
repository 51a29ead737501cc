"""``estafeta account grant | revoke | list``: who works in the region; the first platform operator comes this way."""

from __future__ import annotations

import getpass
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel.acting import system_actor
from kernel.errors import DomainError
from tenants.identity.actions import create_account, grant_membership, revoke_membership
from tenants.identity.models import REGION_ROLES, Membership, Role
from tenants.organisations.queries import find_municipality


class Command(BaseCommand):
    """Memberships of the region (those of a school are its curator's business, on the page «Access»)."""

    help = "Accounts of the region: grant and revoke roles, list them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The verb and its words."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, text in (("grant", "give a role"), ("revoke", "take a role away")):
            one = verbs.add_parser(verb, help=text)
            one.add_argument("email")
            one.add_argument("role", choices=sorted(REGION_ROLES))
            one.add_argument("--municipality", help="of a municipal coordinator: title or code")
            one.add_argument("--ask-password", action="store_true", help="ask for a password instead of a mail link")
        verbs.add_parser("list", help="who has which role").add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the verb; a refusal is an error with its sentence."""
        try:
            getattr(self, f"_{options['verb']}")(options)
        except DomainError as refusal:
            raise CommandError(f"{refusal.message} {refusal.next_step}".strip()) from refusal

    def _grant(self, options: dict[str, Any]) -> None:
        acting = system_actor("estafeta account")
        municipality = find_municipality(options["municipality"]) if options["municipality"] else None
        if options["role"] == Role.MUNICIPAL_COORDINATOR and municipality is None:
            raise CommandError("A municipal coordinator needs --municipality with a title or code that exists.")
        password = getpass.getpass("Password: ") if options["ask_password"] else None
        account = create_account(email=options["email"], password=password, acting=acting)
        grant_membership(account=account, role=options["role"], municipality=municipality, acting=acting)
        self.stdout.write(f"{account.email}: {options['role']}")

    def _revoke(self, options: dict[str, Any]) -> None:
        found = Membership.objects.filter(
            account__email=options["email"].lower(), role=options["role"], school=None, is_active=True
        ).first()
        if found is None:
            raise CommandError(f"{options['email']} does not have the role {options['role']}.")
        revoke_membership(membership=found, acting=system_actor("estafeta account"))
        self.stdout.write(f"{options['email']}: no longer {options['role']}")

    def _list(self, options: dict[str, Any]) -> None:
        rows = Membership.objects.filter(school=None, is_active=True).select_related("account", "municipality")
        told = [
            {
                "email": row.account.email,
                "role": row.role,
                "municipality": row.municipality.title if row.municipality else None,
            }
            for row in rows.order_by("role", "account__email")
        ]
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        for row in [] if options["json"] else told:
            self.stdout.write(f"{row['email']}  {row['role']}  {row['municipality'] or ''}".rstrip())
