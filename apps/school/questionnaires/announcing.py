"""Whom surveys tell what: those who are asked. Imported by ``QuestionnairesConfig.ready``."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.reactions import key_of, on
from apps.school.notices.sending import notify
from apps.school.people.announcing import accounts_of
from apps.school.people.models import Person
from kernel.actions import ActionRecord
from kernel.clock import today

from .models import Invitation, Round

kinds.register_group("surveys", _("Questionnaires"), order=50)
kinds.register(
    "survey.opened",
    group="surveys",
    title=_("You are asked to answer a questionnaire"),
    text=_("%(survey)s: from %(first)s to %(last)s."),
)
kinds.register(
    "survey.reminded",
    group="surveys",
    title=_("A questionnaire waits for your answer"),
    text=_("%(survey)s: until %(last)s."),
)


def _tell(kind: str, round_: Round, key: str, record: ActionRecord) -> None:
    silent = round_.invitations.exclude(state=Invitation.State.ANSWERED).filter(person__isnull=False)
    notify(
        kind,
        to=accounts_of(Person.objects.filter(pk__in=silent.values("person"))),
        key=key,
        besides=record.acting,
        url=reverse("questionnaires:mine", urlconf=settings.SCHOOL_URLCONF),
        survey=round_.title,
        first=round_.opens_on,
        last=round_.closes_on,
    )


@on("survey.run", "survey.invite")
def tell_of_survey(record: ActionRecord) -> None:
    """Everybody who is asked, each once: who was told before is not told again."""
    round_ = Round.objects.get(pk=key_of(record.subject))
    _tell("survey.opened", round_, f"{round_.pk}", record)


@on("survey.remind")
def tell_of_silence(record: ActionRecord) -> None:
    """Those who have not answered, once a day."""
    round_ = Round.objects.get(pk=key_of(record.facts["round_"]))
    _tell("survey.reminded", round_, f"{round_.pk}:{today()}", record)
