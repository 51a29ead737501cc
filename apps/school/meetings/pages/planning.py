"""The next of the first meetings planned at once, and series."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.school.programmes import rules as programmes
from apps.school.programmes.models import Meeting
from ui.pages import ActionPage, ConfirmPage, FormPage, Text

from .. import actions, queries
from ..errors import NoFreeTime
from ..fields import moment_of
from ..forms import SeriesForm
from ..models import Series
from ..permissions import WORK
from .agreeing import next_stage
from .base import OfPair, default_terms


class StepPage(OfPair, ActionPage):
    """Plan the next of the first meetings at the time that was shown."""

    access = WORK
    success_message = _("The meeting is planned.")

    def perform(self) -> Meeting:
        starts_at = moment_of(self.request.POST.get("starts_at", ""))
        if starts_at is None:
            raise NoFreeTime()
        stage = next_stage(self)
        return actions.plan_step(
            programme=self.programme,
            stage=stage,
            starts_at=starts_at,
            terms=default_terms(self.programme, self.view, stage),
            acting=self.actor,
        )


class SeriesNewPage(OfPair, FormPage[SeriesForm]):
    """Plan a series."""

    access = WORK
    title = _("Series of meetings")
    lead = _("Public holidays and the days off of the school are left out. Each meeting may be moved or called off.")
    form_class = SeriesForm
    submit_label = _("Plan the series")
    draft = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.choices()}

    def get_initial(self) -> dict[str, Any]:
        terms = default_terms(self.programme, self.view, programmes.STAGES[-1])
        until = self.programme.match.ends_on
        return {"minutes": terms.minutes, "mode": terms.mode, "stage": terms.stage, "until": until}

    def perform(self, form: SeriesForm) -> Series:
        said = {name: form.cleaned_data[name] for name in ("first_on", "until", "at", "weeks", "skip_busy")}
        return actions.start_series(programme=self.programme, terms=form.terms(), **said, acting=self.actor)

    def get_success_message(self, result: Series) -> Text:
        count = result.rows.count()
        return ngettext("%(count)s meeting is planned.", "%(count)s meetings are planned.", count) % {"count": count}


class SeriesEndPage(OfPair, ConfirmPage):
    """End a series: what is ahead is called off."""

    access = WORK
    title = _("End the series")
    confirm_label = _("End the series")
    danger = True
    success_message = _("The series is ended.")

    @cached_property
    def series(self) -> Series:
        """The series; ``NotFound`` when the programme has none of that id."""
        return queries.get_series(self.programme, self.kwargs["series"])

    def find_objects(self) -> None:
        super().find_objects()
        _found = self.series

    def get_consequences(self) -> list[Text]:
        coming = next((each for each in queries.series_of(self.programme) if each.pk == self.series.pk), None)
        count = getattr(coming, "coming", 0)
        called = ngettext("%(count)s meeting is called off.", "%(count)s meetings are called off.", count)
        last = date_format(self.series.until)
        return [called % {"count": count}, _("Until %(day)s nothing of it is left.") % {"day": last}]

    def perform(self) -> Series:
        return actions.end_series(series=self.series, acting=self.actor)
