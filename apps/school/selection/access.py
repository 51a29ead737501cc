"""What the school's act says before somebody gets a role here. Named in ``settings.MEMBERSHIP_CHECKS``.

Only acts of the school's own people are asked: opening a school and helping one that has locked itself out is done by
the operator of the platform, who stands outside the school's act.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.regulation.queries import current_or_none
from apps.school.regulation.rules import governance
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.errors import Violation, refuse_if
from tenants.identity.models import Account, Role
from tenants.identity.queries import holders
from tenants.isolation.context import enter_school
from tenants.organisations.models import School

from . import queries


def check_grant(*, account: Account, role: str, school: School, acting: Actor) -> None:
    """Refuse a curator whom no act made one, and a body that the act does not know."""
    if acting.place != "school":
        return
    with enter_school(school):
        _ask(account, role, school)


def _ask(account: Account, role: str, school: School) -> None:
    view = current_or_none()
    if view is None:
        return
    if role == Role.METHODICAL_ASSOCIATION:
        refuse_if(governance.body(view, role), next_step=_("Name the body in the regulation first."))
    if role == Role.CURATOR:
        step = _("Appoint the curator on the page “Curators”; the access follows the signed order.")
        refuse_if(_curator(view, account, school), next_step=step)


def _curator(view: RegulationView, account: Account, school: School) -> list[Violation]:
    same = Q(account_id=account.pk) | Q(account_id=None, email__iexact=account.email)
    person = Person.objects.filter(same).order_by("account_id").first()
    appointed = queries.curators_at_work().filter(person=person).first() if person else None
    others = holders(school, Role.CURATOR).exclude(account=account)
    external = person is not None and person.kind == Person.Kind.EXTERNAL
    facts = governance.CuratorFacts(
        name=str(account),
        appointed_by=appointed.appointed_by if appointed else "",
        organisation=(person.organisation or str(account)) if person is not None and external else "",
        others=others.count(),
    )
    return governance.curator_access(view, facts)
