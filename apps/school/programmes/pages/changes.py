"""Changes of an approved programme: its versions, what is proposed, the words of those asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.pairs import agreeing
from apps.school.regulation.rules import change as rules
from kernel.errors import NotFound
from ui.pages import Action, ConfirmPage, FormPage, Text

from .. import amending, versions
from ..models import Amendment, AmendmentAgreement, Programme, ProgrammeVersion
from ..permissions import ANSWERERS, WORK
from ..work_forms import FormChangeForm, WordForm
from .base import OfProgramme

AMENDED = _("The change is proposed: those who must agree are told.")
STATES = {"proposed": "waiting", "in_force": "success", "declined": "warning", "withdrawn": "neutral"}


class ChangesPage(OfProgramme):
    """The versions of the programme, the newest first; what waits for agreement above them."""

    tab = "changes"
    title = _("Changes of the programme")
    template_name = "programmes/changes.html"

    def get_page_actions(self) -> Sequence[Action]:
        running = self.programme.state == Programme.State.RUNNING
        if not running or not self.may_write():
            return []
        subjects = self.view.value(rules.CHANGE_RULE)["subjects"]
        found = [Action(_("Add to the plan"), self.at("item_add"), icon="plus-lg")]
        if self.may_write_note():
            found.append(Action(_("Change the note"), self.at("note_edit"), icon="pencil", variant="secondary"))
        if "form" in subjects:
            found.append(
                Action(_("Another form"), self.at("form_change"), icon="arrow-left-right", variant="secondary")
            )
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.programme.amendments.prefetch_related("agreements__person")
        return super().get_context_data(
            **{
                "rows": [self._row(row) for row in rows],
                "versions": list(self.programme.versions.all()),
                "rule": self.view.rule(rules.CHANGE_RULE),
                "rule_words": self.view.render(rules.CHANGE_RULE),
                **kwargs,
            }
        )

    def _row(self, amendment: Amendment) -> dict[str, Any]:
        words = list(amendment.agreements.all())
        waits = amendment.state == Amendment.State.PROPOSED
        mine = amendment.proposed_by is not None and amendment.proposed_by == self.actor.account_id
        return {
            "amendment": amendment,
            "kind": STATES[amendment.state],
            "words": [{"row": row, "name": agreeing.name_of(row, self.view)} for row in words],
            "may_answer": waits and ANSWERERS.admits(self.actor) and bool(agreeing.answerable(words, self.actor)),
            "may_withdraw": waits and WORK.admits(self.actor) and (mine or self.standing.is_office),
        }


class VersionPage(OfProgramme):
    """An earlier (or the present) text of the programme as it was frozen."""

    tab = "changes"
    template_name = "programmes/version.html"

    @cached_property
    def version(self) -> ProgrammeVersion:
        """The version of the address; ``NotFound`` otherwise."""
        return versions.version_of(self.programme, self.kwargs["edition"])

    def find_objects(self) -> None:
        """The programme and its version."""
        super().find_objects()
        _version = self.version

    def get_title(self) -> Text:
        return gettext("Version %(number)s of the programme") % {"number": self.version.number}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "version": self.version,
                "content": self.version.content,
                "others": self.programme.versions.exclude(pk=self.version.pk),
                **kwargs,
            }
        )


class ComparePage(VersionPage):
    """What a version changed against an earlier one."""

    template_name = "programmes/compare.html"

    @cached_property
    def earlier(self) -> ProgrammeVersion:
        """The one it is compared with."""
        return versions.version_of(self.programme, self.kwargs["earlier"])

    def find_objects(self) -> None:
        """The programme and both versions."""
        super().find_objects()
        _earlier = self.earlier

    def get_title(self) -> Text:
        numbers = {"old": self.earlier.number, "new": self.version.number}
        return gettext("Versions %(old)s and %(new)s") % numbers

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = versions.differences(self.earlier.content, self.version.content)
        return super().get_context_data(**{"earlier": self.earlier, "differences": found, **kwargs})


class _OfAmendment(OfProgramme):
    """Mixin: the change named in the address."""

    tab = "changes"

    @cached_property
    def amendment(self) -> Amendment:
        """The change; ``NotFound`` when the programme has none of that id."""
        found = self.programme.amendments.filter(pk=self.kwargs["amendment"]).first()
        if found is None:
            raise NotFound()
        found.programme = self.programme
        return found

    def find_objects(self) -> None:
        """The programme and the change."""
        super().find_objects()
        _amendment = self.amendment


class AnswerAmendment(_OfAmendment, FormPage[WordForm]):
    """Agree or not; the office records what was said on paper."""

    access = ANSWERERS
    title = _("Answer to the change")
    template_name = "programmes/amendment_answer.html"
    form_class = WordForm
    submit_label = _("Send the answer")
    success_message = _("The answer is recorded.")

    @cached_property
    def rows(self) -> list[AmendmentAgreement]:
        """Words that the actor may give, one's own first; none when the change is not under way any more."""
        if self.amendment.state != Amendment.State.PROPOSED:
            return []
        rows = agreeing.answerable(self.amendment.agreements.select_related("person"), self.actor)
        return agreeing.own_first(rows, self.actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = [(str(row.pk), agreeing.name_of(row, self.view)) for row in self.rows]
        return {**super().get_form_kwargs(), "rows": rows}

    def get_initial(self) -> dict[str, Any]:
        return {"agreement": self.rows[0].pk} if self.rows else {}

    def perform(self, form: WordForm) -> Amendment:
        row = next(row for row in self.rows if str(row.pk) == form.cleaned_data["agreement"])
        return amending.answer_amendment(
            amendment=self.amendment,
            agreement=row,
            accepted=form.cleaned_data["answer"] == WordForm.YES,
            note=form.cleaned_data["note"],
            acting=self.actor,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"amendment": self.amendment, "nobody": not self.rows, **kwargs})


class WithdrawAmendment(_OfAmendment, ConfirmPage):
    """Give a proposed change up."""

    access = WORK
    title = _("Give the change up")
    confirm_label = _("Give it up")
    danger = True
    success_message = _("The change is given up: the programme stays as it is.")

    def get_consequences(self) -> list[str]:
        return [gettext("The programme stays as it is."), gettext("The answers given so far stay in the history.")]

    def perform(self) -> Amendment:
        return amending.withdraw_amendment(amendment=self.amendment, acting=self.actor)


class FormChangePage(OfProgramme, FormPage[FormChangeForm]):
    """Propose another form of mentoring."""

    access = WORK
    tab = "changes"
    title = _("Another form")
    template_name = "programmes/amend.html"
    form_class = FormChangeForm
    submit_label = _("Propose the change")
    draft = True
    success_message = AMENDED

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "view": self.view}

    def get_initial(self) -> dict[str, Any]:
        return {"form": self.programme.match.form, "role_model": self.programme.match.role_model}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**agreement_context(self), **kwargs})

    def perform(self, form: FormChangeForm) -> Amendment:
        values = form.values()
        reason = values.pop("reason")
        change = amending.Change(Amendment.What.FORM, **values)
        return amending.amend_programme(programme=self.programme, change=change, reason=reason, acting=self.actor)


def agreement_context(page: OfProgramme) -> dict[str, Any]:
    """What a page says of a change by agreement: who must agree, and by which clause."""
    missing = amending.roles_without(page.programme.match, page.view, page.actor)
    return {
        "by_agreement": True,
        "roles": [page.view.actor_name(code) for code in missing],
        "rule": page.view.rule(rules.CHANGE_RULE),
    }
