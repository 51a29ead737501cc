"""The editors' pages of results."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.programmes import queries as programmes
from apps.school.programmes.models import Programme
from ui.pages import Action, ConfirmPage, Crumb, EmptyState, FormPage, ListPage, Text

from .. import actions, queries
from ..forms import ResultForm
from ..models import PublishedResult
from ..permissions import OFFICE, PUBLISH
from ..tables import ResultFilter, ResultTable

OFFERED = 10


class IndexPage(ListPage[PublishedResult]):
    """What is published, and closed programmes whose results could be."""

    access = OFFICE
    title = _("Public page")
    lead = _("Anybody can read it: keep names out unless the person has consented to distribution.")
    template_name = "publication/index.html"
    table_class = ResultTable
    filterset_class = ResultFilter
    export_name = "results"
    empty = EmptyState(
        _("Nothing is published yet"),
        _("When a programme is closed with results, it is offered here."),
        "globe",
    )

    def get_queryset(self) -> QuerySet[PublishedResult]:
        return queries.for_list()

    def get_page_actions(self) -> Sequence[Action]:
        return [
            Action(_("Open the public page"), reverse("publication:public"), icon="globe", variant="secondary"),
            Action(_("Materials"), reverse("publication:materials"), "newspaper", "secondary"),
            Action(_("Lists of people"), reverse("publication:lists"), "people", "secondary"),
            Action(_("Portfolios"), reverse("publication:portfolios"), "person-badge", "secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = [(programme, programmes.people_of(programme).title) for programme in queries.waiting(OFFERED)]
        may_publish = PUBLISH.admits(self.actor)
        extra = {"offered": offered, "may_publish": may_publish, "asked_place": queries.place_asked()}
        return super().get_context_data(**{**extra, **kwargs})


class _ResultFormPage(FormPage[ResultForm]):
    access = PUBLISH
    form_class = ResultForm
    draft = True

    def get_crumbs(self) -> list[Crumb]:
        return [Crumb(_("Public page"), reverse("publication:index"))]

    def get_success_url(self, result: Any) -> str:
        return reverse("publication:index")

    def get_cancel_url(self) -> str:
        return reverse("publication:index")


class PublishPage(_ResultFormPage):
    """Write for everybody what a programme has achieved."""

    title = _("Publish a result")
    submit_label = _("Publish")
    success_message = _("The result is on the public page.")

    @cached_property
    def programme(self) -> Programme:
        """The programme, among those this actor sees."""
        return programmes.get_visible(self.kwargs["programme"], self.actor)

    def get_lead(self) -> Text:
        return programmes.people_of(self.programme).title

    def get_initial(self) -> dict[str, Any]:
        view, match = programmes.view_for(self.programme.match), self.programme.match
        words = (view.local_name("mentoring_form", match.form), view.local_name("mentoring_type", match.type))
        title = f"{words[0]}: {words[1]}".capitalize()
        return {"kind": queries.kind_of_results(), "title": title, "text": self.programme.results}

    def perform(self, form: ResultForm) -> PublishedResult:
        return actions.publish_result(programme=self.programme, **form.values(), acting=self.actor)


class EditPage(_ResultFormPage):
    """Change a published text."""

    title = _("Published result")
    template_name = "publication/edit.html"
    success_message = _("The text is changed.")

    @cached_property
    def result(self) -> PublishedResult:
        """The result; ``NotFound`` when there is none."""
        return queries.get_result(self.kwargs["result"])

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.result.kind, "title": self.result.title, "text": self.result.text}

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("As others see it"), self.result.get_absolute_url(), icon="eye", variant="quiet")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"result": self.result, **kwargs})

    def perform(self, form: ResultForm) -> PublishedResult:
        return actions.edit_result(result=self.result, **form.values(), acting=self.actor)


class UnpublishPage(ConfirmPage):
    """Take a result off the public page."""

    access = PUBLISH
    title = _("Take off the public page")
    confirm_label = _("Take off")
    danger = True
    success_message = _("The result is no longer public.")

    @cached_property
    def result(self) -> PublishedResult:
        """The result; ``NotFound`` when there is none."""
        return queries.get_result(self.kwargs["result"])

    def get_crumbs(self) -> list[Crumb]:
        edit = reverse("publication:edit", args=[self.result.pk])
        return [Crumb(_("Public page"), reverse("publication:index")), Crumb(self.result.title, edit)]

    def get_consequences(self) -> list[Text]:
        return [
            _("Nobody outside will see this text any more; its address answers that there is no such page."),
            _("The programme and its results stay; you can publish them again."),
        ]

    def perform(self) -> None:
        actions.unpublish_result(result=self.result, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("publication:index")

    def get_cancel_url(self) -> str:
        return reverse("publication:edit", args=[self.result.pk])

    def get_already_done_url(self) -> str:
        return reverse("publication:index")
