"""Writes about consents: texts, giving on paper and in the system, withdrawal."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.people import queries as people
from apps.school.people.models import Person
from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, RuleViolation
from tenants.isolation.context import require_school

from . import permissions, ports, queries, rules, wording
from .models import Consent, ConsentText

SEPARATE_SINCE = datetime.date(2025, 9, 1)  # consents are separate documents (156-ФЗ of 24.06.2025)


def _wrong(place: str, message: str) -> InputError:
    return InputError(message, problems=[{"place": place, "message": message}])


@action("consent.ensure_texts")
def ensure_texts(*, acting: Actor) -> int:
    """Give the school the first text of every type that has none. Returns how many were made."""
    operator = require_school().name
    have = set(ConsentText.objects.values_list("type", flat=True))
    fresh = []
    for code in wording.types():
        if code not in have:
            title, body = wording.first_text(code)
            body = body.replace("[[operator]]", operator)
            fresh.append(ConsentText(type=code, version=1, title=title, body=body, valid_from=SEPARATE_SINCE))
    ConsentText.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


@action("consent.revise_text")
def revise_text(*, text: ConsentText, title: str, body: str, valid_from: datetime.date, acting: Actor) -> ConsentText:
    """A new version of a text. Consents given to the older versions stay as they were given."""
    versions = list(ConsentText.objects.select_for_update().filter(type=text.type).order_by("-version"))
    latest = versions[0]
    if (latest.title, latest.body) == (title.strip(), body.strip()):
        raise _wrong("body", _("Nothing is changed in the text."))
    if valid_from < latest.valid_from:
        raise _wrong("valid_from", _("The version before is valid from a later day."))
    return ConsentText.objects.create(
        type=text.type, version=latest.version + 1, title=title.strip(), body=body.strip(), valid_from=valid_from
    )


def _text_on(code: str, day: datetime.date) -> ConsentText:
    """The text that was in force on a day; of papers older than the first text, the first one."""
    found = queries.current_texts(day).get(code) or ConsentText.objects.filter(type=code).order_by("version").first()
    if found is None:
        raise Conflict(
            _("There is no text of this consent yet."), next_step=_("Open the page of texts: it makes the first ones.")
        )
    return found


def _check_signature(person: Person, signer: Person, code: str, on: datetime.date) -> None:
    reason = rules.may_sign(
        code,
        queries.subject_of(person),
        signer_is_subject=signer.pk == person.pk,
        signer_is_guardian=people.guardians_of(person).filter(pk=signer.pk).exists(),
        on=on,
    )
    if reason:
        raise RuleViolation(
            [wording.signature_violation(reason, code)],
            next_step=_("Choose the right signer; guardians are recorded on the card of the person."),
        )


def _check_day(person: Person, given_on: datetime.date) -> None:
    if given_on > today():
        raise _wrong("given_on", _("The date is in the future."))
    if person.birth_date is not None and given_on < person.birth_date:
        raise _wrong("given_on", _("The date is before the date of birth."))


def _end_older(person: Person, signer: Person, text: ConsentText, given_on: datetime.date) -> Consent | None:
    """The consent in force that the new one replaces, ended; ``Conflict`` where the new one says nothing new."""
    old = (
        Consent.objects.select_for_update()
        .filter(person=person, signer=signer, type=text.type, withdrawn_on__isnull=True)
        .select_related("text")
        .first()
    )
    if old is None:
        return None
    if old.given_on > given_on:
        raise Conflict(_("A later consent of this type is recorded already."))
    counts = rules.still_counts(text.type, queries.subject_of(person), old.given_on, given_on)
    if counts and old.text.version >= text.version:
        raise Conflict(_("This consent has been given already and is in force."))
    old.withdrawn_on, old.withdrawal_reason = given_on, _("Replaced by a newer consent")
    old.save(update_fields=["withdrawn_on", "withdrawal_reason", "updated_at"])
    return old


def _put(
    person: Person,
    signer: Person,
    text: ConsentText,
    *,
    way: str,
    given_on: datetime.date,
    acting: Actor,
    scan: UploadedFile[Any] | None = None,
) -> Consent:
    """The one place where a consent is written: signature, dates and the older record are checked under a lock."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    _check_day(locked, given_on)
    _check_signature(locked, signer, text.type, given_on)
    old = _end_older(locked, signer, text, given_on)
    consent = Consent(
        person=locked,
        signer=signer,
        text=text,
        type=text.type,
        way=way,
        given_on=given_on,
        account_id=acting.account_id,
    )
    if scan is not None:
        consent.scan = uploads.checked(scan, uploads.SCAN, place="scan", stem="scan")
    consent.save()
    if old is not None:
        Consent.objects.filter(pk=old.pk).update(replaced_by=consent)
    return consent


