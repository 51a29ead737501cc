"""What a school's database role may do with the exchange: its liaison offers, asks and keeps remote pairs."""

SCHOOLS_MAY = {
    "Offer": "SELECT, INSERT, UPDATE",
    "Need": "SELECT, INSERT, UPDATE",
    "RemoteRequest": "SELECT, INSERT, UPDATE",
    "MentorLoad": "SELECT, INSERT, UPDATE, DELETE",
    "RemotePair": "SELECT, INSERT, UPDATE",
    "RemotePlanItem": "SELECT",
    "RemoteMeeting": "SELECT",
    "RemoteAgreement": "SELECT, INSERT",
    "RemoteComplaint": "SELECT",
}
