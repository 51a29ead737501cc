"""Reading an archive that somebody brings: nothing is believed unchecked, nothing is unpacked by its path."""

from __future__ import annotations

import stat
import zipfile
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from kernel.errors import InputError
from tenants.provisioning.life import manifest
from tenants.provisioning.life.manifest import DATA, FILES, SHARED, Manifest

# Rows of a school shrink 5-20 times. What shrinks more is made to fill a disk.
MAX_RATIO = 200
ALWAYS_ALLOWED = 64 * 1024 * 1024
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an archive, and where in it."""

    place: str
    message: str

    def as_problem(self) -> dict[str, str]:
        """The fault as refusals carry it."""
        return {"place": self.place, "message": self.message}


class Reader(ABC):
    """``sizes``: path inside -> bytes when unpacked. ``faults``: why it must not be unpacked at all."""

    sizes: dict[str, int]
    faults: list[Fault]

    @abstractmethod
    def open(self, path: str) -> IO[bytes]:
        """The file at a path of ``sizes``."""

    def chunks(self, path: str) -> Iterator[bytes]:
        """The file piece by piece."""
        with self.open(path) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def manifest(self) -> tuple[Manifest, str]:
        """The manifest and the digest that names the archive. ``InputError``."""
        size = self.sizes.get(manifest.NAME)
        if size is None:
            raise manifest.broken(_("there is none"))
        if size > manifest.MAX_BYTES:
            raise manifest.broken(_("it is too large"))
        with self.open(manifest.NAME) as stream:
            content = stream.read(manifest.MAX_BYTES)
        return manifest.decode(content), manifest.digest_of(content)


class ZipReader(Reader):
    """An archive in one file."""

    def __init__(self, file: zipfile.ZipFile, archive_bytes: int) -> None:
        self.file = file
        infos = [info for info in file.infolist() if not info.is_dir()]
        self.sizes = {info.filename: info.file_size for info in infos}
        self.faults = [
            *_name_faults(Counter(info.filename for info in infos)),
            *(_not_plain(info.filename) for info in infos if stat.S_ISLNK(info.external_attr >> 16)),
            *_bomb_faults(infos, archive_bytes),
        ]

    def open(self, path: str) -> IO[bytes]:
        return self.file.open(path)


class FolderReader(Reader):
    """The same tree in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sizes, self.faults = {}, []
        for file in sorted(root.rglob("*")):
            path = file.relative_to(root).as_posix()
            if file.is_symlink():
                self.faults.append(_not_plain(path))
            elif file.is_file():
                self.sizes[path] = file.stat().st_size
        self.faults += _name_faults(Counter(self.sizes.keys()))

    def open(self, path: str) -> IO[bytes]:
        return (self.root / path).open("rb")


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """The archive at a path. ``InputError`` when there is none or it is no archive."""
    try:
        if path.is_dir():
            yield FolderReader(path)
        else:
            with zipfile.ZipFile(path) as file:
                yield ZipReader(file, path.stat().st_size)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise _unreadable(path, str(error)) from error
    except OSError as error:
        raise _unreadable(path, str(error.strerror or error)) from error


def is_safe(path: str) -> bool:
    """True for a plain relative path below ``data/``, ``shared/`` or ``files/``, and for the manifest."""
    parts = PurePosixPath(path).parts
    if path == manifest.NAME:
        return True
    plain = "\\" not in path and "\0" not in path and "//" not in path and len(path.encode()) <= 1000
    return plain and len(parts) > 1 and parts[0] in {DATA, SHARED, FILES} and not {"..", "."} & set(path.split("/"))


def _name_faults(names: Counter[str]) -> list[Fault]:
    unsafe = [Fault(name, _("The path leads out of the archive.")) for name in names if not is_safe(name)]
    twice = [Fault(name, _("The file stands in the archive twice.")) for name, times in names.items() if times > 1]
    return unsafe + twice


def _bomb_faults(infos: list[zipfile.ZipInfo], archive_bytes: int) -> list[Fault]:
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if packed > archive_bytes:
        return [Fault("", _("Files of the archive overlap: it was not made by an export."))]
    if unpacked > max(ALWAYS_ALLOWED, archive_bytes * MAX_RATIO):
        message = _("Unpacked, the archive would be %(times)s times larger: it was not made by an export.")
        return [Fault("", message % {"times": unpacked // max(archive_bytes, 1)})]
    return []


def _not_plain(path: str) -> Fault:
    return Fault(path, _("This is a link, not a file."))


def _unreadable(path: Path, why: str) -> InputError:
    message = _("%(path)s cannot be read as an archive of a school: %(why)s.") % {"path": path, "why": why}
    return InputError(message, problems=[{"place": str(path), "message": message}])
