"""A small mail server that remembers what it took, and answers only when it is let."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from runtime.ports import LOOPBACK

ANSWERS = {
    "EHLO": b"250 mail.test",
    "HELO": b"250 mail.test",
    "MAIL": b"250 OK",
    "RCPT": b"250 OK",
    "RSET": b"250 OK",
    "NOOP": b"250 OK",
    "DATA": b"354 go on",
    "QUIT": b"221 bye",
}
HELD_AT_MOST = 60.0


@dataclass
class MailServer:
    """``letters``: those whose last line has come, in order; whether their senders know depends on ``answers``."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    answers: threading.Event = field(default_factory=threading.Event)
    grown: threading.Condition = field(default_factory=threading.Condition)

    def take(self, content: bytes) -> None:
        """Keep a letter, then wait until answers are given."""
        with self.grown:
            self.letters.append(message_from_bytes(content, policy=policy.default))
            self.grown.notify_all()
        self.answers.wait(HELD_AT_MOST)

    def has(self, number: int, seconds: float) -> bool:
        """True once so many letters were taken; waits for them so many seconds at most."""
        with self.grown:
            return self.grown.wait_for(lambda: len(self.letters) >= number, seconds)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    desk: MailServer


class _Talk(socketserver.StreamRequestHandler):
    """One sender. Whoever is killed in the middle leaves a closed connection behind."""

    server: _Server

    def handle(self) -> None:
        self._say(b"220 mail.test")
        for line in self.rfile:
            word = line[:4].decode("ascii", "replace").upper()
            self._say(ANSWERS.get(word, b"500 what"))
            if word == "QUIT":
                return
            if word == "DATA":
                self.server.desk.take(self._content())
                self._say(b"250 taken")

    def _content(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server on a free port of this machine; it gives answers until ``answers`` is cleared."""
    with _Server((LOOPBACK, 0), _Talk) as server:
        server.desk = MailServer(server.server_address[1])
        server.desk.answers.set()
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.desk
        finally:
            server.desk.answers.set()
            server.shutdown()
            thread.join()
