"""What becomes of each kind of shared row when its school is exported, restored, destroyed. See ``life/declared.py``.

The file stands here because it names apps of the region, which the tenants' floor below does not know.
"""

from __future__ import annotations

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Now, TruncDate

from tenants.provisioning.life.declared import SharedRows

# Words of a record, like the grounds that schools write: they are Russian whatever the page is.
CLOSED = "данные школы уничтожены"


def _ended(state: str, before: list[str], after: str) -> Case:
    return Case(When(**{f"{state}__in": before}, then=Value(after)), default=F(state))


_LAST_DAY = {
    "state": _ended("state", ["active"], "ended"),
    "closed_on": Coalesce("closed_on", TruncDate(Now())),
    "closing_ground": Case(When(closing_ground="", then=Value("school_destroyed")), default=F("closing_ground")),
    "closing_ground_title": Case(When(closing_ground="", then=Value(CLOSED)), default=F("closing_ground_title")),
}

SHARED_ROWS = (
    SharedRows(
        "organisations.Domain",
        ["tenant"],
        "exported",
        "destroyed",
        key=["domain"],
        why="The school's own hosts go where the school goes.",
    ),
    SharedRows(
        "organisations.SchoolTerms",
        ["school"],
        "exported",
        "destroyed",
        key=["school"],
        why="Terms of its regulation, declared outward.",
    ),
    SharedRows(
        "institute.RegulationProfile",
        ["school"],
        "exported",
        "destroyed",
        key=["school"],
        why="Values of its regulation, counted among those of the region.",
    ),
    SharedRows(
        "identity.Membership",
        ["school"],
        "with_accounts",
        "with_accounts",
        why="Roles travel with their accounts, which are matched by UUID and e-mail.",
    ),
    SharedRows(
        "statistics.IndicatorSnapshot",
        ["school"],
        "exported",
        "kept",
        key=["school", "day"],
        why="Counts without persons: the region's statistics stay true after a school is gone.",
    ),
    SharedRows(
        "cases.PracticeCase",
        ["school"],
        "exported",
        "cleared",
        key=["id"],
        clear={"school": {"author_account": None, "author_name": "", "programme": None}},
        drop={"school": ~Q(state="published")},
        why="A published case belongs to the region's library; its author's name goes.",
    ),
    SharedRows(
        "cases.CaseReview",
        ["case__school"],
        "exported",
        "kept",
        key=["case", "expert_account", "created_at"],
        why="What an expert of the institute said of a case; goes with a case that goes.",
    ),
    SharedRows(
        "cases.CaseAdoption",
        ["school"],
        "exported",
        "destroyed",
        key=["case", "school"],
        why="What the school took over from others goes; that others took over its cases is theirs.",
    ),
    SharedRows(
        "exchange.Offer",
        ["school"],
        "exported",
        "cleared",
        key=["id"],
        clear={
            "school": {
                "mentor_name": "",
                "mentor_position": "",
                "mentor_account": None,
                "topics": "",
                "state": "withdrawn",
            }
        },
        drop={"school": Q(requests=None)},
        why="An offer that was asked for is part of another school's history; its mentor's name goes.",
    ),
    SharedRows(
        "exchange.Need",
        ["school"],
        "exported",
        "cleared",
        key=["id"],
        clear={
            "school": {
                "about": "",
                "text": "",
                "mentee_account": None,
                "state": _ended("state", ["open"], "withdrawn"),
            }
        },
        drop={"school": Q(answers=None)},
        why="A need that was answered is part of another school's history; its words go.",
    ),
    SharedRows(
        "exchange.MentorLoad",
        ["school"],
        "left",
        "destroyed",
        why="What its mentors carry at home, told anew with the next report.",
    ),
    SharedRows(
        "exchange.RemoteRequest",
        ["school", "mentor_school"],
        "exported",
        "cleared",
        key=["id"],
        clear={
            "school": {
                "mentee_name": "",
                "mentee_about": "",
                "mentee_account": None,
                "need": "",
                "state": _ended("state", ["asked"], "withdrawn"),
            },
            "mentor_school": {"state": _ended("state", ["asked"], "withdrawn")},
        },
        drop={"school": Q(pair=None)},
        why="A request that became a pair is part of another school's history; the mentee's name goes.",
    ),
    SharedRows(
        "exchange.RemotePair",
        ["mentor_school", "mentee_school"],
        "exported",
        "cleared",
        key=["id"],
        clear={
            "mentor_school": {"mentor_name": "", "mentor_account": None, **_LAST_DAY},
            "mentee_school": {"mentee_name": "", "mentee_account": None, **_LAST_DAY},
        },
        why="The other school counts the pair; the name of this school's person goes, and a pair at work ends.",
    ),
    SharedRows(
        "exchange.RemotePlanItem",
        ["pair__mentor_school", "pair__mentee_school"],
        "exported",
        "kept",
        key=["pair", "title", "created_at"],
        why="Activities of a pair that the other school counts; no words about persons.",
    ),
    SharedRows(
        "exchange.RemoteMeeting",
        ["pair__mentor_school", "pair__mentee_school"],
        "exported",
        "cleared",
        key=["pair", "starts_at"],
        clear={"pair__mentor_school": {"mentor_note": "", "link": ""}, "pair__mentee_school": {"mentee_note": ""}},
        why="Meetings are counted by the other school; this side's notes go.",
    ),
    SharedRows(
        "rooms.RoomPerson",
        ["school"],
        "left",
        "cleared",
        clear={"school": {"name": ""}},
        why="Rooms are of two schools' people and stay in the region; this school's people lose their names.",
    ),
    SharedRows(
        "rooms.Attendance",
        ["person__school"],
        "left",
        "destroyed",
        why="Recorded with the person's consent for the work with the school that is gone.",
    ),
    SharedRows(
        "rooms.RoomMessage",
        ["author__school"],
        "left",
        "destroyed",
        why="Words of this school's people; what the others wrote is theirs.",
    ),
    SharedRows(
        "rooms.NoteVersion",
        ["author__school"],
        "left",
        "destroyed",
        why="Words of this school's people; versions that the others wrote are theirs.",
    ),
    SharedRows(
        "rooms.RoomFile",
        ["author__school"],
        "left",
        "destroyed",
        why="Files of this school's people.",
    ),
    SharedRows(
        "exchange.RemoteAgreement",
        ["pair__mentor_school", "pair__mentee_school"],
        "exported",
        "kept",
        key=["id"],
        why="A paper of two organisations: the other one keeps it as it was agreed.",
    ),
    SharedRows(
        "exchange.RemoteComplaint",
        ["pair__mentor_school", "pair__mentee_school"],
        "exported",
        "kept",
        key=["id"],
        why="A complaint and its answer concern both schools and the region.",
    ),
    SharedRows(
        "speed.SpeedEvent_schools",
        ["school"],
        "left",
        "kept",
        why="An event and its guests are the region's.",
    ),
    SharedRows(
        "speed.Registration",
        ["school"],
        "exported",
        "cleared",
        key=["event", "account_id", "created_at"],
        clear={"school": {"name": "", "themes": [], "wish": ""}},
        why="The timetable of an event that was held stays; who took part goes.",
    ),
    SharedRows(
        "speed.SpeedWish",
        ["author__school", "other__school"],
        "left",
        "kept",
        why="Whom people wished to meet, by numbers, without words.",
    ),
    SharedRows(
        "speed.SpeedMeeting",
        ["mentor__school", "mentee__school"],
        "left",
        "kept",
        why="Cells of a timetable of the region, without words.",
    ),
    SharedRows(
        "speed.SpeedFeedback",
        ["author__school"],
        "left",
        "cleared",
        clear={"author__school": {"useful": "", "next_step": ""}},
        why="Words of this school's people about a meeting go; what others wrote is theirs.",
    ),
    SharedRows(
        "speed.SpeedCall",
        ["author__school"],
        "left",
        "cleared",
        clear={"author__school": {"text": ""}},
        why="What this school's people asked goes; the organiser's answers are the region's.",
    ),
    SharedRows(
        "speed.SpeedContinuation",
        ["author__school", "meeting__mentor__school", "meeting__mentee__school"],
        "left",
        "kept",
        why="Who would go on with whom, by numbers, without words.",
    ),
    SharedRows(
        "shared_journal.SchoolChange",
        ["school"],
        "derived",
        "destroyed",
        why="Marks for the next report; a restored school is marked anew.",
    ),
    SharedRows(
        "shared_journal.Errand",
        ["school"],
        "derived",
        "destroyed",
        why="Moments of this installation's work; a restored school asks for its own with its next notice.",
    ),
    SharedRows(
        "identity.UnreadCount",
        ["school"],
        "derived",
        "destroyed",
        why="Numbers counted from the school's notices, anew with the next.",
    ),
    SharedRows(
        "shared_journal.Job",
        ["school"],
        "left",
        "destroyed",
        why="Works of this installation; a worker elsewhere must not take them up.",
    ),
    SharedRows(
        "statistics.ReportState",
        ["school"],
        "derived",
        "destroyed",
        why="How far the reports are; a restored school begins to report anew.",
    ),
    SharedRows(
        "provisioning.UnfinishedMigration",
        ["school"],
        "left",
        "destroyed",
        why="What a run of the fleet left open in tables that are gone; a school is restored with whole tables.",
    ),
    SharedRows(
        "provisioning.BuiltSchema",
        ["school"],
        "derived",
        "destroyed",
        why="That the schema is whole; written anew where it is built.",
    ),
    SharedRows(
        "provisioning.SchoolExport",
        ["school"],
        "left",
        "destroyed",
        why="Archives kept in this installation; destroyed with their files.",
    ),
    SharedRows(
        "provisioning.Restoration",
        ["school"],
        "left",
        "destroyed",
        why="How the school came into this installation.",
    ),
    SharedRows(
        "provisioning.Destruction",
        ["school"],
        "left",
        "kept",
        why="The act and the extract must be kept for three years.",
    ),
)