@action("consent.record_paper")
def record_paper(
    *,
    person: Person,
    signer: Person,
    kind: str,
    given_on: datetime.date,
    acting: Actor,
    scan: UploadedFile[Any] | None = None,
) -> Consent:
    """Record a signed paper. The text is the version in force on the day of signing."""
    if kind not in wording.types():
        raise _wrong("kind", _("Choose the type from the list."))
    text = _text_on(kind, given_on)
    return _put(person, signer, text, way=Consent.Way.PAPER, given_on=given_on, acting=acting, scan=scan)


@action("consent.give")
def give_in_system(*, person: Person, text: ConsentText, acting: Actor) -> Consent:
    """The signed-in person agrees to the text in force, for themself or for a ward. The audit keeps who and when."""
    signer = people.person_of(acting.account_id)
    if signer is None:
        raise NotAllowed(_("Your account is not linked to a person of this school."))
    current = queries.current_texts().get(text.type)
    if current is None or current.pk != text.pk:
        raise Conflict(_("The text has changed meanwhile."), next_step=_("Read the new version and confirm that one."))
    return _put(person, signer, text, way=Consent.Way.SYSTEM, given_on=today(), acting=acting)


@action("consent.withdraw")
def withdraw(*, consent: Consent, reason: str, acting: Actor, withdrawn_on: datetime.date | None = None) -> Consent:
    """End a consent. The office records anybody's withdrawal, others withdraw what they signed or gave."""
    locked = Consent.objects.select_for_update(of=("self",)).select_related("person", "signer").get(pk=consent.pk)
    _require_own(locked, acting)
    if locked.withdrawn_on is not None:
        raise Conflict(_("This consent has been withdrawn already."))
    day = withdrawn_on or today()
    if day > today():
        raise _wrong("withdrawn_on", _("The date is in the future."))
    if day < locked.given_on:
        raise _wrong("withdrawn_on", _("The date is before the day when the consent was given."))
    locked.withdrawn_on, locked.withdrawal_reason = day, reason.strip()
    locked.save(update_fields=["withdrawn_on", "withdrawal_reason", "updated_at"])
    ports.follow_withdrawal(locked, acting)
    return locked


def _require_own(consent: Consent, acting: Actor) -> None:
    if permissions.sees_all(acting):
        return
    me = people.person_of(acting.account_id)
    if me is None or me.pk not in (consent.person_id, consent.signer_id):
        raise NotAllowed()


@action("consent.record_many")
def record_many(*, person_ids: Sequence[int], kind: str, given_on: datetime.date, acting: Actor) -> int:
    """Record papers of one type of many people at once; those who have it in force are passed over.

    A guardian's type is signed by the only guardian recorded. ``InputError`` names everybody with whom it does not
    work, and then nothing is recorded. Returns how many were recorded.
    """
    persons = list(Person.objects.filter(pk__in=person_ids).order_by("pk"))
    given = queries.in_force([person.pk for person in persons], given_on)
    problems: list[dict[str, str]] = []
    done = 0
    for person in persons:
        if kind in given[person.pk]:
            continue
        try:
            record_paper(person=person, signer=_only_signer(person, kind), kind=kind, given_on=given_on, acting=acting)
            done += 1
        except (RuleViolation, Conflict, InputError) as refusal:
            problems.append({"place": person.full_name, "message": str(refusal.message)})
    if problems:
        raise InputError(
            ngettext(
                "Nothing is recorded: it does not work with %(count)s person.",
                "Nothing is recorded: it does not work with %(count)s people.",
                len(problems),
            )
            % {"count": len(problems)},
            problems=problems,
        )
    return done


def _only_signer(person: Person, code: str) -> Person:
    if not rules.is_guardian_type(code):
        return person
    guardians = list(people.guardians_of(person)[:2])
    if len(guardians) != 1:
        message = _("There is not exactly one guardian: record this consent on the card of the person.")
        raise _wrong("signer", message)
    return guardians[0]
