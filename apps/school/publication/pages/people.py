"""The editors' pages of lists and portfolios of people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.regulation.queries import current_or_none
from apps.school.regulation.rules import publishing
from kernel.errors import NotFound
from ui.pages import ConfirmPage, Crumb, EmptyState, FormPage, ListPage, Page, Text

from .. import actions, ports, showing
from ..forms import ListForm, PortfolioForm
from ..models import PublishedList, PublishedPortfolio
from ..permissions import OFFICE, PUBLISH
from ..tables import PortfolioFilter, PortfolioTable
from .materials import index_crumb


def lists_crumb() -> Crumb:
    """The way to the lists."""
    return Crumb(_("Lists of people"), reverse("publication:lists"))


def portfolios_crumb() -> Crumb:
    """The way to the portfolios."""
    return Crumb(_("Portfolios"), reverse("publication:portfolios"))


class Lists(Page):
    """Which lists the regulation publishes, who consents, what is published."""

    access = OFFICE
    title = _("Lists of people")
    lead = _("A list with names is published where the regulation says so, of those who consented to distribution.")
    template_name = "publication/lists.html"

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = current_or_none()
        published = {row.registry: row for row in showing.published_lists()}
        rows = []
        for registry in sorted(ports.lists()) if view is not None else ():
            people = showing.shown_of(list(ports.people_of_list(registry)))
            lacking = publishing.without_consent(people, [showing.OF_LISTS[0]])
            rows.append(
                {
                    "registry": registry,
                    "title": view.local_name("registry", registry) if view else registry,
                    "allowed": view is not None and registry in view.codes(publishing.REGISTRY),
                    "published": published.get(registry),
                    "people": len(people),
                    "consenting": len(people) - len(lacking),
                }
            )
        clause = view.rule(publishing.REGISTRY).clause if view is not None else ""
        return super().get_context_data(rows=rows, clause=clause, may_publish=PUBLISH.admits(self.actor), **kwargs)


class _OfRegistry(Page):
    """The list of the address."""

    @cached_property
    def registry(self) -> str:
        """A registry that is a list of people here; ``NotFound`` for another one."""
        found: str = self.kwargs["registry"]
        if found not in ports.lists():
            raise NotFound()
        return found

    def find_objects(self) -> None:
        _registry = self.registry

    def get_lead(self) -> Text:
        view = current_or_none()
        return view.local_name("registry", self.registry) if view else self.registry

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb(), lists_crumb()]


class PublishList(_OfRegistry, FormPage[ListForm]):
    """Choose what the list shows, and publish it."""

    access = PUBLISH
    title = _("Publish a list")
    form_class = ListForm
    submit_label = _("Publish")
    success_message = _("The list is on the public page.")

    def get_initial(self) -> dict[str, Any]:
        published = next((row for row in showing.published_lists() if row.registry == self.registry), None)
        return {"categories": published.categories if published else [showing.OF_LISTS[0]]}

    def perform(self, form: ListForm) -> PublishedList:
        return actions.publish_list(registry=self.registry, acting=self.actor, **form.values())

    def get_success_url(self, result: PublishedList) -> str:
        return reverse("publication:lists")

    def get_cancel_url(self) -> str:
        return reverse("publication:lists")


class RemoveList(_OfRegistry, ConfirmPage):
    """Take a list off the public page."""

    access = PUBLISH
    title = _("Take off the public page")
    confirm_label = _("Take off")
    danger = True
    success_message = _("The list is no longer public.")

    @cached_property
    def published(self) -> PublishedList:
        """The published list; ``NotFound`` when it is not published."""
        return showing.get_list(self.registry)

    def get_consequences(self) -> list[Text]:
        return [_("Nobody outside will see the list any more; the banks stay as they are.")]

    def perform(self) -> None:
        actions.remove_list(published=self.published, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("publication:lists")

    def get_cancel_url(self) -> str:
        return reverse("publication:lists")

    def get_already_done_url(self) -> str:
        return reverse("publication:lists")


class Portfolios(ListPage[Person]):
    """Whose portfolio could be published, and whose is."""

    access = OFFICE
    title = _("Portfolios")
    lead = _("A portfolio is published in the roles that the regulation names, with the consent of its owner.")
    table_class = PortfolioTable
    filterset_class = PortfolioFilter
    exportable = False
    empty = EmptyState(
        _("The regulation publishes no portfolios"),
        _("Portfolios are published once the regulation names the roles."),
        "person-badge",
    )

    def get_queryset(self) -> QuerySet[Person]:
        view = current_or_none()
        return showing.candidates(view.codes(publishing.PORTFOLIO) if view is not None else ())

    def get_table_kwargs(self) -> dict[str, Any]:
        allowed = showing.allowed_of(list(self.get_queryset()))
        willing = {pk for pk, codes in allowed.items() if codes.issuperset(showing.OF_PORTFOLIOS)}
        return {"willing": willing}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb()]


class PublishPortfolio(FormPage[PortfolioForm]):
    """Put a portfolio on the public page, or take it off."""

    access = PUBLISH
    title = _("Portfolio")
    template_name = "publication/portfolio.html"
    form_class = PortfolioForm
    submit_label = _("Publish")
    success_message = _("The portfolio is on the public page.")

    @cached_property
    def person(self) -> Person:
        """Whose portfolio; ``NotFound`` for a foreign person."""
        found = Person.objects.select_related("mentor_card", "mentee_card").filter(pk=self.kwargs["person"]).first()
        if found is None:
            raise NotFound()
        return found

    def get_lead(self) -> Text:
        return self.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb(), portfolios_crumb()]

    def get_form_kwargs(self) -> dict[str, Any]:
        view = current_or_none()
        roles = [(code, view.local_name("role", code)) for code in showing.roles_of(self.person)] if view else []
        return super().get_form_kwargs() | {"roles": roles}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published = PublishedPortfolio.objects.filter(person=self.person).first()
        entries = showing.entries_of(self.person)
        return super().get_context_data(person=self.person, published=published, entries=entries, **kwargs)

    def perform(self, form: PortfolioForm) -> PublishedPortfolio:
        return actions.publish_portfolio(person=self.person, acting=self.actor, **form.values())

    def get_success_url(self, result: PublishedPortfolio) -> str:
        return reverse("publication:portfolios")

    def get_cancel_url(self) -> str:
        return reverse("publication:portfolios")


class RemovePortfolio(ConfirmPage):
    """Take a portfolio off the public page."""

    access = PUBLISH
    title = _("Take off the public page")
    confirm_label = _("Take off")
    danger = True
    success_message = _("The portfolio is no longer public.")

    @cached_property
    def portfolio(self) -> PublishedPortfolio:
        """The published portfolio; ``NotFound`` when there is none."""
        found = PublishedPortfolio.objects.select_related("person").filter(pk=self.kwargs["portfolio"]).first()
        if found is None:
            raise NotFound()
        return found

    def get_lead(self) -> Text:
        return self.portfolio.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        return [index_crumb(), portfolios_crumb()]

    def get_consequences(self) -> list[Text]:
        return [_("Nobody outside will see the portfolio any more; it stays on the card.")]

    def perform(self) -> None:
        actions.remove_portfolio(portfolio=self.portfolio, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("publication:portfolios")

    def get_cancel_url(self) -> str:
        return reverse("publication:portfolios")

    def get_already_done_url(self) -> str:
        return reverse("publication:portfolios")
