"""Good rows become records: in sets, in chunks, each chunk one transaction together with how far we are.

Killed at any moment, nothing is lost and nothing doubled: what was committed is counted, what was not is done again.
One row and ten million go the same way; so do rows a clerk has settled.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.records import preparing, publishing
from goodstanding.records.comparing import STATUSES, compare
from goodstanding.records.models import Entering
from goodstanding.records.preparing import Rows
from goodstanding.records.turns import my_turn
from goodstanding.records.workshop import workshop
from goodstanding.records.writing import Batch, HandedIn, write
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Conflict
from goodstanding.rules.texts import Text

CHUNK = 50_000
"""Rows of one transaction: about two seconds, 100 MB."""
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class _Job:
    rows: Rows
    submission: HandedIn
    by: Standing
    catalogue: Catalogue
    total: int
    chunk_rows: int

    def prepare(self, first: int) -> str:
        """Make the chunk that starts there; runs beside the database's work on the one before."""
        name = f"chunk_{first}"
        last = first + self.chunk_rows
        preparing.prepare(self.rows, name, first=first, last=last, catalogue=self.catalogue, entered_on=timezone.localdate())
        return name


def enter(folder: Path, submission: HandedIn, *, by: Standing, progress: Progress | None = None, chunk_rows: int = CHUNK) -> dict[str, int]:
    """Enter the good rows of an examined submission; called again after a crash, go on where it stopped.

    Returns the counts of the whole submission by :data:`comparing.STATUSES` (and ``held``: entered, never shown).
    Raises ``Conflict`` where another process is entering it at the same time.
    """
    catalogue = load(settings.CITY_CATALOGUE)
    publishing.install(catalogue)
    state, _ = Entering.objects.get_or_create(submission=submission.id)
    if state.finished_at is None:
        with workshop(folder) as through:
            rows = preparing.open_rows(folder, catalogue.kinds[submission.kind], through=through)
            job = _Job(rows, submission, by, catalogue, preparing.extent(rows), chunk_rows)
            _enter_from(job, state.next_row, progress or _silent)
        Entering.objects.filter(submission=submission.id).update(finished_at=timezone.now())
        state.refresh_from_db()
    return dict.fromkeys((*STATUSES, "held"), 0) | state.counts


def _enter_from(job: _Job, first: int, progress: Progress) -> None:
    with ThreadPoolExecutor(1) as ahead:
        coming: Future[str] | None = ahead.submit(job.prepare, first) if first < job.total else None
        while coming is not None:
            chunk, last = coming.result(), min(first + job.chunk_rows, job.total)
            coming = ahead.submit(job.prepare, last) if last < job.total else None
            _enter_chunk(job, chunk, first, last)
            job.rows.db.execute(f"DROP TABLE {chunk}")
            first = last
            progress("entering", first / job.total)


def _enter_chunk(job: _Job, chunk: str, first: int, last: int) -> None:
    with my_turn() as cursor:
        before = _claim(job.submission, first)
        answer = compare(cursor, job.rows.db, chunk, submission=job.submission.id)
        counts = write(cursor, Batch(job.rows.db, chunk, job.submission), answer, by=job.by)
        together = {status: before.get(status, 0) + counts.get(status, 0) for status in (*before, *counts)}
        Entering.objects.filter(submission=job.submission.id).update(next_row=last, counts=together)


def _claim(submission: HandedIn, first: int) -> dict[str, int]:
    """The counts so far, if we are still where we think we are."""
    state = Entering.objects.get(submission=submission.id)
    if state.next_row != first:
        raise Conflict(
            "ENTERING_ELSEWHERE",
            Text("该批数据正由另一进程入库，请稍后查看结果。", "Another process is entering this submission; look again in a moment."),
        )
    counts: dict[str, int] = state.counts
    return counts


def _silent(_stage: str, _done: float) -> None:
    """Nobody watches."""
