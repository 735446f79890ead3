"""A private folder for what passes between the two databases, gone afterwards; what a killed process left goes first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """``folder/entering``, empty, readable by the service's own account alone."""
    place = folder / "entering"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700, parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
