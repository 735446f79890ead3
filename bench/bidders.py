"""A list of bidders from the spreadsheet to its answer: what memory grows to when the list grows, and how many codes a second.

``BENCH_ROWS=1000000`` is the longest list one worksheet holds; one code in five is of an organisation with records.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import openpyxl

from bench import million
from bench.figures import Figure, at_most

ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
PURPOSE = "tender"


def run() -> list[Figure]:
    """``bidders.growth``, ``bidders.peak_mb``, ``bidders.per_s``."""
    million.RECORDS = max(ROWS * 2, million.EACH)
    with million.register() as department:
        _ready(department)
        small, large = (_measured(department, rows) for rows in (ROWS // 10, ROWS))
    return [
        at_most("bidders.growth", large[1] / small[1], 1.5, f"peak memory of the job at {ROWS:,} rows over {ROWS // 10:,}"),
        at_most("bidders.peak_mb", large[1], 700, f"peak memory of the job at {ROWS:,} rows of XLSX, in and out"),
        Figure(
            "bidders.per_s",
            round(ROWS / large[0]),
            "",
            True,
            f"codes a second, read, asked, each with its receipt, written: {large[0]:.0f} s",
        ),
    ]


def _ready(department: Any) -> None:
    """Sources that came, and somebody who may ask."""
    from datetime import date, timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    from goodstanding.checks import granting  # noqa: PLC0415
    from goodstanding.departments.models import Appointment, Feed, User  # noqa: PLC0415
    from goodstanding.departments.standing import SYSTEM  # noqa: PLC0415
    from goodstanding.ledger.writing import write  # noqa: PLC0415
    from goodstanding.rules.events import Event  # noqa: PLC0415

    for kind in ("permit", "penalty"):
        Feed.objects.create(department=department, kind=kind, every_days=7, starts_on=timezone.localdate() - timedelta(days=30))
        write(Event.SUBMISSION_ENTERED, department, by=SYSTEM, data={"kind": kind})
    granting.give(PURPOSE, department, because="bench", by=SYSTEM)
    user = User.objects.create_user("oscar", "correct horse battery staple")
    Appointment.objects.create(user=user, role="official", department=department, starts_on=date(2020, 1, 1))


def _measured(department: Any, rows: int) -> tuple[float, float]:
    """Seconds and peak MB of a process that does nothing else."""
    batch = _handed_in(department, rows)
    begun = time.perf_counter()
    said = subprocess.run([sys.executable, "-m", "bench.bidders", str(batch)], check=True, capture_output=True, text=True).stdout
    return time.perf_counter() - begun, float(said.split()[-1])


def _handed_in(department: Any, rows: int) -> UUID:
    from django.db import connection  # noqa: PLC0415

    from goodstanding.checks import files, files_keeping  # noqa: PLC0415
    from goodstanding.departments.models import User  # noqa: PLC0415
    from goodstanding.departments.standing import of_user  # noqa: PLC0415
    from goodstanding.intake import spool  # noqa: PLC0415
    from goodstanding.intake.uploading import Upload  # noqa: PLC0415

    batch = uuid4()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bidders.xlsx"
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("投标人")
        for row in _rows(rows):
            sheet.append(row)
        book.save(path)
        sealer = files_keeping.sealer(batch)
        with path.open("rb") as clear:
            for piece in spool.pieces(clear):
                sealer.write(piece)
    upload = Upload(batch, sealer.close(), "投标人.xlsx")
    files.hand_in(upload, department, purpose=PURPOSE, matter=f"{rows}", by=of_user(User.objects.get()))
    connection.close()
    return batch


def _rows(rows: int) -> Iterator[list[str]]:
    yield ["序号", "投标人名称", "统一社会信用代码"]
    for n in range(rows):
        _, code, name = million._body(n)  # noqa: SLF001 - the register's own
        yield [str(n + 1), name, code]


def _child(batch: str) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from goodstanding.checks import files_asking  # noqa: PLC0415
    from goodstanding.checks.models import Batch  # noqa: PLC0415

    files_asking.go_on(UUID(batch))
    made = Batch.objects.get(pk=batch)
    if made.finished_at is None or made.done != made.rows or made.refusal:
        raise RuntimeError(f"{made.done} of {made.rows}: {made.refusal}")
    print(made.counts, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    _child(sys.argv[1])
