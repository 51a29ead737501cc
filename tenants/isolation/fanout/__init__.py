"""Big live rooms: a process listens to Redis once and tells its own people itself.

What changes is published as a bare topic, never as content. Each process then reads the topic once, having asked once
for all its people who of them may still be there: whoever may not is put out. What follows from the clock alone is told
once a second without asking anybody. So a thousand people of one event cost a few queries, and any process may die:
its people come back to another one, which reads the same.

Every read runs in one synchronous call that enters the place of the host first (see ``sockets``).
"""

from .hub import Fanout, announce
from .presence import note_here, who_is_here
from .rooms import Board, Look, Told

__all__ = ["Board", "Fanout", "Look", "Told", "announce", "note_here", "who_is_here"]
