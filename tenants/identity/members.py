"""A school's members: who has which role, invitations, leaving. For the curator and the head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.doors import Access
from tenants.identity import actions, queries
from tenants.identity.forms import MemberForm, school_role_choices
from tenants.identity.models import Membership
from tenants.identity.permissions import OFFICE
from tenants.isolation.backend import PlacedRequest
from tenants.isolation.context import require_school
from ui.forms import FilterForm
from ui.pages import Action, ConfirmPage, Crumb, DetailPage, EmptyState, FormPage, ListPage, Text
from ui.tables import Column, DateColumn, LinkColumn, Table

OFFICE_ONLY = Access(OFFICE)


class MemberTable(Table):
    """Name, e-mail, role, since when."""

    name = LinkColumn(
        verbose_name=_("Name"),
        accessor="account",
        order_by=("account__last_name", "account__first_name"),
        linkify=False,
        attrs={"td": {"class": "lead-cell"}},
    )
    email = Column(verbose_name=_("E-mail"), accessor="account__email")
    role = Column(verbose_name=_("Role"), order_by="role_order")
    since = DateColumn(verbose_name=_("Since"), accessor="created_at")
    leave = Column(
        verbose_name=_("Access"),
        accessor="pk",
        orderable=False,
        exclude_from_export=True,
        linkify=lambda record: reverse("members:revoke", kwargs={"membership": record.pk}),
    )

    class Meta(Table.Meta):
        pass

    def render_leave(self, record: Membership) -> Text:
        """The link that takes the role away."""
        return _("Take away")


class MemberFilter(django_filters.FilterSet):
    """By words of the name or e-mail, and by role."""

    q = django_filters.CharFilter(method="search", label=_("Name or e-mail"))
    role = django_filters.ChoiceFilter(choices=school_role_choices, label=_("Role"))

    class Meta:
        model = Membership
        form = FilterForm
        fields = ["role"]

    def search(self, rows: QuerySet[Membership], name: str, value: str) -> QuerySet[Membership]:
        """Every word occurs in the name or in the e-mail."""
        for word in value.split()[:6]:
            rows = rows.filter(
                Q(account__last_name__icontains=word)
                | Q(account__first_name__icontains=word)
                | Q(account__patronymic__icontains=word)
                | Q(account__email__icontains=word)
            )
        return rows


class MembersPage(ListPage[Membership]):
    """Everybody who may sign in here."""

    access = OFFICE_ONLY
    title = _("Access to the school")
    lead = _("Who may sign in here and with which role. A role that is taken away ends at once.")
    table_class = MemberTable
    filterset_class = MemberFilter
    export_name = "members"
    empty = EmptyState(_("Nobody has access yet"), icon="people")

    def get_queryset(self) -> QuerySet[Membership]:
        return queries.members_of(require_school())

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Give access"), reverse("members:add"), icon="person-plus")]


class AddMemberPage(FormPage[MemberForm]):
    """Give a role by e-mail."""

    access = OFFICE_ONLY
    title = _("Give access")
    lead = _("A person without an account gets a mail with a link to set a password.")
    form_class = MemberForm
    submit_label = _("Give access")
    success_message = _("Access is given; a mail is on its way.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Access to the school"), reverse("members:index"))]

    def get_cancel_url(self) -> str:
        return reverse("members:index")

    def perform(self, form: MemberForm) -> Membership:
        return actions.invite(school=require_school(), acting=self.actor, **form.values())

    def get_success_url(self, result: Any) -> str:
        return reverse("members:index")


class RevokeMemberPage(DetailPage[Membership], ConfirmPage):
    """Take a role away."""

    access = OFFICE_ONLY
    confirm_label = _("Take the role away")
    success_message = _("The role is taken away.")
    danger = True

    def find(self) -> Membership | None:
        return queries.member_of(require_school(), self.kwargs["membership"])

    def get_title(self) -> Text:
        return _("Take away the role “%(role)s”: %(name)s") % {
            "role": self.object.get_role_display(),
            "name": self.object.account,
        }

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Access to the school"), reverse("members:index"))]

    def get_consequences(self) -> Iterable[Text]:
        return [
            _("With this role the person can do nothing here from the next click on."),
            _("Roles in other schools and other roles here stay."),
            _("Cards, pairs and documents stay as they are."),
        ]

    def get_cancel_url(self) -> str:
        return reverse("members:index")

    def perform(self) -> Membership:
        return actions.revoke_membership(membership=self.object, acting=self.actor)

    def get_success_url(self, result: Membership) -> str:
        """Back to the list; who gave up the last own office role here has no list any more."""
        request = cast(PlacedRequest, self.request)
        own = queries.actor_for(request.user, place="school", school=require_school())
        return reverse("members:index") if own.has(*OFFICE) else "/"
