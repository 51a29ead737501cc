"""Where the liaison tells of this school's share in pairs with other schools (it stands above and is not imported)."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from .indicators import NONE, RemoteShare

RemoteSource = Callable[[datetime.date], RemoteShare]
_sources: list[RemoteSource] = []


def tell_remote(source: RemoteSource) -> RemoteSource:
    """Register who knows the remote pairs running on a day; one source only."""
    if source not in _sources:
        _sources[:] = [source]
    return source


def remote_share(on: datetime.date) -> RemoteShare:
    """This school's share in remote pairs on a day; none where nobody tells."""
    return _sources[0](on) if _sources else NONE
