"""Around the demo's remote pairs: consents to the transfer of data, both people's yes, needs, complaints, a paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from apps.region.exchange import actions as exchange
from apps.region.exchange.models import RemotePair, RemoteRequest
from apps.school.consents import actions as consents
from apps.school.consents import queries as given
from apps.school.consents.rules import TRANSFER
from apps.school.liaison import actions as liaison
from apps.school.liaison.rules import longest_term
from apps.school.people.models import Person
from apps.school.people.queries import mentees
from apps.school.regulation.queries import current
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import DomainError
from tenants.identity.models import Account
from tenants.identity.queries import actor_for
from tenants.isolation.context import enter_school
from tenants.organisations.models import School


def allow_transfer(person: Person, curator: Actor) -> None:
    """The person's signed paper, once. Inside the school."""
    if not given.has(person, TRANSFER):
        consents.record_paper(person=person, signer=person, kind=TRANSFER, given_on=today(), acting=curator)


def _account(account_id: UUID | None) -> Account:
    if account_id is None:
        raise LookupError("this person of the demo has no account")
    return Account.objects.get(pk=account_id)


def both_agree(request: UUID) -> None:
    """The mentee, then the mentor say yes, each in the own school."""
    row = RemoteRequest.objects.of_all_schools().select_related("offer", "school", "mentor_school").get(pk=request)
    if row.mentee_at is None and row.mentee_account is not None:
        with enter_school(row.school):
            mentee = actor_for(_account(row.mentee_account), place="school", school=row.school)
            liaison.answer_as_mentee(request=request, agreed=True, acting=mentee)
    if row.mentor_at is None:
        with enter_school(row.mentor_school):
            mentor = actor_for(_account(row.offer.mentor_account), place="school", school=row.mentor_school)
            liaison.answer_as_mentor(request=request, agreed=True, acting=mentor)


NEEDS = (
    ("Нужна помощь с планированием уроков и оцениванием: рядом нет коллеги моего предмета.", "физика"),
    ("Хочу разобраться с функциональной грамотностью и заданиями к ней.", "математика"),
    ("Нужна поддержка молодому классному руководителю: первые собрания, трудные разговоры.", "русский язык"),
)
COMPLAINTS = (
    ("Третью встречу подряд переносят за час до начала. Прошу договориться о твёрдых днях.", ""),
    (
        "Не получается открыть материалы: ссылка не работает вторую неделю.",
        "Ссылку обновили, материалы лежат и на странице пары. Спасибо, что сообщили.",
    ),
)


def publish_needs(schools: Sequence[School], curator: Callable[[School], Actor]) -> list[str]:
    """A need of each of the schools, without a name; what a regulation does not allow is told, not done."""
    refused = []
    for school, (text, subject) in zip(schools, NEEDS, strict=False):
        with enter_school(school):
            forms = sorted(current().codes("forms.enabled"))
            form = "pedagogue_pedagogue" if "pedagogue_pedagogue" in forms else forms[0]
            for card in mentees().exclude(category="willing_pupil").order_by("pk")[:3]:
                try:
                    liaison.publish_need(
                        mentee=card,
                        text=text,
                        subjects=[subject],
                        forms=[form],
                        starts_on=today(),
                        ends_on=longest_term(current(), today()),
                        times={"days": [2, 4], "from": 14, "to": 17},
                        acting=curator(school),
                    )
                except DomainError as refusal:
                    refused.append(str(refusal.message))
                    continue
                break
    return refused


def complain(pairs: Sequence[RemotePair], coordinator: Actor) -> None:
    """One complaint waits, one is answered."""
    for pair, (text, answer) in zip(pairs, COMPLAINTS, strict=False):
        mentee = actor_for(_account(pair.mentee_account), place="region")
        row = exchange.file_complaint(pair=pair, text=text, acting=mentee)
        if answer:
            exchange.answer_complaint(complaint=row, answer=answer, acting=coordinator)


def agree_on_paper(pair: RemotePair) -> None:
    """A curator prepares the agreement, both heads agree."""
    places = (pair.mentor_school, pair.mentee_school)
    by_role = {
        (role, school.pk): actor_for(Account.objects.get(email=f"{role}@{school.slug}.demo"), place="region")
        for role in ("curator", "head")
        for school in places
    }
    exchange.prepare_agreement(pair=pair, acting=by_role["curator", places[0].pk])
    for school in places:
        exchange.agree_as_head(pair=pair, acting=by_role["head", school.pk])
