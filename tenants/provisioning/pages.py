"""Schools of the installation, for the platform operator on the region's host."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.doors import Access
from tenants.isolation.hosts import address_of
from tenants.journal.models import Job
from tenants.organisations.models import School
from tenants.organisations.queries import all_schools, find_school, municipalities
from tenants.provisioning import actions
from tenants.provisioning.forms import SchoolForm
from ui.forms import FilterForm
from ui.pages import Action, ActionPage, ConfirmPage, Crumb, DetailPage, EmptyState, FormPage, ListPage, Text
from ui.tables import BadgeColumn, Column, DateColumn, LinkColumn, Table

OPERATOR = Access({"platform_operator"})
KINDS: dict[str, str] = {
    School.State.NEW: "waiting",
    School.State.READY: "success",
    School.State.SUSPENDED: "warning",
    School.State.ARCHIVED: "neutral",
    School.State.DELETED: "neutral",
}


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
        return [Action(_("New school"), reverse("provisioning:create"), icon="plus-lg")]


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


class _OfSchool(DetailPage[School]):
    """Pages about one school."""

    access = OPERATOR

    def find(self) -> School | None:
        return find_school(self.kwargs["school"])

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Schools"), reverse("provisioning:schools"))]


class SchoolPage(_OfSchool):
    """One school: its facts, state and creation."""

    template_name = "provisioning/school.html"

    def get_title(self) -> Text:
        return self.object.short_name

    def get_page_actions(self) -> Sequence[Action]:
        keys = {"school": self.object.slug}
        if self.object.state == School.State.READY:
            return [Action(_("Suspend"), reverse("provisioning:suspend", kwargs=keys), "pause-circle", "secondary")]
        if self.object.state == School.State.SUSPENDED:
            return [Action(_("Resume"), reverse("provisioning:resume", kwargs=keys), "play-circle")]
        job = actions.opening_job(self.object)
        if self.object.state == School.State.NEW and job is not None and job.is_over:
            url = reverse("provisioning:retry", kwargs=keys)
            return [Action(_("Try to create it again"), url, "arrow-clockwise", method="post")]
        return ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        school = self.object
        return super().get_context_data(
            job=actions.opening_job(school),
            address=address_of(school.slug) + "/" if school.state == School.State.READY else "",
            kind=KINDS[School.State(school.state)],
            **kwargs,
        )


class _ChangeState(_OfSchool, ConfirmPage):
    def get_cancel_url(self) -> str:
        return school_url(self.object)

    def get_success_url(self, result: School) -> str:
        return school_url(result)


class SuspendPage(_ChangeState):
    """Close a school's host."""

    confirm_label = _("Suspend")
    success_message = _("The school is suspended.")
    danger = True

    def get_title(self) -> Text:
        return _("Suspend “%(name)s”") % {"name": self.object.short_name}

    def get_consequences(self) -> Iterable[Text]:
        return [
            _("Its address answers as if there were no such school."),
            _("Its members sign in nowhere else because of it; roles in other schools stay."),
            _("All its data stay and come back when it is resumed."),
        ]

    def perform(self) -> School:
        return actions.suspend_school(school=self.object, acting=self.actor)


class ResumePage(_ChangeState):
    """Open it again."""

    confirm_label = _("Resume")
    success_message = _("The school works again.")

    def get_title(self) -> Text:
        return _("Resume “%(name)s”") % {"name": self.object.short_name}

    def get_consequences(self) -> Iterable[Text]:
        return [_("Its address opens again, with everything as it was.")]

    def perform(self) -> School:
        return actions.resume_school(school=self.object, acting=self.actor)


class RetryPage(_OfSchool, ActionPage):
    """Start the creation again where it stopped."""

    def get_cancel_url(self) -> str:
        return school_url(self.object)

    def perform(self) -> Job:
        return actions.retry_opening(school=self.object, acting=self.actor)

    def get_success_url(self, result: Job) -> str:
        return reverse("jobs:show", kwargs={"job": result.pk})
