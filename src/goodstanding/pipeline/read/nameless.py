"""Raw cells on disk without a name, so that nothing of them is left when the process ends, however it ends.

What the readers write holds personal data until the look at the rows has taken it out. Inside a claimed folder each such file is a
link to a file this process has open and nobody can find (``O_TMPFILE``): a killed process leaves a link to nothing.
Systems without ``/proc`` have ordinary files there, removed with the folder.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

_CLAIMED: dict[Path, ExitStack] = {}


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """What is put into the folder or its sub-folders inside the block has no name, and is gone after it."""
    with ExitStack() as files:
        if Path("/proc/self/fd").is_dir():
            _CLAIMED[folder] = files
        try:
            yield
        finally:
            _CLAIMED.pop(folder, None)


def put(path: Path) -> Path:
    """Make ``path`` a link to a file without a name, where its folder is claimed; then write and read it as any other."""
    files = next((files for folder, files in _CLAIMED.items() if path.is_relative_to(folder)), None)
    if files is not None:
        file = files.enter_context(tempfile.TemporaryFile(dir=path.parent))  # noqa: SIM115 - held for as long as the claim
        path.symlink_to(f"/proc/{os.getpid()}/fd/{file.fileno()}")
    return path
