"""Tables and filters of the lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, FilterSet

from ui.forms import FilterForm
from ui.icons import badge
from ui.tables import BadgeColumn, Column, DateColumn, LinkColumn, NumberColumn, Table

from .models import Invitation, Purpose, Questionnaire, Round

VERSION_KINDS = {"draft": "waiting", "published": "active", "closed": "neutral"}
ROUND_KINDS = {"open": "active", "closed": "neutral"}
INVITATION_KINDS = {"asked": "waiting", "started": "info", "answered": "success"}


class QuestionnaireTable(Table):
    """Questionnaires of the school."""

    title = LinkColumn(verbose_name=_("Questionnaire"))
    purpose = Column(verbose_name=_("Purpose"))
    audience = Column(verbose_name=_("Who answers"))
    state = Column(empty_values=(), orderable=False, verbose_name=_("State"))
    rounds = NumberColumn(verbose_name=_("Surveys"))

    class Meta(Table.Meta):
        pass

    def value_state(self, record: Questionnaire) -> str:
        """The newest version and its state."""
        version = record.versions.all()[0]
        return f"{version.get_state_display()}, № {version.number}"

    def render_state(self, record: Questionnaire) -> Any:
        """As a badge."""
        return badge(self.value_state(record), VERSION_KINDS[record.versions.all()[0].state])


class QuestionnaireFilter(FilterSet):
    """By words and purpose."""

    q = CharFilter(field_name="title", lookup_expr="icontains", label=_("Title"))
    purpose = ChoiceFilter(choices=Purpose.choices, label=_("Purpose"), empty_label=_("any"))

    class Meta:
        model = Questionnaire
        fields: list[str] = []
        form = FilterForm


class RoundTable(Table):
    """Surveys."""

    title = LinkColumn(verbose_name=_("Survey"))
    purpose = Column(accessor="version__questionnaire__get_purpose_display", orderable=False, verbose_name=_("Purpose"))
    opens_on = DateColumn(verbose_name=_("From"))
    closes_on = DateColumn(verbose_name=_("To"))
    progress = Column(empty_values=(), order_by=("answered",), verbose_name=_("Answered"))
    state = BadgeColumn(ROUND_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        pass

    def render_progress(self, record: Round) -> str:
        """«7 of 12»."""
        counts = {"answered": getattr(record, "answered", 0), "asked": getattr(record, "asked", 0)}
        return _("%(answered)s of %(asked)s") % counts


class RoundFilter(FilterSet):
    """By words, purpose and state."""

    q = CharFilter(field_name="title", lookup_expr="icontains", label=_("Title"))
    purpose = ChoiceFilter(
        field_name="version__questionnaire__purpose",
        choices=Purpose.choices,
        label=_("Purpose"),
        empty_label=_("any"),
    )
    state = ChoiceFilter(choices=Round.State.choices, label=_("State"), empty_label=_("any"))

    class Meta:
        model = Round
        fields: list[str] = []
        form = FilterForm


class InvitationTable(Table):
    """Who is asked in a round."""

    name = LinkColumn(
        order_by=("person__sort_key", "respondent", "id"),
        verbose_name=pgettext_lazy("survey", "Who is asked"),
        linkify=lambda table, record: table.address(record),
    )
    about = Column(verbose_name=_("About whom"))
    state = BadgeColumn(INVITATION_KINDS, verbose_name=_("State"))
    answered_on = DateColumn(verbose_name=_("Answered on"))
    way = Column(accessor="get_way_display", orderable=False, verbose_name=_("How"))
    reminded_on = DateColumn(verbose_name=_("Reminded on"))

    class Meta(Table.Meta):
        pass

    def address(self, record: Invitation) -> str:
        """The page of one invitation."""
        return record.get_absolute_url()


class InvitationFilter(FilterSet):
    """By name and state; ``silent``: everybody who has not answered."""

    q = CharFilter(method="by_name", label=_("Name"))
    state = ChoiceFilter(
        method="by_state",
        choices=[("silent", _("have not answered")), *Invitation.State.choices],
        label=_("State"),
        empty_label=_("any"),
    )

    class Meta:
        model = Invitation
        fields: list[str] = []
        form = FilterForm

    def by_name(self, rows: QuerySet[Invitation], name: str, value: str) -> QuerySet[Invitation]:
        """Each word in the name of the person or of the third party."""
        for word in value.split():
            person = Q(person__last_name__icontains=word) | Q(person__first_name__icontains=word)
            rows = rows.filter(person | Q(person__patronymic__icontains=word) | Q(respondent__icontains=word))
        return rows

    def by_state(self, rows: QuerySet[Invitation], name: str, value: str) -> QuerySet[Invitation]:
        """One state, or all that are not the last."""
        return rows.exclude(state=Invitation.State.ANSWERED) if value == "silent" else rows.filter(state=value)
