"""What a school's database role may do with the exchange: its liaison offers, asks and keeps remote pairs."""

SCHOOLS_MAY = {
    "Offer": "SELECT, INSERT, UPDATE",
    "RemoteRequest": "SELECT, INSERT, UPDATE",
    "RemotePair": "SELECT, INSERT, UPDATE",
    "RemotePlanItem": "SELECT",
    "RemoteMeeting": "SELECT",
}
