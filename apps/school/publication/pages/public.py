"""The public page «Наставничество» of a school: for anybody."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from apps.school.consents import categories
from apps.school.regulation.rules import publishing
from apps.school.regulation.view import RegulationView
from kernel.errors import NotFound
from tenants.isolation.context import require_school
from ui.pages import Page, Text

from .. import queries, showing
from ..models import PublishedList, PublishedPortfolio, PublishedResult
from ..permissions import READ

ON_PAGE = 10
NEWEST = 3


def public_people(view: RegulationView) -> dict[str, Any]:
    """Lists and portfolios that the act publishes and whose people consent, for the template."""
    lists = [
        {"title": view.local_name("registry", row.registry), "url": row.get_absolute_url()}
        for row in showing.published_lists()
        if row.registry in view.codes(publishing.REGISTRY)
    ]
    portfolios = [
        {"name": row.person.full_name, "role": view.local_name("role", row.role), "url": row.get_absolute_url()}
        for row in showing.portfolios()
        if row.role in view.codes(publishing.PORTFOLIO)
    ]
    return {"lists": lists, "portfolios": portfolios}


def _view() -> RegulationView:
    """The regulation in force; without one nothing of people is public."""
    view = queries.regulation_in_force()
    if view is None:
        raise NotFound()
    return view


class PublicPage(Page):
    """For anybody: the regulation in words, pairs at work, what they achieved. Nobody is named without consent."""

    access = READ
    title = _("Mentoring")
    template_name = "publication/public.html"

    def get_lead(self) -> Text:
        return require_school().name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = queries.regulation_in_force()
        page = Paginator(queries.results(), ON_PAGE).get_page(self.request.GET.get("page"))
        people = public_people(view) if view is not None else {}
        return super().get_context_data(
            **{
                "view": view,
                "facts": queries.facts_of(view) if view is not None else [],
                "pairs": queries.pairs_at_work(),
                "results": page,
                "sections": queries.sections(view, NEWEST) if view is not None else [],
                **people,
                **kwargs,
            }
        )


class PublicResultPage(Page):
    """One published result, for anybody."""

    access = READ
    template_name = "publication/result.html"

    @cached_property
    def result(self) -> PublishedResult:
        """The result; ``NotFound`` when it is not published (any more)."""
        return queries.get_result(self.kwargs["result"])

    def get_title(self) -> Text:
        return self.result.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"result": self.result, **kwargs})


class PublicMaterials(Page):
    """Everything of one kind, for anybody."""

    access = READ
    template_name = "publication/materials_public.html"

    def get_title(self) -> Text:
        return _view().local_name("publication_item", self.kind).capitalize()

    @cached_property
    def kind(self) -> str:
        """The kind of the address; ``NotFound`` for one that the act does not list."""
        found: str = self.kwargs["material_kind"]
        if found not in publishing.material_kinds(_view()):
            raise NotFound()
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.materials().filter(kind=self.kind)
        page = Paginator(rows, ON_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(**{"materials": page, **kwargs})


class PublicList(Page):
    """A list of people who have consented to the distribution of what it shows."""

    access = READ
    template_name = "publication/list_public.html"

    @cached_property
    def published(self) -> PublishedList:
        """The list; ``NotFound`` when it is not published, or not by the act of today."""
        found = showing.get_list(self.kwargs["registry"])
        if found.registry not in _view().codes(publishing.REGISTRY):
            raise NotFound()
        return found

    def get_title(self) -> Text:
        return _view().local_name("registry", self.published.registry).capitalize()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = frozenset(self.published.categories)
        return super().get_context_data(
            **{
                "rows": showing.rows_of(self.published),
                "with_position": categories.POSITION in shown,
                "with_subjects": categories.SUBJECTS in shown,
                **kwargs,
            }
        )


class PublicPortfolio(Page):
    """A portfolio whose owner consents."""

    access = READ
    template_name = "publication/portfolio_public.html"

    @cached_property
    def portfolio(self) -> PublishedPortfolio:
        """The portfolio; ``NotFound`` from the moment when the consent ends, or the act names the role no more."""
        found = showing.get_portfolio(self.kwargs["portfolio"])
        if found.role not in _view().codes(publishing.PORTFOLIO):
            raise NotFound()
        return found

    def get_title(self) -> Text:
        return self.portfolio.person.full_name

    def get_lead(self) -> Text:
        role = _view().local_name("role", self.portfolio.role)
        allowed = showing.allowed_of([self.portfolio.person])[self.portfolio.person_id]
        position = self.portfolio.person.position if categories.POSITION in allowed else ""
        return ", ".join(filter(None, (role, position)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"entries": showing.entries_of(self.portfolio.person), **kwargs})
