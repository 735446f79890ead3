"""A private folder for what passes between the two databases, gone afterwards; what a killed process left goes first."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A new ``folder/entering-…``, empty, readable by the service's own account alone.

    Two processes that take the same submission up at once have one each: which of them enters a row is decided in
    the database, never by whose files are there.
    """
    users = os.open(folder, os.O_RDONLY)
    try:
        with suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # Nobody else is in there: what lies there was left by a killed one.
            for left in folder.glob("entering-*"):
                shutil.rmtree(left, ignore_errors=True)
        fcntl.flock(users, fcntl.LOCK_SH)
        with TemporaryDirectory(prefix="entering-", dir=folder) as place:
            yield Path(place)
    finally:
        os.close(users)
