"""Signing by a link with a one-time code, also by people without an account."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today
from kernel.errors import Conflict, InputError, RuleViolation
from tenants.isolation.commits import after_commit

from .. import queries, rules, signing, tasks, upkeep
from ..errors import LinkClosed, NoSuchLink, wrong
from ..models import Consent, ConsentText, SigningLink
from . import giving

Closed = SigningLink.Closed


@action("consent.send_link")
def send_link(*, person: Person, signer: Person, text: ConsentText, acting: Actor) -> SigningLink:
    """Mail the signer a link to one text. A link sent before for the same is closed."""
    giving.require_current(text)
    giving.check_signature(person, signer, text.type, today())
    if not signer.email:
        raise wrong("signer", _("%(name)s has no e-mail on the card.") % {"name": signer.full_name})
    if queries.is_signed(person, signer, text, _soon()):
        raise Conflict(_("This consent has been given already and is in force."))
    Person.objects.select_for_update().get(pk=person.pk)
    earlier = SigningLink.objects.filter(person=person, signer=signer, text__type=text.type, closed_as="")
    earlier.update(closed_as=Closed.REPLACED)
    link = SigningLink.objects.create(
        person=person,
        signer=signer,
        text=text,
        email=signer.email,
        nonce=signing.new_nonce(),
        expires_at=now() + signing.LINK_LIVES,
        account_id=acting.account_id,
    )
    after_commit(lambda: tasks.mail_link.send(link.pk))
    return link


@action("consent.send_links")
def send_links(*, person_ids: Sequence[int], kind: str, acting: Actor) -> int:
    """Mail links of one type to many people, or to their guardians; those who have it in force are passed over.

    ``InputError`` names everybody with whom it does not work, and then nothing is sent. Returns how many were sent.
    """
    text = giving.text_on(kind, today())
    problems: list[dict[str, str]] = []
    sent = 0
    for person in Person.objects.filter(pk__in=person_ids).order_by("pk"):
        try:
            for signer in _signers(person, kind):
                if not queries.is_signed(person, signer, text, _soon()):
                    send_link(person=person, signer=signer, text=text, acting=acting)
                    sent += 1
        except (RuleViolation, Conflict, InputError) as refusal:
            problems.append({"place": person.full_name, "message": str(refusal.message)})
    _refuse_all(problems)
    return sent


@action("consent.renew")
def ask_for_renewal(*, consent_ids: Sequence[int], acting: Actor) -> int:
    """Mail links to the text of today in place of consents that end: to the person where they are of age by then, else
    to the same signer. ``InputError`` names everybody with whom it does not work. Returns how many were sent.
    """
    problems: list[dict[str, str]] = []
    sent = 0
    for consent in upkeep.ending().filter(pk__in=consent_ids):
        try:
            _renew(consent, acting)
            sent += 1
        except (RuleViolation, Conflict, InputError) as refusal:
            problems.append({"place": consent.person.full_name, "message": str(refusal.message)})
    _refuse_all(problems)
    return sent


def _soon() -> datetime.date:
    """A consent that ends by then is worth renewing already."""
    return today() + datetime.timedelta(days=upkeep.SOON_DAYS)


def _renew(consent: Consent, acting: Actor) -> None:
    """The link that renews one consent; ``Conflict`` where somebody is a minor still and cannot sign as an adult."""
    person, code = consent.person, consent.type
    signer = consent.signer
    if not queries.subject_of(person).is_minor(today()):
        code, signer = code.removesuffix(rules.GUARDIAN_SUFFIX), person
    elif consent.expires_on is None:
        message = _("%(name)s turns 18 on %(day)s and signs from that day on: ask then.") % {
            "name": person.full_name,
            "day": rules.coming_of_age(person.birth_date).strftime("%d.%m.%Y") if person.birth_date else "",
        }
        raise Conflict(message)
    text = giving.text_on(code, today())
    send_link(person=person, signer=signer, text=text, acting=acting)


def _refuse_all(problems: list[dict[str, str]]) -> None:
    if problems:
        raise InputError(
            ngettext(
                "Nothing is sent: it does not work with %(count)s person.",
                "Nothing is sent: it does not work with %(count)s people.",
                len(problems),
            )
            % {"count": len(problems)},
            problems=problems,
        )


def _signers(person: Person, kind: str) -> list[Person]:
    """Who signs a type for a person of this age: of what either side signs, from 14 both."""
    subject, day = queries.subject_of(person), today()
    if kind not in rules.EITHER_SIGNS or not subject.is_minor(day):
        return [giving.only_signer(person, kind)]
    guardian = giving.only_guardian(person)
    return [guardian, person] if subject.signs_alone(day) else [guardian]


def open_link(nonce: str) -> SigningLink:
    """The link of an address, if it may still be used; ``NoSuchLink`` and ``LinkClosed`` say why not."""
    link = SigningLink.objects.select_related("person", "signer", "text").filter(nonce=nonce).first()
    if link is None:
        raise NoSuchLink()
    reason = (
        {
            Closed.SIGNED: _("The consent has been signed by this link already: a link works once."),
            Closed.REPLACED: _("A newer link was sent to you: open the latest letter."),
            Closed.GUESSED: _("The link is closed: the code was typed wrongly too many times."),
        }.get(Closed(link.closed_as))
        if link.closed_as
        else ""
    )
    if not reason and link.expires_at < now():
        reason = _("The link has expired.")
    if reason:
        raise LinkClosed(str(reason))
    return link


def _locked(link: SigningLink) -> SigningLink:
    SigningLink.objects.select_for_update().get(pk=link.pk)
    return open_link(link.nonce)


@action("consent.send_code")
def send_code(*, link: SigningLink, acting: Actor) -> SigningLink:
    """Mail a one-time code to the address that the link was sent to. The code before does not count any more."""
    locked = _locked(link)
    giving.require_current(locked.text)
    if locked.code_number >= signing.MAX_CODES:
        raise LinkClosed(_("No more codes are sent for this link."))
    if locked.code_sent_at is not None and locked.code_sent_at + signing.BETWEEN_CODES > now():
        raise Conflict(
            _("A code has just been sent."), next_step=_("Look into your mail; a new one can be asked for in a minute.")
        )
    locked.code_number, locked.code_sent_at, locked.attempts = locked.code_number + 1, now(), 0
    locked.save(update_fields=["code_number", "code_sent_at", "attempts", "updated_at"])
    number = locked.code_number
    after_commit(lambda: tasks.mail_code.send(locked.pk, number))
    return locked


@action("consent.try_code")
def try_code(*, link: SigningLink, code: str, acting: Actor) -> bool:
    """Whether the code is right. A wrong one is counted, whatever follows: too many close the link.

    An act of its own: a refusal in the same transaction would undo the counting.
    """
    locked = _locked(link)
    if locked.code_number == 0 or locked.code_sent_at is None:
        raise wrong("code", _("Ask for a code first."))
    if locked.code_sent_at + signing.CODE_LIVES < now():
        raise wrong("code", _("The code has expired: ask for a new one."))
    if signing.is_right(locked.nonce, locked.code_number, code):
        return True
    SigningLink.objects.filter(pk=locked.pk).update(attempts=F("attempts") + 1)
    if locked.attempts + 1 >= signing.MAX_ATTEMPTS:
        SigningLink.objects.filter(pk=locked.pk).update(closed_as=Closed.GUESSED)
    return False


@action("consent.sign_by_link")
def sign_by_link(
    *, link: SigningLink, code: str, ip: str, acting: Actor, terms_of_use: giving.Distribution | None = None
) -> Consent:
    """Give the consent after ``try_code`` said yes; the code is asked again under the lock. Works once."""
    locked = _locked(link)
    giving.require_current(locked.text)
    if not signing.is_right(locked.nonce, locked.code_number, code):
        raise wrong("code", _("The code is not right."))
    SigningLink.objects.filter(pk=locked.pk).update(closed_as=Closed.SIGNED)
    evidence = {
        "email": locked.email,
        "ip": ip,
        "at": now().isoformat(timespec="seconds"),
        "text": locked.text_id,
        "code_hash": signing.hash_of(locked.nonce, locked.code_number),
        "link": locked.pk,
    }
    return giving.put(
        locked.person,
        locked.signer,
        locked.text,
        way=Consent.Way.LINK,
        given_on=today(),
        acting=acting,
        terms_of_use=terms_of_use,
        evidence=evidence,
    )
