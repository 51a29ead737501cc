"""When people can meet, what they agree on, what is written of it, calendars, calls for help."""

from .agreeing import Answer, Option, Proposal, Series, SeriesMeeting
from .calendars import CalledOff, FeedAddress
from .diary import PrivateNote, Reflection, SharedNote
from .hours import BellLesson, BellShift, DayHours, SchoolDays, SchoolTimes, Window
from .signals import HelpContact, Signal, SignalReply

__all__ = [
    "Answer",
    "BellLesson",
    "BellShift",
    "CalledOff",
    "DayHours",
    "FeedAddress",
    "HelpContact",
    "Option",
    "PrivateNote",
    "Proposal",
    "Reflection",
    "SchoolDays",
    "SchoolTimes",
    "Series",
    "SeriesMeeting",
    "SharedNote",
    "Signal",
    "SignalReply",
    "Window",
]
