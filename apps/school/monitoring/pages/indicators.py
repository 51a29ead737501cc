"""Pages of measurements: the school's indicators, and the question on satisfaction."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.programmes import queries as programmes
from apps.school.programmes.models import Programme
from apps.school.regulation import queries as regulation
from kernel.clock import today
from kernel.errors import NotFound
from tenants.isolation.context import require_school
from ui.files import XLSX, write_xlsx
from ui.pages import Action, Crumb, Download, DownloadPage, FormPage, Page

from .. import actions, queries, reading
from ..forms import AnswerForm
from ..handlers import remote_share
from ..models import Satisfaction
from ..permissions import ANSWER, OFFICE
from .runs import tabs


class IndexPage(Page):
    """Tiles that lead to lists, the table with plain formulas, the course of the year."""

    access = OFFICE
    title = _("Indicators")
    lead = _("What the region receives from the school: numbers only, no names.")
    template_name = "monitoring/index.html"

    def get_page_actions(self) -> Sequence[Action]:
        label = _("Export to XLSX")
        return [Action(label, reverse("monitoring:export"), icon="file-earmark-spreadsheet", variant="secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day, view = today(), regulation.current_or_none()
        found = queries.indicators(on=day, remote=remote_share(day))
        points = queries.running_by_month(day)
        return super().get_context_data(
            **{
                "tabs": tabs("index"),
                "day": day,
                "found": found,
                "uncovered": found.novices - found.novices_covered,
                "coverage": reading.share(found.coverage),
                "satisfied": reading.share(found.satisfaction("mentee")),
                "groups": reading.groups(reading.lines(found, view)),
                "pivot": reading.pivot(found, view),
                "points": points,
                "chart": reading.month_chart(points),
                "chart_summary": reading.month_summary(points),
                **kwargs,
            }
        )


class ExportFile(DownloadPage):
    """The table of indicators as a workbook."""

    access = OFFICE

    def get_download(self) -> Download:
        day, school = today(), require_school()
        found = queries.indicators(on=day, remote=remote_share(day))
        rows = [
            (school.short_name, day, line.code, line.title, line.value, line.formula)
            for line in reading.lines(found, regulation.current_or_none())
        ]
        headers = [_("School"), _("Date"), _("Code"), _("Indicator"), _("Value"), _("How it is counted")]
        content = write_xlsx(headers, rows, title=str(_("Indicators")))
        return Download(content, f"indicators {day:%Y-%m-%d}.xlsx", XLSX)


class AnswerPage(FormPage[AnswerForm]):
    """How satisfied one is: for oneself, for a ward, or by the curator from paper."""

    access = ANSWER
    title = _("How satisfied you are")
    template_name = "monitoring/answer.html"
    form_class = AnswerForm
    submit_label = _("Answer")
    draft = True
    success_message = _("The answer is kept. Thank you.")

    @cached_property
    def programme(self) -> Programme:
        """The programme, among those this actor sees."""
        return programmes.get_visible(self.kwargs["programme"], self.actor)

    @cached_property
    def side_and_person(self) -> tuple[str, Person]:
        """On which side the person is; ``NotFound`` for a stranger, or one for whom this actor cannot answer."""
        people = programmes.people_of(self.programme)
        for side, persons in (("mentor", people.mentors), ("mentee", people.mentees)):
            for person in persons:
                if person.pk == self.kwargs["person"] and actions.may_answer_for(person, self.actor):
                    return side, person
        raise NotFound()

    def get_crumbs(self) -> list[Crumb]:
        title = programmes.people_of(self.programme).title
        return [Crumb(_("Programmes"), reverse("programmes:index")), Crumb(title, self.programme.get_absolute_url())]

    def get_initial(self) -> dict[str, Any]:
        side, person = self.side_and_person
        given = Satisfaction.objects.filter(programme=self.programme, person=person, side=side).first()
        return {"score": given.score, "comment": given.comment} if given else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        side, person = self.side_and_person
        is_own = person.account_id is not None and person.account_id == self.actor.account_id
        return super().get_context_data(
            **{"person": person, "side": Satisfaction.Side(side).label, "is_own": is_own, **kwargs}
        )

    def perform(self, form: AnswerForm) -> Satisfaction:
        side, person = self.side_and_person
        return actions.answer_satisfaction(
            programme=self.programme, person=person, side=side, **form.values(), acting=self.actor
        )

    def get_success_url(self, result: Satisfaction) -> str:
        return self.programme.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.programme.get_absolute_url()
