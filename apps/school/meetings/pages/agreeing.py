"""When all can meet, proposals and the answers to them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Action, ActionPage, FormPage, Text

from .. import actions, queries
from ..fields import moment_of
from ..forms import AnswerForm, ProposeForm, WhenForm
from ..models import Option, Proposal
from ..permissions import SEE, WORK
from ..times import lasting
from .base import MINUTES, OfPair, day_and_time, default_terms

AHEAD = datetime.timedelta(days=14)
STATE_KINDS = {
    "open": "waiting",
    "agreed": "success",
    "declined": "danger",
    "countered": "info",
    "withdrawn": "neutral",
    "lapsed": "warning",
}


def next_stage(page: OfPair) -> str:
    """The stage that comes next."""
    return next((stage for stage, state in queries.steps_of(page.programme).items() if state == "next"), "regular")


class WhenPage(OfPair):
    """When everybody of the pair can meet."""

    access = WORK
    title = _("When can everybody meet")
    template_name = "meetings/when.html"

    @cached_property
    def form(self) -> WhenForm:
        """The search."""
        return WhenForm(self.request.GET or None, initial={"minutes": MINUTES, "since": today()})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        minutes, since = said.get("minutes") or MINUTES, max(said.get("since") or today(), today())
        common = queries.common_times(self.everybody(), minutes, since, since + AHEAD)
        return super().get_context_data(
            **{
                "form": self.form,
                "days": by_days(common.starts),
                "common": common,
                "taken": [(each.person.short_name, day_and_time(each.meeting.starts_at)) for each in common.taken],
                "propose": self.here("propose"),
                **kwargs,
            }
        )


def by_days(starts: Iterable[datetime.datetime]) -> list[tuple[datetime.date, list[datetime.datetime]]]:
    """Moments under their local days."""
    found: dict[datetime.date, list[datetime.datetime]] = {}
    for start in starts:
        found.setdefault(localdate(start), []).append(start)
    return list(found.items())


class ProposePage(OfPair, FormPage[ProposeForm]):
    """Offer times to the others."""

    access = WORK
    title = _("Propose times")
    lead = _("The others choose one, offer other times or decline. What they agree to is planned at once.")
    template_name = "meetings/propose.html"
    form_class = ProposeForm
    submit_label = _("Propose")
    draft = True
    success_message = _("The times are proposed.")

    @cached_property
    def common(self) -> queries.Common:
        """Times that suit everybody, in the coming two weeks."""
        return queries.common_times(self.everybody(), MINUTES, today(), today() + AHEAD)

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = [found for each in self.request.GET.getlist("at") if (found := moment_of(each)) is not None]
        moments = sorted({*self.common.starts, *asked})
        shown = [(each.isoformat(), day_and_time(each)) for each in moments]
        return {**super().get_form_kwargs(), **self.choices(), "moments": shown}

    def get_initial(self) -> dict[str, Any]:
        terms = default_terms(self.programme, self.view, self.request.GET.get("stage") or next_stage(self))
        asked = (moment_of(each) for each in self.request.GET.getlist("at"))
        times = [each.isoformat() for each in asked if each is not None]
        return {"minutes": terms.minutes, "mode": terms.mode, "stage": terms.stage, "times": times}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken = [(each.person.short_name, day_and_time(each.meeting.starts_at)) for each in self.common.taken]
        return super().get_context_data(**{"common": self.common, "taken": taken, **kwargs})

    def perform(self, form: ProposeForm) -> Proposal:
        return actions.make_proposal(
            programme=self.programme, starts=form.starts(), terms=form.terms(), acting=self.actor
        )

    def get_success_url(self, result: Proposal) -> str:
        return result.get_absolute_url()


class OfProposal(OfPair):
    """Mixin: the proposal named in the address."""

    @cached_property
    def proposal(self) -> Proposal:
        """The proposal; ``NotFound`` when the programme has none of that id."""
        return queries.get_proposal(self.programme, self.kwargs["proposal"])

    @cached_property
    def asked(self) -> list[queries.Asked]:
        """Everybody whose answer is wanted."""
        return queries.asked_of(self.proposal, self.people)

    def find_objects(self) -> None:
        super().find_objects()
        _found = self.proposal

    def is_author(self) -> bool:
        """True for the author, and for the office."""
        author = self.proposal.author
        mine = author is not None and author.account_id is not None and author.account_id == self.actor.account_id
        return mine or self.standing.is_office

    def answerable(self) -> list[queries.Asked]:
        """Those for whom this person may answer."""
        if not self.proposal.is_open or not self.may_write():
            return []
        own = self.actor.account_id
        return [each for each in self.asked if self.standing.is_office or (own and each.person.account_id == own)]

    def get_success_url(self, result: Any) -> str:
        return self.proposal.get_absolute_url()

    def get_cancel_url(self) -> str:
        return self.proposal.get_absolute_url()

    def get_already_done_url(self) -> str:
        return self.proposal.get_absolute_url()


class ProposalPage(OfProposal):
    """The offered times, who can come when, what to do."""

    access = SEE
    title = _("Proposed times")
    template_name = "meetings/proposal.html"

    def get_page_actions(self) -> Sequence[Action]:
        found: list[Action] = []
        for each in self.answerable():
            own = each.person.account_id is not None and each.person.account_id == self.actor.account_id
            label = _("Answer") if own else _("Answer for %(name)s") % {"name": each.person.short_name}
            variant = "primary" if own else "secondary"
            found.append(Action(label, self.here("answer", self.proposal.pk, each.person.pk), "check2-square", variant))
        if self.proposal.is_open and self.may_write():
            other = self.here("counter", self.proposal.pk)
            found.append(Action(_("Offer other times"), other, "arrow-left-right", "secondary"))
            if self.is_author():
                url = self.here("withdraw", self.proposal.pk)
                question = _("Take the proposal back?")
                found.append(Action(_("Withdraw"), url, "x-lg", "quiet", "post", question))
        elif self.may_write() and self.proposal.state_now != Proposal.State.AGREED:
            found.append(Action(_("Propose times"), self.here("propose"), "calendar-plus"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.proposal
        may_settle = proposal.is_open and self.may_write() and self.is_author()
        return super().get_context_data(
            **{
                "proposal": proposal,
                "state": Proposal.State(proposal.state_now).label,
                "kind": STATE_KINDS[proposal.state_now],
                "rows": self._rows(may_settle),
                "asked": self.asked,
                "mode_title": self.view.local_name("interaction_mode", proposal.mode),
                "countered_by": getattr(proposal, "countered_by", None),
                **kwargs,
            }
        )

    def _rows(self, may_settle: bool) -> list[dict[str, Any]]:
        options = list(self.proposal.options.all())
        spans = {option.pk: lasting(option.starts_at, self.proposal.minutes) for option in options}
        met = queries.clashes(self.everybody(), spans.values()) if self.proposal.is_open else {}
        return [
            {
                "option": option,
                "can": [each.person.short_name for each in self.asked if option.pk in each.suits],
                "busy": [each.person.short_name for each in met.get(spans[option.pk], ())],
                "settle": self._settle(option) if may_settle else "",
            }
            for option in options
        ]

    def _settle(self, option: Option) -> str:
        can = any(option.pk in each.suits for each in self.asked)
        return self.here("settle", self.proposal.pk, option.pk) if can else ""


class AnswerPage(OfProposal, FormPage[AnswerForm]):
    """Choose, or say that nothing suits."""

    access = WORK
    title = _("Answer to the proposed times")
    form_class = AnswerForm
    submit_label = _("Answer")

    @cached_property
    def answered(self) -> queries.Asked:
        """Whose answer this is; ``NotFound`` for somebody whom the proposal does not ask."""
        found = next((each for each in self.asked if each.person.pk == self.kwargs["person"]), None)
        if found is None:
            raise NotFound()
        return found

    def find_objects(self) -> None:
        super().find_objects()
        _found = self.answered

    def get_lead(self) -> Text:
        return self.answered.person.full_name

    def get_form_kwargs(self) -> dict[str, Any]:
        spans = {each.pk: lasting(each.starts_at, self.proposal.minutes) for each in self.proposal.options.all()}
        met = queries.clashes(self.everybody(), spans.values())
        offered = [
            (str(each.pk), self._told(each, bool(met.get(spans[each.pk])))) for each in self.proposal.options.all()
        ]
        return {**super().get_form_kwargs(), "offered": offered, "several": len(self.asked) > 1}

    def _told(self, option: Option, busy: bool) -> str:
        told = day_and_time(option.starts_at)
        return gettext("%(when)s (somebody has another meeting)") % {"when": told} if busy else told

    def get_initial(self) -> dict[str, Any]:
        answer = self.answered.answer
        if answer is None:
            return {}
        chosen = [str(key) for key in sorted(self.answered.suits)] or [AnswerForm.NONE]
        return {"options": chosen if len(self.asked) > 1 else chosen[0], "reason": answer.reason}

    def perform(self, form: AnswerForm) -> Proposal:
        return actions.answer_proposal(
            proposal=self.proposal,
            person=self.answered.person,
            options=form.chosen(),
            reason=form.cleaned_data["reason"],
            acting=self.actor,
        )

    def get_success_message(self, result: Proposal) -> Text:
        if result.state == Proposal.State.AGREED and result.meeting is not None:
            when = day_and_time(result.meeting.starts_at)
            return _("The meeting is planned: %(when)s.") % {"when": when}
        return _("The answer is saved.")


class CounterPage(OfProposal, ProposePage):
    """Offer other times instead."""

    title = _("Offer other times")

    def get_initial(self) -> dict[str, Any]:
        names = ("minutes", "mode", "stage", "form", "place", "link", "topic")
        return {name: getattr(self.proposal, name) for name in names}

    def perform(self, form: ProposeForm) -> Proposal:
        return actions.make_proposal(
            programme=self.programme,
            starts=form.starts(),
            terms=form.terms(),
            answers_to=self.proposal,
            acting=self.actor,
        )

    def get_success_url(self, result: Proposal) -> str:
        return result.get_absolute_url()


class WithdrawPage(OfProposal, ActionPage):
    """Take the proposal back."""

    access = WORK
    success_message = _("The proposal is withdrawn.")

    def perform(self) -> Proposal:
        return actions.withdraw_proposal(proposal=self.proposal, acting=self.actor)


class SettlePage(OfProposal, ActionPage):
    """Take a time without waiting for everybody."""

    access = WORK
    success_message = _("The meeting is planned.")

    def perform(self) -> Proposal:
        return actions.settle_proposal(proposal=self.proposal, option=self.kwargs["option"], acting=self.actor)
