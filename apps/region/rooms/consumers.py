"""The room's live connection. It keeps no room in memory: who is there say those who are there, to each other.

A connection has an id of its own (``sid``). What one says is pushed to all connections of the room; each asks for its
person's seat anew, and hands over only what is meant for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from apps.region.rooms import actions, frames, permissions, queries, rules
from apps.region.rooms.ice import ice_servers
from apps.region.rooms.ports import Seat
from kernel.acting import Actor
from kernel.clock import now
from tenants.isolation.sockets import PlacedConsumer, push

REPLACED, TOO_FAST = 4409, 4429
HIDDEN = {"microphone": False, "camera": False, "screen": False}


class RoomConsumer(PlacedConsumer):
    """Passes on what the members of one room say to each other."""

    access = permissions.MEMBERS
    at = "region"

    seated: queries.Seated | None = None
    sitting: int | None = None
    since: str = ""
    has_met: bool = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sid = token_hex(8)
        self.state = dict(HIDDEN)
        self.allowance = frames.Allowance(at=time.monotonic())

    @property
    def room(self) -> UUID:
        """The room of the address."""
        found: UUID = self.scope["url_route"]["kwargs"]["room"]
        return found

    @property
    def group(self) -> str:
        """Where this room's connections listen."""
        return f"room.{self.room.hex}"

    @property
    def here(self) -> queries.Seated:
        """The place as the check of this very message has found it."""
        if self.seated is None:
            raise LookupError("nobody has been let in")
        return self.seated

    def admits(self, actor: Actor) -> bool:
        """True for who has a seat now."""
        self.seated = queries.seated(self.room, actor)
        return self.seated is not None

    def groups_for(self, actor: Actor) -> Iterable[str]:
        """What is said in this room."""
        return [self.group]

    def connect(self) -> None:
        """Let in whom the room has a seat for, and ask who is there."""
        super().connect()
        if not self.is_out:
            self._push("who")

    # ---- what the browser says

    def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any) -> None:
        """One frame: counted, weighed, understood, and only then asked whose it is."""
        if not self.allowance.take(time.monotonic()):
            self._refuse("too_fast")
            if self.allowance.is_spent:
                self.close(TOO_FAST)
            return
        try:
            frame = frames.parse(text_data)
        except frames.BadFrame as bad:
            self._refuse(bad.code)
            return
        self.receive_json(frame)

    def handle(self, content: frames.Frame, actor: Actor) -> None:
        """One frame of a member."""
        if isinstance(content, frames.Join):
            self._come(content, actor)
        elif isinstance(content, frames.Alive):
            self._live()
        elif self.sitting is None:
            self._refuse("not_joined")
        else:
            self._take(content, actor, self.sitting)

    def _take(self, content: frames.Frame, actor: Actor, sitting: int) -> None:
        seated = self.here
        match content:
            case frames.Signal(to, data):
                self._push("signal", to=to, data=dict(data))
            case frames.State():
                self.state.update(asdict(content))
                self._push("state", state=self.state)
            case frames.Say(key, text):
                words = actions.Words(text)
                said = actions.say(room=seated.room, seat=seated.seat, key=key, words=words, acting=actor)
                self._push("said", **queries.line(said))
                self.send_json({"type": "said", **queries.line(said)})
            case frames.Note():
                self._write(content, actor, sitting)
            case frames.Leave():
                self._go(actor)
            case frames.End():
                self._end(actor)

    def _come(self, frame: frames.Join, actor: Actor) -> None:
        room, seat = self.here.room, self.here.seat
        sitting = actions.join(room=room, seat=seat, record=frame.record, acting=actor)
        self.sitting, self.since = sitting.pk, now().isoformat()
        self._push("here", **self._card(seat))
        self.send_json(
            {
                "type": "joined",
                "sid": self.sid,
                "seat": seat.key,
                "started": sitting.started_at.isoformat(),
                "ice": {"iceServers": ice_servers(self.sid, now()), "iceTransportPolicy": _policy()},
                "chat": [queries.line(message) for message in queries.said(room)],
                "notes": queries.notes_frame(queries.last_notes(sitting.pk)),
            }
        )

    def _live(self) -> None:
        if self.sitting is not None:
            actions.seen(sitting=self.sitting, room=self.here.room, seat=self.here.seat)
        self.send_json({"type": "alive"})

    def _write(self, frame: frames.Note, actor: Actor, sitting: int) -> None:
        seated, words = self.here, actions.Words(frame.text)
        try:
            version = actions.write_notes(
                room=seated.room, seat=seated.seat, sitting=sitting, base=frame.base, words=words, acting=actor
            )
        except rules.LaterVersion:
            last = queries.last_notes(sitting)
            self.send_json({"type": "notes_differ", **queries.notes_frame(last)})
            return
        self._push("notes", **queries.notes_frame(version))
        self.send_json({"type": "notes_kept", "number": version.number})

    def _go(self, actor: Actor) -> None:
        sitting, self.sitting = self.sitting, None
        if sitting is not None:
            actions.leave(room=self.here.room, seat=self.here.seat, sitting=sitting, acting=actor)
        self._push("gone")

    def _end(self, actor: Actor) -> None:
        seated = self.here
        ended = actions.end(room=seated.room, acting=actor)
        if ended is None:
            return
        record = reverse(
            "rooms:record", urlconf=settings.REGION_URLCONF, kwargs={"room": seated.room.pk, "sitting": ended.pk}
        )
        self._push("ended", name=seated.seat.name, url=record)
        self.sitting = None
        self.send_json({"type": "ended", "name": seated.seat.name, "url": record})

    # ---- what the others say

    def tell(self, content: Mapping[str, Any], actor: Actor) -> None:
        """Hand over what is meant for this connection."""
        said, sender = content["said"], content["from"]
        if sender == self.sid or content.get("to", self.sid) != self.sid:
            return
        if said == "who":
            if self.sitting is not None:
                self._push("here", to=sender, **self._card(self.here.seat))
        elif said == "here":
            self._notice(content)
        elif said in ("signal", "said", "notes", "ended") and self.sitting is None:
            return  # who has not come in yet only sees who is there
        else:
            if said == "ended":
                self.sitting = None
            self._hand_over(content)

    def _notice(self, content: Mapping[str, Any]) -> None:
        if content["seat"] == self.here.seat.key:
            if self.sitting is not None and content["since"] > self.since:
                self.sitting, self.is_out = None, True
                self._push("gone")
                self.close(REPLACED)
            return
        if self.sitting is not None and not self.has_met:
            actions.met(sitting=self.sitting)
            self.has_met = True
        self._hand_over({**content, "polite": rules.is_polite(self.sid, content["from"])})

    def _hand_over(self, content: Mapping[str, Any]) -> None:
        told = {key: value for key, value in content.items() if key not in ("said", "from", "to")}
        self.send_json({**told, "type": content["said"], "from": content["from"]})

    # ---- going

    def put_out(self) -> None:
        """The seat is gone, or the person: told why before the connection ends."""
        self.send_json({"type": "out", "code": "no_seat"})
        if self.sitting is not None:
            self.sitting = None
            self._push_outside("gone")
        super().put_out()

    def disconnect(self, code: int) -> None:
        """The connection ended: whoever is there learns it; the attendance ends with the last sign of life."""
        if self.sitting is None or self.is_out:
            return
        with self.placed() as actor:
            if actor is not None:
                self._go(actor)
                return
        self._push_outside("gone")

    # ---- saying

    def _card(self, seat: Seat) -> dict[str, Any]:
        return {"seat": seat.key, "name": seat.name, "role": seat.role, "state": self.state, "since": self.since}

    def _push(self, said: str, **content: Any) -> None:
        push(self.group, {"said": said, "from": self.sid, **content})

    def _push_outside(self, said: str) -> None:
        """The same where the place has been left already."""
        with self.placed():
            self._push(said)

    def _refuse(self, code: str) -> None:
        self.send_json({"type": "error", "code": code})


def _policy() -> str:
    """ "relay" where no person's network address may be told to the other side."""
    return "relay" if settings.TURN_ONLY else "all"
