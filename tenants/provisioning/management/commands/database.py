"""``estafeta database install | grant``: the roles of the installation and what they may do."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from tenants.isolation import roles
from tenants.provisioning import rights

SWITCHED_OFF = "Roles are switched off (ESTAFETA_SCHOOL_ROLES=off): there is nothing to do."
NO_RIGHT = (
    "The database says: {said}\nMaking roles needs a superuser, or a user with CREATEROLE who owns the database."
    " Name one in DATABASE_URL for this command, or run without roles: ESTAFETA_SCHOOL_ROLES=off."
)


class Command(BaseCommand):
    """Makes what the installation needs of database roles."""

    help = "Database roles of the installation: make them (install), or renew their rights (grant)."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        install = verbs.add_parser(
            "install", help="make the roles; run it as a superuser, once, and again after restoring a dump"
        )
        install.add_argument(
            "--login", default="", help="the database user as whom the product signs in (default: this one)"
        )
        install.add_argument("--json", action="store_true", help="answer in JSON")
        grant = verbs.add_parser("grant", help="renew the rights of the region and of all schools")
        grant.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not roles.are_used():
            self._answer(options, {"roles": False}, SWITCHED_OFF)
            return
        try:
            if options["verb"] == "install":
                rights.install_roles(options["login"])
            schools = rights.renew_rights()
        except Error as error:
            raise CommandError(NO_RIGHT.format(said=str(error).strip())) from error
        made = {"roles": True, "prefix": roles.prefix(), "schools": schools}
        self._answer(options, made, f"Roles with the prefix {roles.prefix()} stand; schools: {schools}.")

    def _answer(self, options: dict[str, Any], made: dict[str, Any], words: str) -> None:
        self.stdout.write(json.dumps(made) if options["json"] else words)
