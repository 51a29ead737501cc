"""Giving: on paper, in the system; of many people at once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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

from .. import categories, ports, queries, rules, terms, traces, wording
from ..errors import wrong
from ..models import Consent, ConsentText


@dataclass(frozen=True, slots=True)
class Distribution:
    """What somebody allows to be distributed: codes of ``categories.CATEGORIES``, and conditions in own words."""

    categories: Sequence[str]
    conditions: str = ""


def text_on(code: str, day: datetime.date) -> ConsentText:
    """The text that was in force on a day; of papers older than the first text, the first one."""
    found = queries.current_texts(day).get(code) or ConsentText.objects.filter(type=code).order_by("version").first()
    if found is None:
        raise Conflict(
            _("There is no text of this consent yet."), next_step=_("Open the page of texts: it makes the first ones.")
        )
    return found


def check_signature(person: Person, signer: Person, code: str, on: datetime.date) -> None:
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
        raise wrong("given_on", _("The date is in the future."))
    if person.birth_date is not None and given_on < person.birth_date:
        raise wrong("given_on", _("The date is before the date of birth."))


def _end_older(
    person: Person,
    signer: Person,
    text: ConsentText,
    given_on: datetime.date,
    *,
    categories: Sequence[str] | None,
    expires_on: datetime.date | None,
) -> Consent | None:
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
    prolongs = old.expires_on is not None and (expires_on is None or old.expires_on < expires_on)
    if counts and not prolongs and old.text.version >= text.version and old.categories == categories:
        raise Conflict(_("This consent has been given already and is in force."))
    old.withdrawn_on, old.withdrawal_reason = given_on, _("Replaced by a newer consent")
    old.save(update_fields=["withdrawn_on", "withdrawal_reason", "updated_at"])
    return old


def put(
    person: Person,
    signer: Person,
    text: ConsentText,
    *,
    way: str,
    given_on: datetime.date,
    acting: Actor,
    scan: UploadedFile[Any] | None = None,
    terms_of_use: Distribution | None = None,
    evidence: Mapping[str, Any] | None = None,
) -> Consent:
    """The one place where a consent is written: signature, dates and the older record are checked under a lock."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    _check_day(locked, given_on)
    check_signature(locked, signer, text.type, given_on)
    chosen = chosen_categories(text, terms_of_use)
    expires_on = terms.ends_on(text.term, text.term_years, text.term_until, given_on)
    old = _end_older(locked, signer, text, given_on, categories=chosen, expires_on=expires_on)
    consent = Consent(
        person=locked,
        signer=signer,
        text=text,
        type=text.type,
        way=way,
        given_on=given_on,
        expires_on=expires_on,
        categories=chosen,
        conditions=terms_of_use.conditions.strip() if terms_of_use else "",
        evidence=dict(evidence) if evidence is not None else None,
        account_id=acting.account_id,
    )
    if scan is not None:
        consent.scan = uploads.checked(scan, uploads.SCAN, place="scan", stem="scan")
    consent.save()
    if old is not None:
        Consent.objects.filter(pk=old.pk).update(replaced_by=consent)
        if text.type == rules.DISTRIBUTION:
            traces.leave(old, ports.carry_out(old, acting))  # less may be allowed than before
    return consent


def chosen_categories(text: ConsentText, terms_of_use: Distribution | None) -> list[str] | None:
    """What a consent to distribution allows; None for other types, and for a text that lists the data itself."""
    if text.type != rules.DISTRIBUTION:
        return None
    chosen = [code for code in categories.CATEGORIES if terms_of_use is not None and code in terms_of_use.categories]
    if chosen:
        return chosen
    if categories.MARK in text.body:
        raise wrong("categories", _("Choose the data that may be distributed, at least one kind."))
    return None


@action("consent.record_paper")
def record_paper(
    *,
    person: Person,
    signer: Person,
    kind: str,
    given_on: datetime.date,
    acting: Actor,
    scan: UploadedFile[Any] | None = None,
    terms_of_use: Distribution | None = None,
) -> Consent:
    """Record a signed paper. The text is the version in force on the day of signing."""
    if kind not in wording.types():
        raise wrong("kind", _("Choose the type from the list."))
    text = text_on(kind, given_on)
    way = Consent.Way.PAPER
    return put(person, signer, text, way=way, given_on=given_on, acting=acting, scan=scan, terms_of_use=terms_of_use)


@action("consent.give")
def give_in_system(
    *, person: Person, text: ConsentText, acting: Actor, terms_of_use: Distribution | None = None
) -> Consent:
    """The signed-in person agrees to the text in force, for themself or for a ward. The audit keeps who and when."""
    signer = people.person_of(acting.account_id)
    if signer is None:
        raise NotAllowed(_("Your account is not linked to a person of this school."))
    require_current(text)
    way = Consent.Way.SYSTEM
    return put(person, signer, text, way=way, given_on=today(), acting=acting, terms_of_use=terms_of_use)


def require_current(text: ConsentText) -> None:
    """``Conflict`` when a newer version of the text is in force: nobody agrees to what is not read any more."""
    current = queries.current_texts().get(text.type)
    if current is None or current.pk != text.pk:
        raise Conflict(_("The text has changed meanwhile."), next_step=_("Read the new version and confirm that one."))


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
            record_paper(person=person, signer=only_signer(person, kind), kind=kind, given_on=given_on, acting=acting)
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


def only_signer(person: Person, code: str) -> Person:
    """Who signs a type for a person; ``InputError`` where it is not exactly one guardian."""
    return only_guardian(person) if rules.is_guardian_type(code) else person


def only_guardian(person: Person) -> Person:
    """The guardian; ``InputError`` where there is none, or several."""
    guardians = list(people.guardians_of(person)[:2])
    if len(guardians) != 1:
        message = _("There is not exactly one guardian: record this consent on the card of the person.")
        raise wrong("signer", message)
    return guardians[0]
