"""Schools of the installation: all of them, one of them, a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kernel.doors import Access
from tenants.isolation.hosts import address_of
from tenants.journal.models import Job
from tenants.organisations.models import School
from tenants.organisations.queries import all_schools, find_school, municipalities
from tenants.provisioning import actions
from tenants.provisioning.forms import SchoolForm
from ui.forms import FilterForm
from ui.pages import Action, Crumb, DetailPage, EmptyState, FormPage, ListPage, Text
from ui.tables import BadgeColumn, Column, DateColumn, LinkColumn, Table

OPERATOR = Access({"platform_operator"})
KINDS: dict[str, str] = {
    School.State.NEW: "waiting",
    School.State.READY: "success",
    School.State.SUSPENDED: "warning",
    School.State.ARCHIVED: "neutral",
    School.State.DELETED: "neutral",
}
NEXT: dict[str, Text] = {
    School.State.NEW: _("The school is being created. Its address opens when that is finished."),
    School.State.READY: _("The school works. Suspending it closes its address; nothing is lost."),
    School.State.SUSPENDED: _("Its address is closed, its data stay. It can be resumed or put into the archive."),
    School.State.ARCHIVED: _("Its work is over, its data stay. It can be taken out of the archive."),
}
STOPPED = _("The creation has stopped. Trying again goes on where it was; nothing is done twice.")
INTERRUPTED = _("The creation by a command was interrupted: running the same command again goes on where it was.")


def school_url(school: School) -> str:
    """The page of a school here."""
    return reverse("provisioning:school", kwargs={"school": school.slug})


class SchoolTable(Table):
    """Name, municipality, address, state."""

    short_name = LinkColumn(verbose_name=_("School"), linkify=lambda record: school_url(record))
    municipality = Column(verbose_name=_("Municipality"), accessor="municipality__title")
    slug = Column(verbose_name=_("Name in the address"))
    state = BadgeColumn(KINDS, verbose_name=_("State"))
    created_at = DateColumn(verbose_name=_("Created"))

    class Meta(Table.Meta):
        pass


class SchoolFilter(django_filters.FilterSet):
    """By words, state and municipality."""

    q = django_filters.CharFilter(method="search", label=_("Name or address"))
    state = django_filters.ChoiceFilter(choices=School.State.choices, label=_("State"))
    municipality = django_filters.ModelChoiceFilter(queryset=municipalities(), label=_("Municipality"))

    class Meta:
        model = School
        form = FilterForm
        fields = ["state", "municipality"]

    def search(self, rows: QuerySet[School], name: str, value: str) -> QuerySet[School]:
        """Every word occurs in one of the names."""
        for word in value.split()[:6]:
            rows = rows.filter(Q(short_name__icontains=word) | Q(name__icontains=word) | Q(slug__icontains=word))
        return rows


class SchoolsPage(ListPage[School]):
    """All schools in whatever state."""

    access = OPERATOR
    title = _("Schools")
    table_class = SchoolTable
    filterset_class = SchoolFilter
    export_name = "schools"
    empty = EmptyState(_("There are no schools yet"), _("The first one takes a minute."), "buildings")

    def get_queryset(self) -> QuerySet[School]:
        return all_schools()

    def get_page_actions(self) -> Sequence[Action]:
        return [
            Action(_("New school"), reverse("provisioning:create"), icon="plus-lg"),
            Action(_("Many schools from a table"), reverse("provisioning:list_new"), "cloud-upload", "secondary"),
            Action(_("Check all schools"), reverse("provisioning:care"), "clipboard-check", "secondary"),
        ]


class CreateSchoolPage(FormPage[SchoolForm]):
    """A new school: the form, then a job with progress."""

    access = OPERATOR
    title = _("New school")
    lead = _("The school gets its own address and its own part of the database, filled with its regulation.")
    form_class = SchoolForm
    submit_label = _("Create the school")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Schools"), reverse("provisioning:schools"))]

    def get_cancel_url(self) -> str:
        return reverse("provisioning:schools")

    def perform(self, form: SchoolForm) -> Job:
        values = form.values()
        url = reverse("provisioning:school", kwargs={"school": values["slug"]})
        return actions.order_school_with_job(acting=self.actor, result_url=url, **values)

    def get_success_url(self, result: Job) -> str:
        return reverse("jobs:show", kwargs={"job": result.pk})


class OfSchool(DetailPage[School]):
    """Pages about one school."""

    access = OPERATOR

    def find(self) -> School | None:
        return find_school(self.kwargs["school"])

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Schools"), reverse("provisioning:schools"))]


class SchoolPage(OfSchool):
    """One school: its facts, state and creation."""

    template_name = "provisioning/school.html"

    def get_title(self) -> Text:
        return self.object.short_name

    @cached_property
    def job(self) -> Job | None:
        """The latest work that creates the school."""
        return actions.opening_job(self.object)

    @property
    def is_stopped(self) -> bool:
        """True when the creation did not come to its end and nobody is at it."""
        return self.object.state == School.State.NEW and self.job is not None and self.job.is_over

    def get_lead(self) -> Text:
        if self.is_stopped:
            return STOPPED
        if self.object.state == School.State.NEW and self.job is None:
            return INTERRUPTED
        return NEXT.get(self.object.state, "")

    def get_page_actions(self) -> Sequence[Action]:
        def action(label: Text, name: str, icon: str, **more: str) -> Action:
            return Action(label, reverse(f"provisioning:{name}", kwargs={"school": self.object.slug}), icon, **more)

        if self.is_stopped:
            return [action(_("Try to create it again"), "retry", "arrow-clockwise", method="post")]
        return {
            School.State.READY: [action(_("Suspend"), "suspend", "pause-circle", variant="secondary")],
            School.State.SUSPENDED: [
                action(_("Resume"), "resume", "play-circle"),
                action(_("Put into the archive"), "archive", "archive", variant="secondary"),
            ],
            School.State.ARCHIVED: [
                action(_("Take out of the archive"), "unarchive", "arrow-counterclockwise", variant="secondary")
            ],
        }.get(School.State(self.object.state), [])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        school = self.object
        return super().get_context_data(
            job=self.job,
            address=address_of(school.slug) + "/" if school.state == School.State.READY else "",
            kind=KINDS.get(school.state, "neutral"),
            **kwargs,
        )
