"""A longer or a shorter term: asked by a participant or the office, answered, put before the head."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.rules import change as rules
from apps.school.regulation.rules import term_bounds
from apps.school.regulation.view import RegulationView
from kernel.errors import NotFound
from ui.pages import ConfirmPage, FormPage

from .. import actions, agreeing, permissions, queries
from ..actions.closing import view_of
from ..change_forms import ExtendForm, ShortenForm, WordForm
from ..models import Match, TermAgreement, TermChange
from .common import OfPair


class _OfTerm(OfPair):
    """Mixin: the version of the pair, whose consent is needed."""

    @cached_property
    def view(self) -> RegulationView:
        """The version that the pair was formed under."""
        return view_of(self.match)

    @cached_property
    def change(self) -> TermChange:
        """The change under way; ``NotFound`` when there is none."""
        found = queries.open_term_change(self.match)
        if found is None:
            raise NotFound()
        return found


class ExtendPair(_OfTerm, FormPage[ExtendForm]):
    """Ask for a longer term."""

    access = permissions.ANSWERERS
    title = _("A longer term")
    template_name = "pairs/term.html"
    form_class = ExtendForm
    submit_label = _("Ask for the change")
    draft = True
    success_message = _("The longer term is asked for: those whose consent is needed are told.")

    def get_initial(self) -> dict[str, Any]:
        """What the address proposes: the ground of a pause and the days lost."""
        return {name: self.request.GET[name] for name in ("ground", "new_end") if name in self.request.GET}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "view": self.view}

    def perform(self, form: ExtendForm) -> Match:
        return actions.extend_pair(match=self.match, **form.values(), acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        longest = term_bounds(self.view, self.match.starts_on)[1]
        return super().get_context_data(
            match=self.match,
            roles=[self.view.actor_name(code) for code in self.view.codes(rules.EXTENSION_CONSENT)],
            rule=self.view.rule(rules.GROUNDS),
            consent_rule=self.view.rule(rules.EXTENSION_CONSENT),
            longest=longest,
            longest_rule=self.view.rule("term.max_months"),
            **kwargs,
        )


class ShortenPair(_OfTerm, FormPage[ShortenForm]):
    """Ask for a shorter term."""

    access = permissions.ANSWERERS
    title = _("A shorter term")
    template_name = "pairs/term.html"
    form_class = ShortenForm
    submit_label = _("Ask for the change")
    draft = True
    success_message = _("The shorter term is asked for: both sides are told.")

    def perform(self, form: ShortenForm) -> Match:
        return actions.shorten_pair(match=self.match, **form.values(), acting=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            match=self.match,
            roles=[self.view.actor_name(code) for code in rules.reduction_roles(self.view)],
            rule=self.view.rule(rules.REDUCTION),
            shortest=term_bounds(self.view, self.match.starts_on)[0],
            shortest_rule=self.view.rule("term.min_months"),
            **kwargs,
        )


class AnswerTermChange(_OfTerm, FormPage[WordForm]):
    """Agree or not; the office records what was said on paper."""

    access = permissions.ANSWERERS
    title = _("Answer to the change of the term")
    template_name = "pairs/term_answer.html"
    form_class = WordForm
    submit_label = _("Send the answer")
    success_message = _("The answer is recorded.")

    def find_objects(self) -> None:
        """The change, before anything is shown."""
        _change = self.change

    @cached_property
    def rows(self) -> list[TermAgreement]:
        """Words that the actor may give, one's own first."""
        rows = agreeing.answerable(self.change.agreements.all(), self.actor)
        return agreeing.own_first(rows, self.actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = [(str(row.pk), agreeing.name_of(row, self.view)) for row in self.rows]
        return {**super().get_form_kwargs(), "rows": rows}

    def get_initial(self) -> dict[str, Any]:
        return {"agreement": self.rows[0].pk} if self.rows else {}

    def perform(self, form: WordForm) -> Match:
        row = next(row for row in self.rows if str(row.pk) == form.cleaned_data["agreement"])
        return actions.answer_term_change(
            match=self.match,
            agreement=row,
            accepted=form.cleaned_data["answer"] == WordForm.YES,
            note=form.cleaned_data["note"],
            acting=self.actor,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            match=self.match,
            change=self.change,
            ground=self.view.local_name("extension_ground", self.change.ground) if self.change.ground else "",
            nobody=not self.rows,
            **kwargs,
        )


class OrderTermChange(_OfTerm, ConfirmPage):
    """Put the order of the new term before the head."""

    access = permissions.OFFICE
    title = _("Prepare the order of the new term")
    confirm_label = _("Send for signature")
    success_message = _("The order waits for the head.")

    def find_objects(self) -> None:
        """The change, before anything is shown."""
        _change = self.change

    def get_consequences(self) -> Sequence[str]:
        found = [
            gettext("The head gets the order: the pair ends on %(new)s instead of %(old)s.")
            % {"new": f"{self.change.new_end:%d.%m.%Y}", "old": f"{self.change.old_end:%d.%m.%Y}"},
            gettext("The new term holds from the signature."),
        ]
        flagged = rules.over_longest(self.view, self.match.starts_on, self.change.new_end)
        return [*found, *(str(each.message) for each in flagged)]

    def perform(self) -> Match:
        return actions.order_term_change(match=self.match, acting=self.actor)


class WithdrawTermChange(_OfTerm, ConfirmPage):
    """Give the change up."""

    access = permissions.ANSWERERS
    title = _("Give the change of the term up")
    confirm_label = _("Give it up")
    danger = True
    success_message = _("The change is given up: the term stays as it is.")

    def find_objects(self) -> None:
        """The change, before anything is shown."""
        _change = self.change

    def get_consequences(self) -> Sequence[str]:
        return [gettext("The term stays as it is."), gettext("The answers given so far stay in the history.")]

    def perform(self) -> Match:
        return actions.withdraw_term_change(match=self.match, acting=self.actor)
