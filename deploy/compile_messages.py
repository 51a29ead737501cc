"""Compiles every translation whose source is newer than what was compiled from it.

Babel does it, because GNU gettext is not on every machine. A faulty file stops the command with its
name and line.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("platform/*", "tenants/*", "apps/*/*", "api/*")


def sources() -> Iterator[Path]:
    for pattern in SOURCES:
        yield from sorted(ROOT.glob(f"{pattern}/locale/*/LC_MESSAGES/*.po"))


def compile_one(source: Path) -> bool:
    """Writes the compiled file next to its source; False when it was current."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    locale = source.parents[1].name
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=locale, abort_invalid=True)
    fresh = target.with_suffix(".mo.new")
    with fresh.open("wb") as stream:
        write_mo(stream, catalogue)
    fresh.replace(target)
    return True


def main() -> int:
    for source in sources():
        try:
            compile_one(source)
        except PoFileError as error:
            sys.stderr.write(f"{source.relative_to(ROOT)}: {error}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
