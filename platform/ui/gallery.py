"""The gallery: every component on one page, in DEBUG only. The browser tests photograph it."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import pgettext_lazy
from django_tables2 import RequestConfig

from kernel.doors import ANYONE
from kernel.errors import NotFound, RuleViolation, Violation
from ui.forms import EstafetaForm
from ui.pages import Action, Crumb, Page, Progress
from ui.tables import BadgeColumn, CheckColumn, DateColumn, LinkColumn, NumberColumn, Table

STATES = {
    "active": pgettext_lazy("gallery", "Active"),
    "waiting": pgettext_lazy("gallery", "Waiting for signature"),
    "late": pgettext_lazy("gallery", "Overdue"),
    "done": pgettext_lazy("gallery", "Completed"),
}


class SampleForm(EstafetaForm):
    """One field of each kind."""

    name = forms.CharField(
        label=pgettext_lazy("gallery", "Full name"),
        help_text=pgettext_lazy("gallery", "As in the passport."),
        max_length=40,
    )
    born = forms.DateField(label=pgettext_lazy("gallery", "Date of birth"))
    form = forms.ChoiceField(
        label=pgettext_lazy("gallery", "Form of mentoring"),
        choices=[
            ("teacher", pgettext_lazy("gallery", "Teacher – teacher")),
            ("pupil", pgettext_lazy("gallery", "Pupil – pupil")),
        ],
    )
    days = forms.MultipleChoiceField(
        label=pgettext_lazy("gallery", "Convenient days"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("mon", pgettext_lazy("gallery", "Monday")),
            ("wed", pgettext_lazy("gallery", "Wednesday")),
            ("fri", pgettext_lazy("gallery", "Friday")),
        ],
        required=False,
    )
    note = forms.CharField(label=pgettext_lazy("gallery", "Request"), widget=forms.Textarea, required=False)
    scan = forms.FileField(label=pgettext_lazy("gallery", "Scan of the consent"), required=False)
    agreed = forms.BooleanField(label=pgettext_lazy("gallery", "The written consent is in the file"))


class SampleTable(Table):
    """A table with every kind of column."""

    pk = CheckColumn()
    name = LinkColumn(verbose_name=pgettext_lazy("gallery", "Mentor"), linkify=lambda: "#")
    state = BadgeColumn(
        {"active": "active", "waiting": "waiting", "late": "danger", "done": "success"},
        verbose_name=pgettext_lazy("gallery", "State"),
    )
    since = DateColumn(verbose_name=pgettext_lazy("gallery", "Since"))
    meetings = NumberColumn(verbose_name=pgettext_lazy("gallery", "Meetings"))

    def render_state(self, value: str, record: dict[str, Any]) -> Any:
        """The column with a word for the raw value, as a field with choices would give."""
        column: Any = self.columns["state"]
        return column.column.render(STATES[value], record, column)

    class Meta(Table.Meta):
        pass


ROWS = [
    {
        "pk": 1,
        "name": pgettext_lazy("gallery", "Vera Sokolova"),
        "state": "active",
        "since": datetime.date(2025, 9, 1),
        "meetings": 12,
    },
    {
        "pk": 2,
        "name": pgettext_lazy("gallery", "Pavel Orlov"),
        "state": "waiting",
        "since": datetime.date(2025, 11, 17),
        "meetings": 0,
    },
    {
        "pk": 3,
        "name": pgettext_lazy("gallery", "Irina Belova"),
        "state": "late",
        "since": datetime.date(2025, 3, 3),
        "meetings": 7,
    },
    {
        "pk": 4,
        "name": pgettext_lazy("gallery", "Oleg Titov"),
        "state": "done",
        "since": datetime.date(2024, 9, 2),
        "meetings": 31,
    },
] * 16

CHART = {
    "xAxis": {"type": "category", "data": ["IX", "X", "XI", "XII", "I", "II"]},
    "yAxis": {"type": "value"},
    "grid": {"left": 40, "right": 16, "top": 40, "bottom": 28},
    "legend": {"top": 0},
    "series": [
        {"name": "2024/25", "type": "bar", "data": [4, 9, 12, 15, 15, 18]},
        {"name": "2025/26", "type": "bar", "data": [7, 14, 19, 22, 24, 29]},
    ],
}

REFUSAL = RuleViolation(
    [
        Violation(
            parameter="max_mentees",
            code="too_many_mentees",
            message=str(pgettext_lazy("gallery", "Vera Sokolova already has two mentees: a third one is not allowed.")),
            clause="п. 2.6",
            quote="Число наставляемых у одного наставника не может превышать двух.",
            origin="school",
            actual="2",
        )
    ],
    next_step=pgettext_lazy("gallery", "Choose another mentor, or form a group: groups have their own limit."),
)


class GalleryPage(Page):
    """All components with sample data."""

    access = ANYONE
    title = pgettext_lazy("gallery", "Gallery of components")
    lead = pgettext_lazy("gallery", "What pages are made of. Nothing else may be invented on a page.")
    template_name = "ui/gallery.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEBUG:
            raise NotFound()
        return super().get(request, *args, **kwargs)

    def get_crumbs(self) -> list[Crumb]:
        return [
            Crumb(pgettext_lazy("gallery", "Design system"), "#"),
            Crumb(pgettext_lazy("gallery", "Gallery of components")),
        ]

    def get_page_actions(self) -> list[Action]:
        return [
            Action(pgettext_lazy("gallery", "New pair"), "#", icon="plus-lg"),
            Action(pgettext_lazy("gallery", "Print"), "#", icon="printer", variant="secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = SampleTable(ROWS)
        table.caption = str(pgettext_lazy("gallery", "Pairs"))
        RequestConfig(self.request, paginate={"per_page": 4}).configure(table)
        wrong = SampleForm(data={"name": "", "born": "31.02.2010", "form": "teacher"})
        return super().get_context_data(
            **{
                "form": SampleForm(),
                "wrong_form": wrong,
                "table": table,
                "sample_refusal": REFUSAL,
                "chart": CHART,
                "progress": Progress("running", 84, 200, pgettext_lazy("gallery", "Reading rows of the staff list")),
                "kinds": KINDS,
                "tabs": [
                    {"label": pgettext_lazy("gallery", "Overview"), "url": "#", "active": True},
                    {"label": pgettext_lazy("gallery", "Meetings"), "url": "#tabs", "count": 12},
                    {"label": pgettext_lazy("gallery", "Documents"), "url": "#tabs", "count": 3},
                ],
                "steps": [
                    {"label": pgettext_lazy("gallery", "Mentee"), "state": "done", "url": "#"},
                    {
                        "label": pgettext_lazy("gallery", "Mentor"),
                        "state": "current",
                        "note": pgettext_lazy("gallery", "three fit"),
                    },
                    {"label": pgettext_lazy("gallery", "Order"), "state": "todo"},
                ],
                "facts": [
                    (pgettext_lazy("gallery", "Form of mentoring"), pgettext_lazy("gallery", "Teacher – teacher")),
                    (pgettext_lazy("gallery", "Since"), "01.09.2025"),
                ],
                **kwargs,
            }
        )


KINDS = [
    ("neutral", pgettext_lazy("gallery", "Draft")),
    ("info", pgettext_lazy("gallery", "New")),
    ("active", pgettext_lazy("gallery", "Active")),
    ("success", pgettext_lazy("gallery", "Completed")),
    ("waiting", pgettext_lazy("gallery", "Waiting for signature")),
    ("warning", pgettext_lazy("gallery", "Due soon")),
    ("danger", pgettext_lazy("gallery", "Overdue")),
    ("accent", pgettext_lazy("gallery", "Best practice")),
]
