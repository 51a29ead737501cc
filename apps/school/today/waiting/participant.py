"""What waits for a mentor, a mentee, a guardian: answers, meetings, the plan, consents, the last word."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.consents import queries as consents
from apps.school.consents import rules as consent_rules
from apps.school.consents import wording
from apps.school.liaison import waiting as liaison
from apps.school.pairs.models import Match
from apps.school.pairs.rules import answers_through_guardian
from apps.school.pairs.steps import awaited
from apps.school.people.models import Person
from apps.school.programmes import rules
from apps.school.programmes.choices import filled
from apps.school.programmes.models import Meeting, PlanItem
from apps.school.programmes.permissions import WORK
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor

from ..own import Course, Own
from .item import WaitingItem, few_or_all, names, short_day
from .office import ANSWER_DAYS, roles_of

MISSING_FIELDS = 3


def lines(actor: Actor, own: Own, view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    """Everything that waits for this person; at most five queries beside those of ``own``."""
    found = _proposals(actor, own, day)
    for course in own.courses:
        if course.is_open and not course.is_ward and WORK.admits(actor):
            found += _meetings(course, day) + _writing(course) + _plan(course, day)
    found += _satisfaction(own, day)
    if own.persons:
        found += _consents(own, view, day)
    return found + _remote(actor)


# ---- proposals


def _may_answer(person: Person, own: Own, day: datetime.date) -> bool:
    if answers_through_guardian(person.age_on(day)):
        return any(ward.pk == person.pk for ward in own.wards)
    return own.me is not None and person.pk == own.me.pk


def _proposals(actor: Actor, own: Own, day: datetime.date) -> list[WaitingItem]:
    return [
        _proposal(match, person, own, day)
        for match in own.proposals
        for person in awaited(match)
        if _may_answer(person, own, day)
    ]


def _proposal(match: Match, person: Person, own: Own, day: datetime.date) -> WaitingItem:
    mentors = [row.card.person for row in match.current_mentors]
    mentees = [row.card.person for row in match.current_mentees]
    others = mentees if person in mentors else mentors
    deadline = localdate(match.created_at) + datetime.timedelta(days=ANSWER_DAYS)
    told = ", ".join(other.full_name for other in others)
    mine = own.me is not None and person.pk == own.me.pk
    if mine and person in mentors:
        title = _("You are asked to mentor: %(names)s") % {"names": told}
    elif mine:
        title = _("A mentor is proposed to you: %(names)s") % {"names": told}
    else:
        title = _("Answer for %(ward)s: a mentor is proposed, %(names)s") % {"ward": person.short_name, "names": told}
    return WaitingItem(
        code="proposals.answer",
        title=title,
        detail=_("From %(start)s to %(end)s. Read the terms, then agree or decline.")
        % {"start": short_day(match.starts_on), "end": short_day(match.ends_on)},
        deadline=deadline,
        overdue=deadline < day,
        url=reverse("pairs:answer", kwargs={"pair": match.pk}),
        action_label=_("Answer"),
        icon="chat-left-text",
        kind="accent",
    )


# ---- meetings and the plan


def _moment(meeting: Meeting) -> str:
    return date_format(localtime(meeting.starts_at), "j E")


def _about(course: Course, text: str = "") -> str:
    """The text; with whom, too, where the person has several pairs at once."""
    if course.is_only:
        return text
    told = _("With: %(names)s") % {"names": ", ".join(person.short_name for person in course.others)}
    return f"{told} · {text}" if text else told


def _meetings(course: Course, day: datetime.date) -> list[WaitingItem]:
    found = few_or_all(
        course.unrecorded, lambda meeting: _unrecorded(meeting, course, day), lambda many: _all_unrecorded(many, course)
    )
    return [*found, *([_unwritten(course.unwritten, course)] if course.unwritten else [])]


def _unrecorded(meeting: Meeting, course: Course, day: datetime.date) -> WaitingItem:
    held_on = localdate(meeting.starts_at)
    return WaitingItem(
        code="meetings.unrecorded",
        title=_("Did the meeting of %(day)s take place?") % {"day": _moment(meeting)},
        detail=_about(course, _("Two lines are enough: what you did, what comes next.")),
        deadline=held_on,
        overdue=held_on < day,
        url=meeting.get_absolute_url(),
        action_label=_("Record the meeting"),
        icon="journal-check",
        kind="warning",
    )


def _all_unrecorded(found: Sequence[Meeting], course: Course) -> WaitingItem:
    title = ngettext("%(count)s meeting is not recorded", "%(count)s meetings are not recorded", len(found))
    return WaitingItem(
        code="meetings.unrecorded",
        title=title % {"count": len(found)},
        detail=_about(course),
        deadline=localdate(found[0].starts_at),
        overdue=True,
        url=reverse("programmes:meetings", args=[course.programme.pk]),
        action_label=_("Record the meeting"),
        icon="journal-check",
        kind="warning",
        count=len(found),
    )


def _unwritten(meeting: Meeting, course: Course) -> WaitingItem:
    return WaitingItem(
        code="meetings.unwritten",
        title=_("Write two lines on the meeting of %(day)s") % {"day": _moment(meeting)},
        detail=_about(course, _("Your side and the curator read them.")),
        url=reverse("programmes:meeting_held", args=[course.programme.pk, meeting.pk]),
        action_label=_("Write two lines"),
        icon="pencil",
        kind="info",
    )


def _writing(course: Course) -> list[WaitingItem]:
    if not course.is_draft or course.view is None or rules.authorship(course.view, course.sides):
        return []
    template = rules.template_of(course.view)
    missing = rules.missing_fields(template, filled(course.view, course.programme), plan_rows=1)
    if missing:
        told = names(missing[:MISSING_FIELDS], len(missing))
        return [_draft(course, _("Still to write: %(fields)s") % {"fields": told}, "note_edit", _("Fill in the note"))]
    if not course.has_plan:
        return [_draft(course, _("The plan of activities is empty."), "item_add", _("Add the first activity"))]
    return []


def _draft(course: Course, told: str, page: str, label: str) -> WaitingItem:
    return WaitingItem(
        code="programmes.draft",
        title=_("Finish the programme with %(names)s")
        % {"names": ", ".join(person.short_name for person in course.others)},
        detail=told,
        url=reverse(f"programmes:{page}", args=[course.programme.pk]),
        action_label=label,
        icon="pencil",
        kind="accent",
    )


def _plan(course: Course, day: datetime.date) -> list[WaitingItem]:
    return few_or_all(
        course.due(day), lambda item: _due(item, course, day), lambda items: _many_due(items, course, day)
    )


def _due(item: PlanItem, course: Course, day: datetime.date) -> WaitingItem:
    return WaitingItem(
        code="plan.due",
        title=item.title,
        detail=_about(course),
        deadline=item.due_on,
        overdue=item.due_on is not None and item.due_on < day,
        url=reverse("programmes:item_mark", args=[course.programme.pk, item.pk]),
        action_label=_("Mark as done"),
        icon="list-check",
        kind="info",
    )


def _many_due(items: Sequence[PlanItem], course: Course, day: datetime.date) -> WaitingItem:
    first = min(item.due_on for item in items if item.due_on is not None)
    title = ngettext("%(count)s activity of the plan is due", "%(count)s activities of the plan are due", len(items))
    return WaitingItem(
        code="plan.due",
        title=title % {"count": len(items)},
        detail=names([item.title for item in items]),
        deadline=first,
        overdue=first < day,
        url=reverse("programmes:plan", args=[course.programme.pk]),
        action_label=_("Open the plan"),
        icon="list-check",
        kind="info",
        count=len(items),
    )


# ---- the last word, consents, other schools


def _satisfaction(own: Own, day: datetime.date) -> list[WaitingItem]:
    return [
        WaitingItem(
            code="satisfaction.answer",
            title=_("How satisfied are you with the work?")
            if not course.is_ward
            else _("How satisfied is %(ward)s with the work?") % {"ward": course.me.short_name},
            detail=_("%(names)s: the programme is closed. One number from 1 to 10, a minute of your time.")
            % {"names": ", ".join(person.short_name for person in course.others)},
            url=reverse("monitoring:answer", args=[course.programme.pk, course.me.pk]),
            action_label=_("Answer"),
            icon="emoji-smile",
            kind="accent",
        )
        for course in own.courses
        if not course.is_open
        and (course.programme.pk, course.me.pk) not in own.answered
        and (not course.is_ward or answers_through_guardian(course.me.age_on(day)))
    ]


def _consents(own: Own, view: RegulationView | None, day: datetime.date) -> list[WaitingItem]:
    """Two queries: what is given, and the texts that may be agreed to here and now."""
    given = consents.in_force([person.pk for person in own.persons], day)
    wanted = {person: _to_sign(person, own, given[person.pk], view, day) for person in own.persons}
    if not any(wanted.values()):
        return []
    texts = consents.current_texts(day)
    found = []
    for person, codes in wanted.items():
        if not codes:
            continue
        text = texts.get(codes[0]) if len(codes) == 1 else None
        url = reverse("consents:give", args=[text.pk, person.pk]) if text else reverse("consents:mine")
        found.append(_consent(person, codes, url, mine=person is own.me))
    return found


def _to_sign(
    person: Person, own: Own, given: set[str], view: RegulationView | None, day: datetime.date
) -> tuple[str, ...]:
    subject = consents.subject_of(person)
    needed = [code for role in roles_of(person) for code in consent_rules.needed(view, role, subject, day)]
    offered = consent_rules.offered(subject, signer_is_subject=person is own.me, on=day)
    return tuple(code for code in consent_rules.lacking(tuple(dict.fromkeys(needed)), given) if code in offered)


def _consent(person: Person, codes: Sequence[str], url: str, *, mine: bool) -> WaitingItem:
    title = (
        ngettext("Your consent is needed", "Your %(count)s consents are needed", len(codes))
        if mine
        else ngettext(
            "Your consent is needed for %(ward)s", "Your %(count)s consents are needed for %(ward)s", len(codes)
        )
    )
    return WaitingItem(
        code="consents.give",
        title=title % {"count": len(codes), "ward": person.full_name},
        detail=", ".join(str(wording.short(code)) for code in codes),
        url=url,
        action_label=_("Read and decide"),
        icon="file-check",
        kind="warning",
        count=len(codes),
    )


def _remote(actor: Actor) -> list[WaitingItem]:
    work = liaison.remote_work(actor)
    found = [
        WaitingItem(
            code="remote.offer",
            title=_("The curator offers you to other schools"),
            detail=offer.topics,
            url=reverse("liaison:offer_agree", kwargs={"offer": offer.offer}, urlconf=settings.SCHOOL_URLCONF),
            action_label=_("Read and decide"),
            icon="diagram-3",
            kind="accent",
        )
        for offer in work.offers
    ]
    found += [
        WaitingItem(
            code="remote.asked",
            title=_("You are asked about a pair with another school"),
            detail=line.need,
            deadline=line.answer_by,
            url=reverse(
                "liaison:request_agree", kwargs={"remote_request": line.request}, urlconf=settings.SCHOOL_URLCONF
            ),
            action_label=_("Read and decide"),
            icon="diagram-3",
            kind="accent",
        )
        for line in work.asked
    ]
    if work.pairs:
        title = ngettext("Your pair with another school", "Your %(count)s pairs with other schools", work.pairs)
        found.append(
            WaitingItem(
                code="remote.pairs",
                title=title % {"count": work.pairs},
                detail=_("Meetings, the plan and the link to join are on the page of the region."),
                url=work.address,
                action_label=_("Open"),
                icon="camera-video",
                kind="info",
                count=work.pairs,
            )
        )
    return found
