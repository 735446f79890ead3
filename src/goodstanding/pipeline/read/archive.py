"""Opening a ZIP that a stranger sent: looked at from outside before a byte is unpacked."""

from __future__ import annotations

import errno
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from goodstanding.pipeline.read.refusing import refuse, size
from goodstanding.pipeline.read.tables import Limits

_END = b"PK\x05\x06"
_DIRECTORY_BYTES = 4 * 1024 * 1024
_RATIO_FROM = 16 * 1024 * 1024


@contextmanager
def open_archive(path: Path, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """The archive, if its table of contents is small and promises a lawful size; ``zipfile`` never unpacks more than was promised."""
    _directory_is_small(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _promises_little(archive, limits)
            yield archive
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, struct.error, ValueError) as fault:
        raise refuse("FILE_CORRUPT", what="ZIP") from fault
    except OSError as fault:
        if fault.errno != errno.EINVAL:  # a full disk is not the file's fault; a place outside the file is
            raise
        raise refuse("FILE_CORRUPT", what="ZIP") from fault


def _directory_is_small(path: Path) -> None:
    """``zipfile`` reads the whole table of contents into memory, so its size is read first from the end record."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_557))
        end = file.read()
    at = end.rfind(_END)
    if at < 0 or len(end) < at + 22:
        raise refuse("FILE_CORRUPT", what="ZIP")
    directory = struct.unpack_from("<I", end, at + 12)[0]
    if directory > _DIRECTORY_BYTES:
        raise refuse("FILE_BOMB", what=size(directory))


def _promises_little(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.parts:
        raise refuse("FILE_BOMB", what=f"{len(entries)} entries")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise refuse("FILE_BOMB", what=size(unpacked))
    for entry in entries:
        if entry.flag_bits & 1:
            raise refuse("FILE_ENCRYPTED")
        if entry.file_size > _RATIO_FROM and entry.file_size > limits.unpack_ratio * max(entry.compress_size, 1):
            raise refuse("FILE_BOMB", what=f"{size(entry.compress_size)} → {size(entry.file_size)}")


def part(archive: zipfile.ZipFile, name: str) -> IO[bytes] | None:
    """One part, opened; ``None`` where there is none. Names are compared without case, as spreadsheet programs do."""
    wanted = name.lstrip("/").lower()
    entry = next((entry for entry in archive.infolist() if entry.filename.lower() == wanted), None)
    return archive.open(entry) if entry else None
