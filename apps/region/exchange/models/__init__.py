"""Virtual mentoring across schools. Shared rows hold the least that both sides need."""

from .asking import MentorLoad, Need, Offer, RemoteRequest
from .pairs import RemoteMeeting, RemotePair, RemotePlanItem
from .papers import RemoteAgreement, RemoteComplaint

__all__ = [
    "MentorLoad",
    "Need",
    "Offer",
    "RemoteAgreement",
    "RemoteComplaint",
    "RemoteMeeting",
    "RemotePair",
    "RemotePlanItem",
    "RemoteRequest",
]
