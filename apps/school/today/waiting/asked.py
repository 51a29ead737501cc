"""What was asked about pairs and programmes and waits for a word, and what the act reminds of."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.pairs import queries as pairs
from apps.school.pairs.models import Petition, TermAgreement, TermChange
from apps.school.pairs.rules import answers_through_guardian
from apps.school.people.models import MenteeCard, Person
from apps.school.programmes import yearly
from apps.school.programmes.models import Amendment, AmendmentAgreement, Release
from apps.school.regulation.rules import programme as work
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor

from ..own import Own
from . import replacements
from .item import NAMED, WaitingItem, few_or_all, names, short_day

UNPAIRED = "pairing.unpaired_support"
SUPPORT_DAYS = 30  # a mentee without a pair is not left alone longer
ANSWERED_DAYS = 14  # so long after a decision its author is told
SHOWN = 20


# ---- the office


def office(actor: Actor, view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    """Decisions that wait for the curator or the head, and what the act wants cared for (six queries)."""
    found = _petitions(actor) + _agreed_terms(actor) + _words_of_offices(actor)
    if actor.has("head"):
        found += _releases(day)
    if view is not None and view.value(work.ANNUAL):
        found += _annual(day)
    if actor.has("curator") and view is not None and view.value(UNPAIRED):
        found += _unsupported(day)
    return found


def _petitions(actor: Actor) -> list[WaitingItem]:
    """Those addressed to the actor, and those granted that nobody has carried out."""
    addressed = Q(state=Petition.State.FILED, to_role__in=actor.roles)
    if actor.has("curator"):
        addressed |= Q(state=Petition.State.GRANTED) | (Q(state=Petition.State.FILED) & ~Q(to_role="head"))
    rows = Petition.objects.filter(addressed).select_related("author", "mentor__person").order_by("filed_on", "pk")
    return [_petition(petition) for petition in rows[:SHOWN]]


def _petition(petition: Petition) -> WaitingItem:
    name = petition.author.short_name
    if petition.state == Petition.State.GRANTED:
        title, label = _("A petition is granted and not carried out: %(name)s"), _("Carry it out")
    elif petition.kind == Petition.Kind.REPLACEMENT:
        title, label = _("%(name)s asks for another mentor"), _("Decide")
    elif petition.kind == Petition.Kind.ENDING:
        title, label = _("%(name)s asks to end the work before its term"), _("Decide")
    else:
        title, label = _("%(name)s gives the mentoring up"), _("Decide")
    return WaitingItem(
        code="petitions.decide",
        title=title % {"name": name},
        detail=petition.text,
        deadline=petition.leaves_on,
        url=petition.get_absolute_url(),
        action_label=label,
        icon="envelope-paper",
        kind="warning",
    )


def _agreed_terms(actor: Actor) -> list[WaitingItem]:
    """Changes of a term to which everybody has agreed: the order is next."""
    if not actor.has("curator"):
        return []
    silent = TermAgreement.objects.filter(change=OuterRef("pk")).exclude(accepted=True)
    rows = TermChange.objects.filter(~Exists(silent), state=TermChange.State.ASKED).order_by("pk")
    return [
        WaitingItem(
            code="terms.order",
            title=_("Everybody agrees to the new term: pair № %(number)s") % {"number": change.match_id},
            detail=_("The pair would end on %(day)s.") % {"day": short_day(change.new_end)},
            url=reverse("pairs:term_order", kwargs={"pair": change.match_id}),
            action_label=_("Prepare the order"),
            icon="file-earmark-text",
            kind="accent",
        )
        for change in rows[:SHOWN]
    ]


def _words_of_offices(actor: Actor) -> list[WaitingItem]:
    """Changes to which an office that the actor holds must agree."""
    held = sorted(actor.roles & {"curator", "head"})
    return _terms(Q(person__isnull=True, role__in=held)) + _amendments(Q(person__isnull=True, role__in=held))


def _releases(day: datetime.date) -> list[WaitingItem]:
    rows = Release.objects.filter(state=Release.State.ASKED).select_related("person").order_by("on_day", "pk")
    return [
        WaitingItem(
            code="releases.decide",
            title=_("%(name)s asks to be released from lessons") % {"name": release.person.short_name},
            detail=f"{release.lessons}: {release.reason}",
            deadline=release.on_day,
            overdue=release.on_day < day,
            url=reverse("programmes:release_decide", args=[release.pk]),
            action_label=_("Decide"),
            icon="door-open",
            kind="accent",
        )
        for release in rows[:SHOWN]
    ]


def _annual(day: datetime.date) -> list[WaitingItem]:
    lacks = yearly.state_on(day)
    if not lacks:
        return []
    return [
        WaitingItem(
            code="annual.missing",
            title=_("The annual programme is not approved"),
            detail=_("No pair can begin its work before that: %(state)s.") % {"state": lacks},
            url=reverse("programmes:annual"),
            action_label=_("Open the annual programme"),
            icon="journal-text",
            kind="danger",
        )
    ]


def _unsupported(day: datetime.date) -> list[WaitingItem]:
    """Mentees without a pair for whom nothing was done in a month."""
    rows = list(pairs.without_support(day - datetime.timedelta(days=SUPPORT_DAYS))[: NAMED + SHOWN])
    return few_or_all(rows, _alone, _many_alone) if rows else []


def _alone(card: MenteeCard) -> WaitingItem:
    return WaitingItem(
        code="mentees.unsupported",
        title=_("%(name)s has no pair, and nothing was done for a month") % {"name": card.person.short_name},
        detail=_("A talk, a course, a search in another school: record what is done."),
        url=reverse("pairs:support", kwargs={"mentee_card": card.pk}),
        action_label=_("Record the support"),
        icon="life-preserver",
        kind="warning",
    )


def _many_alone(cards: Sequence[MenteeCard]) -> WaitingItem:
    title = ngettext(
        "%(count)s mentee without a pair gets no support",
        "%(count)s mentees without a pair get no support",
        len(cards),
    )
    return WaitingItem(
        code="mentees.unsupported",
        title=title % {"count": len(cards)},
        detail=names([card.person.short_name for card in cards]),
        url=reverse("pairs:unpaired"),
        action_label=_("Open the list"),
        icon="life-preserver",
        kind="warning",
        count=len(cards),
    )


# ---- participants


def participant(actor: Actor, own: Own, day: datetime.date) -> list[WaitingItem]:
    """Words that wait for this person (or a small ward), answers to petitions, pairs to take over (five queries)."""
    speakers = _speakers(own, day)
    if not speakers:
        return []
    mine = Q(person__in=speakers)
    found = [*_terms(mine), *_amendments(mine), *_answered(speakers, day)]
    return found + replacements.participant(speakers, day)


def _speakers(own: Own, day: datetime.date) -> list[Person]:
    """Oneself, unless too small to answer alone, and wards who are."""
    grown = [own.me] if own.me is not None and not answers_through_guardian(own.me.age_on(day)) else []
    return [*grown, *(ward for ward in own.wards if answers_through_guardian(ward.age_on(day)))]


def _terms(whose: Q) -> list[WaitingItem]:
    rows = TermAgreement.objects.filter(whose, accepted__isnull=True, change__state=TermChange.State.ASKED)
    return [
        WaitingItem(
            code="terms.answer",
            title=_("A longer term is proposed") if _is_longer(row) else _("A shorter term is proposed"),
            detail=_("The pair would end on %(new)s instead of %(old)s.")
            % {"new": short_day(row.change.new_end), "old": short_day(row.change.old_end)},
            url=reverse("pairs:term_answer", kwargs={"pair": row.change.match_id}),
            action_label=_("Answer"),
            icon="calendar-range",
            kind="accent",
        )
        for row in rows.select_related("change").order_by("pk")[:SHOWN]
    ]


def _is_longer(row: TermAgreement) -> bool:
    return row.change.kind == TermChange.Kind.EXTENSION


def _amendments(whose: Q) -> list[WaitingItem]:
    rows = AmendmentAgreement.objects.filter(whose, accepted__isnull=True, amendment__state=Amendment.State.PROPOSED)
    return [
        WaitingItem(
            code="changes.answer",
            title=_("A change of the programme waits for your word: %(change)s")
            % {"change": row.amendment.get_what_display()},
            detail=row.amendment.after or row.amendment.before,
            url=reverse("programmes:change_answer", args=[row.amendment.programme_id, row.amendment_id]),
            action_label=_("Answer"),
            icon="pencil-square",
            kind="accent",
        )
        for row in rows.select_related("amendment").order_by("pk")[:SHOWN]
    ]


def _answered(people: Sequence[Person], day: datetime.date) -> list[WaitingItem]:
    since = day - datetime.timedelta(days=ANSWERED_DAYS)
    states = (Petition.State.GRANTED, Petition.State.REFUSED)
    rows = Petition.objects.filter(author__in=people, state__in=states, decided_on__gte=since).order_by("pk")
    return [
        WaitingItem(
            code="petitions.answered",
            title=_("Your petition is granted")
            if petition.state == Petition.State.GRANTED
            else _("Your petition is refused"),
            detail=petition.answer,
            url=petition.get_absolute_url(),
            action_label=_("Read"),
            icon="envelope-paper",
            kind="info",
        )
        for petition in rows[:SHOWN]
    ]
