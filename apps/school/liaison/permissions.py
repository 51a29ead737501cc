"""Who deals with other schools: the curator acts, the head reads; mentors and mentees answer for themselves."""

from __future__ import annotations

from kernel.doors import Access

OFFICE = Access({"curator", "head"})
CURATORS = Access({"curator"})
MENTORS = Access({"mentor"})
MENTEES = Access({"mentee"})
PARTICIPANTS = Access({"mentor", "mentee"})
SEEKERS = Access({"curator", "head", "mentee"})
ASKERS = Access({"curator", "mentee"})
