"""Pages of long work: how far one is, and which ones I started."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kernel.errors import NotFound
from tenants.journal import queries
from tenants.journal.models import Job
from ui.pages import SIGNED_IN, Crumb, EmptyState, ListPage, Progress, ProgressPage, Text
from ui.pages.progress import State
from ui.tables import BadgeColumn, Column, DateTimeColumn, LinkColumn, Table

STATES: dict[str, State] = {
    Job.State.QUEUED: "waiting",
    Job.State.RUNNING: "running",
    Job.State.DONE: "done",
    Job.State.FAILED: "failed",
}
KINDS: dict[str, str] = {
    Job.State.QUEUED: "waiting",
    Job.State.RUNNING: "active",
    Job.State.DONE: "success",
    Job.State.FAILED: "danger",
}


class JobPage(ProgressPage):
    """One long work, for whoever started it and for the office of its place."""

    access = SIGNED_IN

    @cached_property
    def job(self) -> Job:
        """The work; ``NotFound`` when it is somebody else's or another school's."""
        found = queries.visible_job(self.actor, self.kwargs["job"])
        if found is None:
            raise NotFound()
        return found

    def get_title(self) -> Text:
        return self.job.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Long works"), reverse("jobs:index"))]

    def get_progress(self) -> Progress:
        job = self.job
        return Progress(
            state=STATES[job.state],
            done=job.done,
            total=job.total,
            note=job.message,
            result_url=job.result_url if job.is_over else "",
            result_label=_("See the result") if job.state == Job.State.DONE else _("Back to where it began"),
        )


class JobTable(Table):
    """Title, state, when."""

    title = LinkColumn(verbose_name=_("Work"), linkify=lambda record: reverse("jobs:show", kwargs={"job": record.pk}))
    state = BadgeColumn(KINDS, verbose_name=_("State"))
    message = Column(verbose_name=_("Now"), orderable=False)
    created_at = DateTimeColumn(verbose_name=_("Begun"))
    finished_at = DateTimeColumn(verbose_name=_("Ended"))

    class Meta(Table.Meta):
        order_by: ClassVar[tuple[str, ...]] = ("-created_at",)


class JobList(ListPage[Job]):
    """The actor's own long works in this place."""

    access = SIGNED_IN
    title = _("Long works")
    lead = _("Imports, documents and other works that you started here and that take longer than a moment.")
    table_class = JobTable
    export_name = "jobs"
    empty = EmptyState(_("You have not started any long work yet"), icon="hourglass")

    def get_queryset(self) -> QuerySet[Job]:
        return queries.own_jobs(self.actor)
