"""Good rows become records: in sets, in chunks, each chunk one transaction together with how far we are.

Killed at any moment, nothing is lost and nothing doubled: what was committed is counted, what was not is done again.
One row and ten million go the same way; so do rows a clerk has settled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from goodstanding.departments.standing import Standing
from goodstanding.records import carrying, preparing, publishing
from goodstanding.records.comparing import STATUSES, compare
from goodstanding.records.models import Entering
from goodstanding.records.preparing import Rows
from goodstanding.records.turns import LANES, my_turn
from goodstanding.records.workshop import workshop
from goodstanding.records.writing import Batch, HandedIn, write
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Conflict
from goodstanding.rules.texts import Text

CHUNK = 50_000
"""Rows of one transaction: some seconds, 100 MB."""
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class _Job:
    """One lane of a submission: every row whose decision falls into it, or every row where it has one lane."""

    rows: Rows
    submission: HandedIn
    by: Standing
    catalogue: Catalogue
    total: int
    reach: int  # rows of the file a chunk covers; a lane has its share of them
    lane: int
    lanes: int
    tell: Callable[[int, float], None]
    stop: Event

    def prepare(self, first: int) -> str:
        """Make the chunk that starts there; runs beside the database's work on the one before."""
        name = f"chunk_{self.lane}_{first}"
        last, lane = first + self.reach, (self.lane, self.lanes)
        preparing.prepare(self.rows, name, first=first, last=last, catalogue=self.catalogue, entered_on=timezone.localdate(), lane=lane)
        return name


def enter(
    folder: Path, submission: HandedIn, *, by: Standing, progress: Progress | None = None, chunk_rows: int = CHUNK, lanes: int = LANES
) -> dict[str, int]:
    """Enter the good rows of an examined submission; called again after a crash, go on where it stopped.

    Returns the counts of the whole submission by :data:`comparing.STATUSES` (and ``held``: entered, never shown).
    Raises ``Conflict`` where another process is entering it at the same time.
    """
    catalogue = load(settings.CITY_CATALOGUE)
    publishing.install(catalogue)
    with workshop(folder) as through:
        rows = preparing.open_rows(folder, catalogue.kinds[submission.kind], through=through)
        total = preparing.extent(rows)
        dealt = _begin(submission, lanes if total > chunk_rows else 1)
        tell, stop, reach = _together(progress, len(dealt)), Event(), chunk_rows * len(dealt)
        _run([_Job(rows.beside(), submission, by, catalogue, total, reach, lane, len(dealt), tell, stop) for lane in dealt])
    counts: Counter[str] = Counter()
    for done in Entering.objects.filter(submission=submission.id).values_list("counts", flat=True):
        counts.update(done)
    return dict.fromkeys((*STATUSES, "held"), 0) | counts


def _begin(submission: HandedIn, lanes: int) -> list[int]:
    """The submission's lanes: dealt once, kept however often it is taken up again."""
    with transaction.atomic():
        if not Entering.objects.filter(submission=submission.id).exists():
            Entering.objects.bulk_create([Entering(submission=submission.id, lane=lane) for lane in range(lanes)], ignore_conflicts=True)
    return list(Entering.objects.filter(submission=submission.id).order_by("lane").values_list("lane", flat=True))


def _run(jobs: list[_Job]) -> None:
    """A small submission runs in the caller's own thread and transaction; each lane of a big one has its own."""
    if len(jobs) == 1:
        _run_lane(jobs[0])
        return
    with ThreadPoolExecutor(len(jobs)) as pool:
        running = [pool.submit(_run_apart, job) for job in jobs]
    for lane in running:
        lane.result()


def _run_apart(job: _Job) -> None:
    try:
        _run_lane(job)
    except BaseException:
        job.stop.set()
        raise
    finally:
        connections.close_all()


def _run_lane(job: _Job) -> None:
    first = Entering.objects.get(submission=job.submission.id, lane=job.lane).next_row
    with ThreadPoolExecutor(1) as ahead:
        coming: Future[str] | None = ahead.submit(job.prepare, first) if first < job.total else None
        while coming is not None and not job.stop.is_set():
            chunk, last = coming.result(), min(first + job.reach, job.total)
            coming = ahead.submit(job.prepare, last) if last < job.total else None
            _enter_chunk(job, chunk, first, last)
            job.rows.db.execute(f"DROP TABLE {chunk}")
            first = last
            job.tell(job.lane, first / job.total)


def _enter_chunk(job: _Job, chunk: str, first: int, last: int) -> None:
    with my_turn(range(job.lane, job.lane + 1) if job.lanes > 1 else range(LANES)) as cursor:
        before = _claim(job, first)
        answer = compare(cursor, job.rows.db, chunk, submission=job.submission.id)
        counts = write(cursor, Batch(job.rows.db, chunk, job.submission), answer, by=job.by)
        if counts.get("changed"):
            carrying.carry_on(cursor)
        together = dict(Counter(before) + Counter(counts))
        Entering.objects.filter(submission=job.submission.id, lane=job.lane).update(next_row=last, counts=together)


def _claim(job: _Job, first: int) -> dict[str, int]:
    """The counts so far, if we are still where we think we are."""
    state = Entering.objects.get(submission=job.submission.id, lane=job.lane)
    if state.next_row != first:
        raise Conflict(
            "ENTERING_ELSEWHERE",
            Text("该批数据正由另一进程入库，请稍后查看结果。", "Another process is entering this submission; look again in a moment."),
        )
    counts: dict[str, int] = state.counts
    return counts


def _together(progress: Progress | None, lanes: int) -> Callable[[int, float], None]:
    """All lanes' shares as one."""
    shares = [0.0] * lanes

    def tell(lane: int, share: float) -> None:
        shares[lane] = share
        if progress:
            progress("entering", sum(shares) / lanes)

    return tell
