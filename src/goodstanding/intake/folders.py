"""Where a submission's files lie, under DATA_DIR: one place that knows, readable by the service's own account alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings


def spool(submission: UUID) -> Path:
    """The sealed file as handed in, until it is checked."""
    return _private(Path(settings.DATA_DIR) / "spool") / f"{submission}.sealed"


def work(submission: UUID) -> Path:
    """Where a check works; emptied before each try, renamed to :func:`examined` when it is done."""
    return _private(Path(settings.DATA_DIR) / "spool") / f"{submission}.work"


def examined(submission: UUID) -> Path:
    """The examined files: minus personal data, kept as long as the submission."""
    return _private(Path(settings.DATA_DIR) / "submissions" / submission.hex[:2]) / str(submission)


def fresh(folder: Path) -> Path:
    """The folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    return _private(folder)


def remove(folder: Path) -> None:
    """The folder is no more."""
    shutil.rmtree(folder, ignore_errors=True)


def replace(folder: Path, by: Path) -> None:
    """``by`` becomes ``folder``; a crash in between leaves none, never half of one, and the check is done again."""
    shutil.rmtree(folder, ignore_errors=True)
    by.rename(folder)


def _private(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
