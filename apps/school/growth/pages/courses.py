"""The school's list of courses, internships and events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ui.pages import Action, Crumb, DetailPage, EmptyState, FormPage, ListPage

from .. import actions, queries
from ..forms import CourseForm
from ..models import Course
from ..permissions import EVERYBODY, OFFICE, is_office
from ..tables import STEP_KINDS, CourseFilter, CourseTable, growth_tabs


def courses_crumb() -> Crumb:
    """The way to the list."""
    return Crumb(_("Courses"), reverse("growth:courses"))


class CourseList(ListPage[Course]):
    """What one can learn by; everybody in the mentoring reads it, the office keeps it."""

    access = EVERYBODY
    title = _("Courses")
    lead = _("Courses, internships and events that a step of a route may be given to.")
    template_name = "growth/list.html"
    table_class = CourseTable
    filterset_class = CourseFilter
    export_name = "courses"
    empty = EmptyState(
        _("No courses yet"),
        _("Write down what the school sends people to: by its competencies a course is suggested."),
        "mortarboard",
    )

    def get_queryset(self) -> QuerySet[Course]:
        return queries.courses()

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Add a course"), reverse("growth:course_new"), "plus-lg")] if is_office(self.actor) else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = growth_tabs("courses") if is_office(self.actor) else []
        return super().get_context_data(**{"tabs": tabs, **kwargs})


class CoursePage(DetailPage[Course]):
    """One course; who learns there is for the office."""

    access = EVERYBODY
    template_name = "growth/course.html"

    def find(self) -> Course:
        return queries.course_by_id(self.kwargs["course"])

    def get_crumbs(self) -> Sequence[Crumb]:
        return [courses_crumb()]

    def get_page_actions(self) -> Sequence[Action]:
        if not is_office(self.actor):
            return ()
        return [Action(_("Change"), reverse("growth:course_edit", kwargs={"course": self.object.pk}), "pencil")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = is_office(self.actor)
        learners = queries.learners_of(self.object) if office else ()
        return super().get_context_data(
            **{
                "course": self.object,
                "office": office,
                "learners": [(row, STEP_KINDS[row.state]) for row in learners],
                **kwargs,
            }
        )


class _WritePage(FormPage[CourseForm]):
    access = OFFICE
    form_class = CourseForm
    success_message = _("The course is kept.")

    @cached_property
    def course(self) -> Course | None:
        """The course changed; None for a new one."""
        return None

    def get_crumbs(self) -> Sequence[Crumb]:
        return [courses_crumb()]

    def perform(self, form: CourseForm) -> Course:
        values = form.values()
        competencies = list(values.pop("competencies"))
        return actions.save_course(course=self.course, values=values, competencies=competencies, acting=self.actor)

    def get_cancel_url(self) -> str:
        return self.course.get_absolute_url() if self.course else reverse("growth:courses")

    def get_success_url(self, result: Course) -> str:
        return result.get_absolute_url()


class NewPage(_WritePage):
    """Add a course."""

    title = _("Add a course")


class EditPage(_WritePage):
    """Change a course."""

    title = _("Change the course")

    @cached_property
    def course(self) -> Course | None:
        """The course; ``NotFound`` for a foreign one."""
        return queries.course_by_id(self.kwargs["course"])

    def find_objects(self) -> None:
        """It must be here."""
        _found = self.course

    def get_initial(self) -> dict[str, Any]:
        row = queries.course_by_id(self.kwargs["course"])
        found = {name: getattr(row, name) for name in CourseForm.base_fields if hasattr(row, name)}
        return found | {"competencies": [each.competency_id for each in row.covers.all()]}
