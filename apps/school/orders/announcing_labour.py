"""Whom labour packs tell what: the mentor of what is to be signed, the office of notices.

Imported by ``OrdersConfig.ready``.
"""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.days import every_day
from apps.school.notices.reactions import key_of, on
from apps.school.notices.recipients import holding
from apps.school.notices.sending import Happening, notify_all
from apps.school.people.announcing import accounts_of
from kernel.actions import ActionRecord

from .labour import queries
from .models import LabourPaper

Kind = LabourPaper.Kind
ENDING_DAYS = 3
"""So many days before the last one a notice is told of."""

kinds.register_group("labour", _("Papers of labour law"), order=22)
kinds.register(
    "labour.to_sign",
    group="labour",
    title=_("A paper on mentoring waits for your signature"),
    text=_("%(paper)s; the pair: %(pair)s"),
    asks=True,
)
kinds.register(
    "labour.signed",
    group="labour",
    title=_("A paper on mentoring is signed"),
    text=_("%(paper)s; the pair: %(pair)s"),
)
kinds.register(
    "labour.notice_given",
    group="labour",
    title=_("A notice of an early end of mentoring is given"),
    text=_("%(pair)s: %(side)s, the last day is %(last)s."),
    outside=_("The last day is %(last)s."),
)
kinds.register(
    "labour.notice_ending",
    group="labour",
    title=_("A notice of an early end of mentoring runs out"),
    text=_("%(pair)s: the last day is %(last)s, end the pair."),
    asks=True,
)


@on("labour.prepare_consent", "labour.prepare_agreement", "labour.prepare_notice", "labour.sign_paper")
def tell_of_paper(record: ActionRecord) -> None:
    """The mentor of a paper to sign, of one that is signed; of a notice the curators and the head too."""
    paper = LabourPaper.objects.select_related("pack__mentor").get(pk=key_of(record.subject))
    to = accounts_of([paper.pack.mentor])
    kind = "labour.to_sign"
    if record.code == "labour.sign_paper":
        kind = "labour.notice_given" if paper.kind == Kind.NOTICE else "labour.signed"
        to += holding("curator", "head") if paper.kind == Kind.NOTICE else []
    told = Happening(
        to=to,
        key=f"{paper.pk}",
        url=paper.pack.get_absolute_url(),
        facts={
            "paper": Kind(paper.kind).label,
            "pair": paper.pack.title,
            "side": LabourPaper.Side(paper.side).label if paper.side else "",
            "last": paper.ends_on,
        },
    )
    notify_all(kind, [told], besides=record.acting)


@every_day
def tell_of_notices_ending(day: datetime.date) -> None:
    """The curators, once for each notice whose pair still works."""
    last = day + datetime.timedelta(days=ENDING_DAYS)
    found = [(each, each.signed(Kind.NOTICE)) for each in queries.standings()]
    ending = [
        (each.assignment, each.pack, notice)
        for each, notice in found
        if each.pack is not None and notice is not None and notice.ends_on is not None and day <= notice.ends_on <= last
    ]
    curators = holding("curator") if ending else []
    notify_all(
        "labour.notice_ending",
        [
            Happening(
                to=curators,
                key=f"{notice.pk}",
                url=pack.get_absolute_url(),
                facts={"pair": assignment.title, "last": notice.ends_on},
            )
            for assignment, pack, notice in ending
        ],
    )
