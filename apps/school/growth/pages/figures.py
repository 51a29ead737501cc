"""The school's growth in figures: medians before and after by competency, without names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Framework
from apps.school.people.queries import framework_by_id, frameworks_in_use
from ui.pages import Action, Page

from .. import figures, queries
from ..permissions import STAFF, is_office
from ..tables import growth_tabs


class IndexPage(Page):
    """The figures of one framework (``?framework=``), the first one in use without a choice."""

    access = STAFF
    title = _("Professional growth")
    lead = _("Levels before and after by competency, of everybody measured by the framework.")
    template_name = "growth/index.html"

    @cached_property
    def offered(self) -> list[Framework]:
        """Frameworks in use."""
        return list(frameworks_in_use())

    @cached_property
    def framework(self) -> Framework | None:
        """The one asked for; None in a school without any."""
        chosen = self.request.GET.get("framework", "")
        if chosen.isdecimal():
            return framework_by_id(int(chosen))
        return next(iter(self.offered), None)

    def get_page_actions(self) -> Sequence[Action]:
        if not is_office(self.actor):
            return ()
        return [Action(_("Frameworks"), reverse("people:frameworks"), "bullseye", "secondary")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office, framework = is_office(self.actor), self.framework
        found: dict[str, Any] = {}
        if framework is not None:
            cohort = queries.cohort(framework)
            found = {
                "cohort": cohort,
                "people": figures.told_number(cohort.people, to_office=office),
                "compared": figures.told_number(cohort.compared, to_office=office),
                "improved": figures.cohort_share(cohort, to_office=office),
                "lines": figures.cohort_lines(cohort, to_office=office),
                "chart": figures.cohort_chart(cohort, to_office=office),
                "summary": figures.cohort_summary(cohort, to_office=office),
            }
        choices = [
            {"label": row.title, "url": f"?framework={row.pk}", "active": row == framework} for row in self.offered
        ]
        tabs = growth_tabs("index") if office else []
        return super().get_context_data(**{"tabs": tabs, "frameworks": choices, "office": office, **found, **kwargs})
