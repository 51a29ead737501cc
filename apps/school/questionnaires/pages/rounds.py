"""Surveys: held, watched, reminded, closed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.school.people import queries as people
from apps.school.people.models import Person
from kernel.clock import today
from ui.pages import Action, ActionPage, ConfirmPage, Crumb, EmptyState, FormPage, ListPage, Page, Text

from .. import actions, queries, rules
from ..forms import RoundForm, ThirdPartyForm
from ..models import Audience, Invitation, Round
from ..permissions import OFFICE
from ..tables import InvitationFilter, InvitationTable, RoundFilter, RoundTable
from .library import OfVersion, section_tabs, url

USUAL_DAYS = 14


def rounds_crumb() -> Crumb:
    """The way to the surveys."""
    return Crumb(_("Surveys"), url("rounds"))


class RoundList(ListPage[Round]):
    """All surveys, the newest first."""

    access = OFFICE
    title = _("Surveys")
    lead = _("Who is asked what, until when, and how many have answered.")
    template_name = "questionnaires/index.html"
    table_class = RoundTable
    filterset_class = RoundFilter
    export_name = "surveys"

    def get_queryset(self) -> QuerySet[Round]:
        return queries.rounds()

    def get_empty(self) -> EmptyState:
        text = _("Publish a questionnaire, then hold a survey with it.")
        return EmptyState(_("No surveys yet"), text, "send", Action(_("Questionnaires"), url("index")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"tabs": section_tabs("rounds"), **kwargs})


class RoundNewPage(OfVersion, FormPage[RoundForm]):
    """Ask a questionnaire of people."""

    title = _("Hold a survey")
    form_class = RoundForm
    submit_label = _("Begin the survey")
    success_message = _("The survey is begun: those asked see it on their first page.")

    @cached_property
    def offered(self) -> list[Person]:
        """Whom it can be asked of; the curator's questionnaires are answered by the one who begins the survey."""
        questionnaire = self.version.questionnaire
        if questionnaire.audience == Audience.CURATOR:
            me = people.person_of(self.actor.account_id)
            return [me] if me is not None else []
        return list(queries.people_for(questionnaire))

    def get_lead(self) -> Text:
        return self.version.questionnaire.title

    def get_initial(self) -> dict[str, Any]:
        day = today()
        return {
            "title": f"{self.version.questionnaire.title}, {day:%m.%Y}",
            "opens_on": day,
            "closes_on": day + datetime.timedelta(days=USUAL_DAYS),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        purpose = self.version.questionnaire.purpose
        return {
            **super().get_form_kwargs(),
            "people": self.offered,
            "all_by_default": purpose not in queries.ENTRY,
            "may_hide": purpose in rules.MAY_BE_ANONYMOUS,
        }

    def perform(self, form: RoundForm) -> Round:
        return actions.run_survey(version=self.version, **form.values(), acting=self.actor)

    def get_success_url(self, result: Round) -> str:
        return result.get_absolute_url()


class OfRound(Page):
    """Mixin: the survey named in the address."""

    access = OFFICE

    @cached_property
    def round(self) -> Round:
        """The survey with its counts; ``NotFound`` for a foreign one."""
        return queries.round_by_id(self.kwargs["round"])

    def find_objects(self) -> None:
        """The survey must be here."""
        _ = self.round

    def get_crumbs(self) -> Sequence[Crumb]:
        return [rounds_crumb(), Crumb(self.round.title, self.round.get_absolute_url())]

    def get_success_url(self, result: Any) -> str:
        """Back to the survey."""
        return self.round.get_absolute_url()

    def get_cancel_url(self) -> str:
        """Back without a change."""
        return self.round.get_absolute_url()

    def get_already_done_url(self) -> str:
        """Where the twin of a double click goes."""
        return self.round.get_absolute_url()


class RoundPage(OfRound, ListPage[Invitation]):
    """How far a survey is, and everybody who is asked."""

    template_name = "questionnaires/round.html"
    table_class = InvitationTable
    filterset_class = InvitationFilter
    export_name = "survey"
    empty = EmptyState(
        _("Nobody is asked yet"), _("Name third parties, each with whom they tell about."), "person-plus"
    )

    def get_title(self) -> Text:
        return self.round.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return [rounds_crumb()]

    def get_queryset(self) -> QuerySet[Invitation]:
        return queries.invitations(self.round)

    def get_table_kwargs(self) -> dict[str, Any]:
        third = self.round.version.questionnaire.audience == Audience.THIRD_PARTY
        return {"exclude": () if third else ("about",)}

    def get_page_actions(self) -> Sequence[Action]:
        key = {"round": self.round.pk}
        found = [Action(_("Results"), url("results", **key), icon="bar-chart")]
        if self.round.state != Round.State.OPEN:
            return found
        if self.round.version.questionnaire.audience == Audience.THIRD_PARTY:
            found.append(Action(_("Ask somebody"), url("third_party", **key), "person-plus", "secondary"))
        if self.silent:
            found.append(Action(_("Remind"), url("remind", **key), "bell", "secondary", method="post"))
        found.append(Action(_("Close the survey"), url("round_close", **key), "x-circle", "quiet"))
        return found

    @property
    def silent(self) -> int:
        """How many have not answered."""
        return int(getattr(self.round, "asked", 0)) - int(getattr(self.round, "answered", 0))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, answered = int(getattr(self.round, "asked", 0)), int(getattr(self.round, "answered", 0))
        return super().get_context_data(
            **{
                "round": self.round,
                "questionnaire": self.round.version.questionnaire,
                "asked": asked,
                "answered": answered,
                "percent": round(100 * answered / asked) if asked else 0,
                "is_late": self.round.state == Round.State.OPEN and self.round.closes_on < today(),
                **kwargs,
            }
        )


class RemindPage(OfRound, ActionPage):
    """Remind everybody who has not answered."""

    def perform(self) -> int:
        return actions.remind(round_=self.round, acting=self.actor)

    def get_success_message(self, result: int) -> Text:
        return ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", result) % {"count": result}


class RoundClosePage(OfRound, ConfirmPage):
    """Take no more answers."""

    title = _("Close the survey")
    confirm_label = _("Close the survey")
    success_message = _("The survey is closed.")

    def get_consequences(self) -> list[Text]:
        silent = int(getattr(self.round, "asked", 0)) - int(getattr(self.round, "answered", 0))
        words = ngettext("%(count)s person has not answered.", "%(count)s people have not answered.", silent)
        return [words % {"count": silent}, _("Answers begun and not sent are thrown away, links stop working.")]

    def perform(self) -> Round:
        return actions.close_round(round_=self.round, acting=self.actor)


class ThirdPartyPage(OfRound, FormPage[ThirdPartyForm]):
    """Ask somebody outside of the banks."""

    title = _("Ask somebody")
    form_class = ThirdPartyForm
    submit_label = _("Add to the survey")
    success_message = _("Added: make a personal link or type the paper in.")

    @cached_property
    def mentees(self) -> list[Person]:
        """About whom can be told."""
        return [card.person for card in people.mentees()]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": self.mentees}

    def perform(self, form: ThirdPartyForm) -> Invitation:
        values = form.values()
        about = next(person for person in self.mentees if str(person.pk) == values["about"])
        return actions.invite_third_party(
            round_=self.round, respondent=values["respondent"], about=about, acting=self.actor
        )

    def get_success_url(self, result: Invitation) -> str:
        return result.get_absolute_url()
