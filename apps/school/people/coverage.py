"""Where the banks hold to the regulation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.regulation.places import acts

acts(
    "scope.mentor_grades",
    on="action",
    name="bank.enter_mentor",
    what=_("A mentor is entered with a grade of this list."),
    test="tests/school/people/test_grades.py::test_mentor_has_a_grade_of_the_regulation",
)
