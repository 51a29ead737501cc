"""The rating of mentors: criteria, computation with its explanation, the pool of the best."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.people.queries import mentors
from kernel.errors import NotFound
from ui.pages import Action, ConfirmPage, Crumb, DetailPage, EmptyState, FormPage, ListPage, Page, Text

from .. import actions, permissions, queries
from ..forms import ComputeForm, CriterionForm, PointsForm
from ..models import Criterion, ManualPoint, Rating, RatingRow
from ..ports import MANUAL, rating_sources
from ..rules import Part
from ..tables import RatingTable
from .common import RATING, Section, crumb_to, crumbs


class RatingsPage(Section, Page):
    """Criteria in use, points by hand, ratings computed so far. Closed where the act provides for no rating."""

    access = permissions.OFFICE
    tab = "ratings"
    title = _("Rating of mentors")
    template_name = "selection/ratings.html"

    def get_page_actions(self) -> Sequence[Action]:
        if not self.provided:
            return []
        return [
            Action(_("Compute"), reverse("selection:compute"), "calculator"),
            Action(_("Add a criterion"), reverse("selection:criterion_new"), "plus-lg", "secondary"),
            Action(_("Give points"), reverse("selection:points"), "hand-thumbs-up", "secondary"),
        ]

    @property
    def provided(self) -> bool:
        """True where the act provides for a rating."""
        return self.view is not None and bool(self.view.value(RATING))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sources = rating_sources()
        rows = [
            (each, sources[each.source].title if each.source in sources else _("given by hand, with evidence"))
            for each in queries.criteria()
        ]
        return super().get_context_data(
            rule=self.view.rule(RATING) if self.view else None,
            provided=self.provided,
            criteria=rows,
            ratings=list(queries.ratings()[:20]),
            points=list(ManualPoint.objects.select_related("criterion", "person")[:20]),
            **kwargs,
        )


class _Rated(Section):
    access = permissions.OFFICE

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the ratings."""
        return crumbs("ratings")

    def get_cancel_url(self) -> str:
        """Back to the ratings."""
        return reverse("selection:ratings")

    def get_success_url(self, result: Any) -> str:
        """Back to the ratings."""
        return reverse("selection:ratings")


class NewCriterion(_Rated, FormPage[CriterionForm]):
    """A criterion of the school's own."""

    title = _("Add a criterion")
    lead = _("Points of a mentor: how many × points for one, not more than the limit.")
    form_class = CriterionForm
    submit_label = _("Add")
    success_message = _("The criterion is added.")

    def perform(self, form: CriterionForm) -> Criterion:
        return actions.add_criterion(**form.values(), acting=self.actor)


class DropCriterion(_Rated, ConfirmPage):
    """The criterion counts no more."""

    title = _("Take the criterion out of use")
    confirm_label = _("Take out of use")
    success_message = _("The criterion counts no more.")

    @cached_property
    def criterion(self) -> Criterion:
        """The criterion of the address."""
        found = Criterion.objects.filter(pk=self.kwargs["criterion"]).first()
        if found is None:
            raise NotFound()
        return found

    def get_consequences(self) -> Sequence[str]:
        return [self.criterion.title, gettext("Ratings computed before keep it.")]

    def perform(self) -> Criterion:
        return actions.drop_criterion(criterion=self.criterion, acting=self.actor)


class PointsPage(_Rated, FormPage[PointsForm]):
    """Something counted by hand."""

    title = _("Give points")
    form_class = PointsForm
    submit_label = _("Record")
    success_message = _("The points are recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        criteria = queries.criteria().filter(source=MANUAL)
        people = Person.objects.filter(pk__in=mentors().values("person"))
        return {**super().get_form_kwargs(), "criteria": criteria, "people": people}

    def perform(self, form: PointsForm) -> ManualPoint:
        return actions.give_points(**form.values(), acting=self.actor)


class ComputePage(_Rated, FormPage[ComputeForm]):
    """Compute the rating of everybody in the bank."""

    title = _("Compute the rating")
    lead = _("Everybody in the bank of mentors is counted; the result is kept as it is today.")
    form_class = ComputeForm
    submit_label = _("Compute")
    success_message = _("The rating is computed.")

    def perform(self, form: ComputeForm) -> Rating:
        return actions.compute(**form.values(), acting=self.actor)

    def get_success_url(self, result: Rating) -> str:
        return result.get_absolute_url()


class _OfRating(Section):
    kwargs: dict[str, Any]

    @cached_property
    def rating(self) -> Rating:
        """The rating of the address."""
        return queries.rating_by_id(self.kwargs["rating"])

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the ratings."""
        return crumbs("ratings")

    def get_cancel_url(self) -> str:
        """Back to the rating."""
        return self.rating.get_absolute_url()


class RatingPage(_OfRating, ListPage[RatingRow]):
    """One rating as it was computed."""

    access = permissions.OFFICE
    template_name = "selection/rating.html"
    table_class = RatingTable
    export_name = "rating"
    empty = EmptyState(_("Nobody is in the bank of mentors"), icon="star")

    def get_title(self) -> Text:
        return _("Rating of %(day)s") % {"day": f"{self.rating.computed_on:%d.%m.%Y}"}

    def get_queryset(self) -> QuerySet[RatingRow]:
        return RatingRow.objects.filter(rating=self.rating).select_related("person")

    def get_page_actions(self) -> Sequence[Action]:
        if self.rating.state != Rating.State.COMPUTED:
            return []
        url = reverse("selection:pool", kwargs={"rating": self.rating.pk})
        return [Action(_("Prepare the order on the pool"), url, "star")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rating=self.rating, **kwargs)


class RatingRowPage(_OfRating, DetailPage[RatingRow]):
    """How the points of one mentor came about."""

    access = permissions.OFFICE
    template_name = "selection/rating_row.html"

    def find(self) -> RatingRow | None:
        rows = RatingRow.objects.filter(rating=self.rating, pk=self.kwargs["rating_row"])
        return rows.select_related("person").first()

    def get_title(self) -> Text:
        return self.object.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        day = f"{self.rating.computed_on:%d.%m.%Y}"
        label = gettext("Rating of %(day)s") % {"day": day}
        return [crumb_to("ratings"), Crumb(label, self.rating.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = [Part(**part) for part in self.object.parts]
        return super().get_context_data(row=self.object, parts=parts, **kwargs)


class PoolPage(_OfRating, ConfirmPage):
    """The order on the pool of the best."""

    access = permissions.OFFICE
    title = _("The pool of best mentors")
    confirm_label = _("Prepare the order")
    success_message = _("The order on the pool waits for the head's signature.")

    def get_consequences(self) -> Sequence[str]:
        names = self.rating.rows.filter(in_pool=True).select_related("person")
        return [
            gettext("In the pool: %(names)s.") % {"names": ", ".join(row.person.short_name for row in names) or "—"},
            gettext("The order goes to the head for signature."),
        ]

    def perform(self) -> Rating:
        return actions.approve_pool(rating=self.rating, acting=self.actor)

    def get_success_url(self, result: Rating) -> str:
        return result.get_absolute_url()
