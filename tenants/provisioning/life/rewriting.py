"""What changes in a school's rows on the way to another installation or another name.

Two things only: UUIDs of accounts that have another UUID here, and the prefix of the school's files when its schema
has another name. Both are found in the text of the rows, so that references inside JSON are met too: a UUID is met by
chance never, and so is the prefix with its slashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kernel.errors import InputError
from tenants.isolation.files import prefix_of
from tenants.provisioning.life import shared
from tenants.provisioning.life.accounts import match_accounts
from tenants.provisioning.life.export import ACCOUNTS
from tenants.provisioning.life.manifest import Manifest
from tenants.provisioning.life.reading import Reader


class Rewriting:
    """Texts -> texts, applied to whole lines of a file: no text that is replaced holds a line break."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = {old.encode(): new.encode() for old, new in texts.items() if old != new}
        self.pattern = re.compile(b"|".join(re.escape(old) for old in self.texts)) if self.texts else None

    def of(self, archive: Reader, path: str, *, by_line: bool = False) -> Iterator[bytes]:
        """The pieces of a file of the archive, rewritten; lines when there is something to rewrite, or on demand."""
        if self.pattern is None and not by_line:
            yield from archive.chunks(path)
            return
        with archive.open(path) as stream:
            for line in stream:
                yield self.pattern.sub(lambda match: self.texts[match.group()], line) if self.pattern else line


def accounts_in(archive: Reader) -> list[dict[str, Any]]:
    """The accounts that the archive carries."""
    if ACCOUNTS not in archive.sizes:
        raise InputError(_("The archive carries no accounts."), problems=[{"place": ACCOUNTS, "message": ""}])
    with archive.open(ACCOUNTS) as stream:
        return list(shared.decode(stream))


def rewriting_for(archive: Reader, described: Manifest, schema: str) -> Rewriting:
    """What has to be rewritten for the school to stand in this installation under a schema."""
    prefixes = {f"{prefix_of(described.schema)}/": f"{prefix_of(schema)}/"}
    return Rewriting({**match_accounts(accounts_in(archive)), **prefixes})
