"""Where a handed-in list of bidders and its answer lie: sealed under DATA_DIR, for some days, then gone. The receipts stay."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from goodstanding.clocks.deadlines import ago
from goodstanding.intake import spool

MOST_BYTES = 512 * 1024 * 1024
"""A million rows with a dozen columns; what a form's sender can be asked to wait for."""
KEPT = "table_kept"
"""The term an answer waits to be fetched; a list that is still being asked waits longer."""


def sealer(batch: UUID) -> spool.Sealer:
    """For a list that is being handed in. Raises ``Refused`` where there is no room."""
    return spool.Sealer(batch, MOST_BYTES, source(batch))


def source(batch: UUID) -> Path:
    """The file as handed in, until every row has been answered."""
    return _folder() / f"{batch}.sealed"


def answer(batch: UUID, ending: str) -> Path:
    """The same with its answers."""
    return _folder() / f"{batch}.{ending}.sealed"


def keep(batch: UUID, ending: str, clear: Path) -> None:
    """Seal what was written; an earlier try's is replaced in one step."""
    path = answer(batch, ending)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    sealer = spool.Sealer(batch, 1 << 62, fresh)
    with clear.open("rb") as source_of:
        for piece in spool.pieces(source_of):
            sealer.write(piece)
    sealer.close()
    fresh.replace(path)


def endings(batch: UUID) -> list[str]:
    """In which forms the answer lies here."""
    return [ending for ending in ("xlsx", "csv") if answer(batch, ending).exists()]


def read(batch: UUID, ending: str) -> Iterator[bytes]:
    """The answer in clear, piece by piece. Raises ``Missing`` where it is gone."""
    return spool.unseal(batch, answer(batch, ending))


def work(batch: UUID) -> Path:
    """Where the job works."""
    return _folder() / f"{batch}.work"


def fresh(folder: Path) -> Path:
    """The folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def remove(folder: Path) -> None:
    """The folder is no more."""
    shutil.rmtree(folder, ignore_errors=True)


def destroy(batch: UUID) -> None:
    """The list and its answer; what was asked is on the receipts."""
    for path in _folder().glob(f"{batch}.*"):
        remove(path) if path.is_dir() else path.unlink(missing_ok=True)


def old(now: datetime | None = None) -> set[UUID]:
    """Of which lists something lies here that has outlived its term."""
    found, before = set(), ago(KEPT, now).timestamp()
    for path in _folder().iterdir():
        if path.stat().st_mtime < before:
            found.add(UUID(path.name.partition(".")[0]))
    return found


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "checks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
