"""Writing an archive, as a ZIP file or as a folder: whole under its name, or not there at all."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from kernel.errors import Conflict
from tenants.provisioning.life import manifest
from tenants.provisioning.life.manifest import Part

SUFFIX = ".part"
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


class Writer(ABC):
    """Takes the files of an archive one after another; the manifest comes last."""

    def add(self, path: str, chunks: Iterable[bytes]) -> Part:
        """Write one file from its pieces; its length and digest."""
        digest, size = hashlib.sha256(), 0
        with self._open(path) as stream:
            for chunk in chunks:
                stream.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        return Part(path, size, digest.hexdigest())

    @abstractmethod
    def _open(self, path: str) -> AbstractContextManager[IO[bytes]]: ...

    @abstractmethod
    def close(self) -> None:
        """Bring everything to the disk."""


class ZipWriter(Writer):
    """One file with everything."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=4)

    def _open(self, path: str) -> IO[bytes]:
        info = zipfile.ZipInfo(path)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = PRIVATE_FILE << 16
        return self.zip.open(info, "w", force_zip64=True)

    def abandon(self) -> None:
        """Nothing more is to be written; what stands is about to be removed."""
        # An archive open for reading is closed without a directory of files being written to its end.
        self.zip.mode = "r"

    def close(self) -> None:
        self.zip.close()
        self.stream.flush()
        os.fsync(self.stream.fileno())


class FolderWriter(Writer):
    """The same tree in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folders = {root}

    @contextmanager
    def _open(self, path: str) -> Iterator[IO[bytes]]:
        file = self.root / path
        file.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        self.folders.add(file.parent)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())

    def close(self) -> None:
        for folder in self.folders:
            _sync_folder(folder)


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """Write beside ``target`` and give it its name at the end. ``*.zip`` is a ZIP file, anything else a folder.

    ``Conflict`` when the target stands already, cannot be written (a full disk too), or is being written by another.
    """
    target = target.absolute()
    beside = target.with_name(target.name + SUFFIX)
    try:
        if target.exists():
            raise _stands(target)
        with _claimed(beside, is_file=target.suffix.lower() == ".zip") as writer:
            yield writer
            writer.close()
            if target.exists():
                raise _stands(target)
            beside.rename(target)
            _sync_folder(target.parent)
    except OSError as error:
        message = _("The archive cannot be written to %(place)s: %(why)s.")
        raise Conflict(
            message % {"place": error.filename or target, "why": error.strerror},
            next_step=_("Free some space or choose another place; nothing is left under the name of the archive."),
        ) from error


@contextmanager
def _claimed(beside: Path, *, is_file: bool) -> Iterator[Writer]:
    """A writer to a file (or folder) that nobody else writes; removed unless it was renamed."""
    if not is_file:
        beside.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    flags = os.O_RDWR | os.O_CREAT if is_file else os.O_RDONLY | os.O_DIRECTORY
    descriptor = os.open(beside, flags, PRIVATE_FILE)
    try:
        _lock(descriptor, beside)
        try:
            if is_file:
                os.ftruncate(descriptor, 0)
                with os.fdopen(os.dup(descriptor), "wb") as stream:
                    writer = ZipWriter(stream)
                    try:
                        yield writer
                    except BaseException:
                        writer.abandon()
                        raise
            else:
                # Left by a killed export: nobody holds its lock any more.
                for left in beside.iterdir():
                    shutil.rmtree(left) if left.is_dir() else left.unlink()
                yield FolderWriter(beside)
        except BaseException:
            _remove(beside)
            raise
    finally:
        os.close(descriptor)


def _lock(descriptor: int, beside: Path) -> None:
    """The kernel drops the lock of a killed writer. One who comes late may hold a file that was renamed meanwhile."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        same = beside.exists() and beside.stat().st_ino == os.fstat(descriptor).st_ino
    except BlockingIOError:
        same = False
    if not same:
        raise Conflict(
            _("Another export is being written to %(place)s.") % {"place": beside},
            next_step=_("Wait until it has ended, or choose another name."),
        )


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stands(target: Path) -> Conflict:
    return Conflict(
        _("%(place)s stands already.") % {"place": target}, next_step=_("Choose another name, or remove it first.")
    )


def add_manifest(writer: Writer, described: manifest.Manifest) -> str:
    """The last file of an archive; the digest that names the archive."""
    encoded = described.encode()
    writer.add(manifest.NAME, [encoded])
    return manifest.digest_of(encoded)
