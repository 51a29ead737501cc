"""A proposal on its board: pairs, those without one, one mentee's choices with their prices, two proposals compared."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.orders.models import Order
from apps.school.pairs.actions import prepare_order_of_many
from apps.school.pairs.models import Match
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation.catalogue import catalogue
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Action, ActionPage, BulkAction, ConfirmPage, Crumb, EmptyState, ListPage, Page, go_to, ticked

from .. import actions, permissions, queries
from ..board import Board, arcs_of, board_of
from ..explaining import differences, points
from ..models import Choice, Proposal, Ruling
from ..tables import ChoiceTable
from .proposing import address_of

MOST_LEFT_OUT = 12

SHOWN = 8
"""So many offers and so many barred mentors on a page; the rest on request."""


class OfProposal:
    """Mixin: the proposal of the address."""

    actor: Actor
    kwargs: dict[str, Any]

    @cached_property
    def proposal(self) -> Proposal:
        """``NotFound`` when there is none."""
        return queries.proposal_by_id(self.kwargs["proposal"])

    @cached_property
    def board(self) -> Board:
        """Its board."""
        return board_of(self.proposal)

    def get_crumbs(self) -> Sequence[Crumb]:
        """Back to the list and to the board."""
        return [
            Crumb(_("Matching of a cohort"), reverse("matching:index")),
            Crumb(_("Proposal %(number)s") % {"number": self.proposal}, self.proposal.get_absolute_url()),
        ]

    def get_cancel_url(self) -> str:
        """Back to the board."""
        return self.proposal.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        """The board, or the work under way."""
        return address_of(result)


class BoardPage(OfProposal, ListPage[Choice]):
    """Proposed pairs with reasons and the price of the next best; those left without a pair and what would help."""

    access = permissions.OFFICE
    template_name = "matching/board.html"
    table_class = ChoiceTable
    empty = EmptyState(_("Nobody could be paired"), _("See below what would help."), "person-x")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.proposal.state == Proposal.State.WAITING and self.proposal.job_id is not None:
            return go_to(request, address_of(self.proposal))
        return super().get(request, *args, **kwargs)

    def find_objects(self) -> None:
        _found = self.proposal

    def get_title(self) -> str:
        return gettext("Proposal %(number)s") % {"number": self.proposal}

    @property
    def export_name(self) -> str:  # type: ignore[override]  # the number of the proposal is known only here
        """The file tells which proposal it is."""
        return gettext("Proposal %(number)s") % {"number": self.proposal.pk}

    def get_crumbs(self) -> Sequence[Crumb]:
        return super().get_crumbs()[:1]

    def get_queryset(self) -> QuerySet[Choice]:
        return queries.choices_of(self.proposal)

    def get_table_kwargs(self) -> dict[str, Any]:
        rows = [(row.mentor, row.mentee) for row in self.board.choices]
        exclude = () if self.proposal.is_open or self.proposal.state == Proposal.State.TAKEN else ("select",)
        return {"board": self.board, "reasons": self.board.reasons(rows, today()), "exclude": exclude}

    def get_bulk_actions(self) -> Sequence[BulkAction]:
        if self.proposal.state not in {Proposal.State.SOLVED, Proposal.State.TAKEN}:
            return ()
        question = _("Propose the ticked pairs to their people? Nothing is final until both sides accept.")
        url = reverse("matching:take", kwargs={"proposal": self.proposal.pk})
        return [BulkAction(_("Propose the ticked pairs"), url, "send", question)]

    def get_page_actions(self) -> Sequence[Action]:
        key = {"proposal": self.proposal.pk}
        again = Action(_("Solve anew"), reverse("matching:solve", kwargs=key), "arrow-repeat", "secondary", "post")
        compare = Action(_("Compare"), reverse("matching:compare", kwargs=key), "layout-split", "quiet")
        if self.proposal.state == Proposal.State.TAKEN:
            order = Action(_("One order for the pairs"), reverse("matching:order", kwargs=key), "file-earmark-text")
            return [order, again, compare]
        if not self.proposal.is_open:
            return [again, compare]
        question = _("Propose all these pairs to their people? Nothing is final until both sides accept.")
        url = reverse("matching:take", kwargs=key) + "?all=1"
        take = Action(_("Take over all pairs"), url, "send", "primary", "post", question)
        return [take, again, compare]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        left = self.board.left_out()
        proposal = self.proposal
        return super().get_context_data(
            proposal=proposal,
            left_out=left[:MOST_LEFT_OUT],
            left_more=left[MOST_LEFT_OUT:],
            undone=self.board.undone,
            newer=queries.solved_anew(proposal),
            decisions=self.board.decisions() if proposal.may_be_ruled else [],
            solve_url=reverse("matching:solve", kwargs={"proposal": proposal.pk}),
            rule_url=reverse("matching:rule", kwargs={"proposal": proposal.pk}),
            terms=[
                (_("Form"), catalogue().title("mentoring_form", proposal.form)),
                (_("Type"), catalogue().title("mentoring_type", proposal.type)),
                (_("Composition"), catalogue().title("pair_structure", proposal.structure)),
                (_("What comes first"), proposal.get_objective_display()),
            ],
            **kwargs,
        )


class WhyPage(OfProposal, Page):
    """One mentee of a proposal: why this mentor, what every other one would cost, who is barred and by what."""

    access = permissions.OFFICE
    template_name = "matching/why.html"

    @cached_property
    def mentee(self) -> MenteeCard:
        """``NotFound`` for somebody who is not of the cohort."""
        found = self.board.mentees.get(self.kwargs["proposed_mentee"])
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        _found = self.mentee

    def get_title(self) -> str:
        return self.mentee.person.full_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.mentee.pk
        own = [row for row in self.board.choices if row.mentee_id == key]
        reasons = self.board.reasons([(row.mentor, row.mentee) for row in own], today())
        offers, barriers = self.board.offers(key), self.board.barriers(key)
        shown = None if self.request.GET.get("all") else SHOWN
        return super().get_context_data(
            proposal=self.proposal,
            mentee=self.mentee,
            own=[
                {
                    "choice": row,
                    "fit": points(row.fit),
                    "reasons": reasons[row.mentor_id, row.mentee_id],
                    "ruling": self.board.rulings.get((row.mentor_id, key), ""),
                }
                for row in own
            ],
            left=self.board.left(key),
            offers=offers[:shown],
            barriers=barriers[:shown],
            barred=len(barriers),
            more=len(offers) + len(barriers) - len(offers[:shown]) - len(barriers[:shown]),
            may_rule=self.proposal.may_be_ruled,
            undone=self.board.undone,
            newer=queries.solved_anew(self.proposal),
            seen=queries.decided(self.proposal).get(key, ""),
            solve_url=reverse("matching:solve", kwargs={"proposal": self.proposal.pk}),
            rule_url=reverse("matching:rule", kwargs={"proposal": self.proposal.pk}),
            **kwargs,
        )


class RulePage(OfProposal, ActionPage):
    """Pin or forbid a pair, take the decision back; on request the proposal is solved anew at once."""

    access = permissions.OFFICE

    def find_objects(self) -> None:
        _found = self.proposal

    def perform(self) -> Any:
        mentor, mentee = self._card(MentorCard, "mentor"), self._card(MenteeCard, "mentee")
        kind = self.request.POST.get("kind", "")
        if kind not in {"", *Ruling.Kind.values}:
            raise NotFound()
        ruled = actions.rule_out(
            proposal=self.proposal,
            mentor=mentor,
            mentee=mentee,
            kind=kind,
            acting=self.actor,
            seen=self.request.POST.get("seen"),
        )
        if self.request.POST.get("again"):
            return go_to(self.request, address_of(actions.solve_again(proposal=ruled, acting=self.actor)))
        return go_to(self.request, reverse("matching:why", args=[ruled.pk, mentee.pk]))

    def get_cancel_url(self) -> str:
        """A refusal leads back to the mentee."""
        mentee = self.request.POST.get("mentee", "")
        if mentee.isdecimal() and int(mentee) in self.proposal.cohort:
            return reverse("matching:why", args=[self.proposal.pk, int(mentee)])
        return super().get_cancel_url()

    def _card(self, model: Any, name: str) -> Any:
        key = self.request.POST.get(name, "")
        found = model.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
        if found is None:
            raise NotFound()
        return found


class SolveAgain(OfProposal, ActionPage):
    """A new proposal with the decisions made about this one."""

    access = permissions.OFFICE

    def find_objects(self) -> None:
        _found = self.proposal

    def perform(self) -> Proposal:
        return actions.solve_again(proposal=self.proposal, acting=self.actor)


class TakeOver(OfProposal, ActionPage):
    """Proposes the ticked pairs, or all, to their people."""

    access = permissions.OFFICE

    def find_objects(self) -> None:
        _found = self.proposal

    def perform(self) -> Proposal:
        chosen = ticked(self.request)
        if self.request.GET.get("all"):
            chosen = list(self.proposal.choices.values_list("pk", flat=True))
        return actions.take_over(proposal=self.proposal, choices=chosen, acting=self.actor)


class OrderTogether(OfProposal, ConfirmPage):
    """One order for all pairs of the proposal that both sides have accepted."""

    access = permissions.OFFICE
    title = _("One order for the pairs")
    confirm_label = _("Send for signature")
    success_message = _("The order waits for the head's signature.")

    def find_objects(self) -> None:
        _found = self.proposal

    @cached_property
    def agreed(self) -> list[Match]:
        """The pairs that the order would name."""
        return queries.agreed_pairs(self.proposal)

    def get_consequences(self) -> list[str]:
        if not self.agreed:
            return [gettext("No pair is agreed yet: both sides have to accept first.")]
        return [gettext("The head is asked to sign one order for these pairs:"), *(pair.title for pair in self.agreed)]

    def perform(self) -> Order:
        return prepare_order_of_many(matches=self.agreed, acting=self.actor)

    def get_success_url(self, result: Order) -> str:
        return result.get_absolute_url()


class ComparePage(OfProposal, Page):
    """Who differs between two proposals, and how much fit."""

    access = permissions.OFFICE
    title = _("Compare proposals")
    template_name = "matching/compare.html"

    def find_objects(self) -> None:
        _found = self.board

    @cached_property
    def others(self) -> list[Proposal]:
        """Solved proposals to compare with, the newest first."""
        rows = queries.proposals().exclude(pk=self.proposal.pk).filter(solved_at__isnull=False)
        return list(rows[:50])

    @cached_property
    def other(self) -> Proposal | None:
        """The one of the address, else the one that this was solved anew from, else the newest."""
        asked = self.request.GET.get("with", "")
        keys = [int(asked)] if asked.isdecimal() and len(asked) < 19 else [self.proposal.previous_id]
        chosen = [row for row in self.others if row.pk in keys]
        return next(iter([*chosen, *self.others]), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = differences(arcs_of(self.other), arcs_of(self.proposal)) if self.other is not None else []
        mentors = queries.mentors_by_id({key for row in found for key in (*row.old, *row.new)})
        mentees = queries.mentees_by_id({row.mentee for row in found})

        def names(keys: Sequence[int]) -> str:
            return ", ".join(mentors[key].person.short_name for key in keys if key in mentors) or "—"

        rows = [
            {
                "mentee": mentees[row.mentee].person.short_name,
                "old": names(row.old),
                "new": names(row.new),
                "fit": ("+" if row.fit > 0 else "−" if row.fit < 0 else "") + points(abs(row.fit)),
            }
            for row in found
            if row.mentee in mentees
        ]
        return super().get_context_data(
            proposal=self.proposal, other=self.other, others=self.others, rows=rows, **kwargs
        )
