"""Writes about the places of the installation."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import InputError
from tenants.organisations.models import Municipality
from tenants.organisations.naming import CODE_LENGTH, latin
from tenants.organisations.queries import find_municipality


@action("municipality.add")
def add_municipality(*, title: str, acting: Actor) -> Municipality:
    """The municipality of that title (or code); made when there is none yet."""
    title = " ".join(title.split())
    if not title:
        problem = {"place": "municipality", "message": _("Name the municipality.")}
        raise InputError(problem["message"], problems=[problem])
    found = find_municipality(title)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _add(title)
    except IntegrityError:  # somebody else added it, or took its code, at the same moment
        return find_municipality(title) or _add(title)


def _add(title: str) -> Municipality:
    return Municipality.objects.create(code=_free_code(title), title=title[:200])


def _free_code(title: str) -> str:
    base = latin(title) or "municipality"
    code, number = base, 1
    while Municipality.objects.filter(code=code).exists():
        number += 1
        code = f"{base[: CODE_LENGTH - 4]}-{number}"
    return code
