"""One piece of work each, timed in a process of its own: ``python -m bench.peers WHAT FILE`` prints seconds and peak megabytes."""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

import duckdb

from goodstanding.pipeline.run import examine, examine_rows
from goodstanding.rules.loading import load

TODAY = date(2026, 11, 23)


def scan(file: Path) -> float:
    """DuckDB reads every column: count and total length."""
    with file.open(encoding="utf-8") as opened:
        columns = next(csv.reader(opened))
    lengths = ", ".join(f'sum(length("{name}"))' for name in columns)
    begun = time.perf_counter()
    duckdb.execute(
        f"SELECT count(*), {lengths} FROM read_csv(?, all_varchar = true, header = true, delim = ',', quote = '\"')", [str(file)]
    ).fetchall()
    return time.perf_counter() - begun


def examined(file: Path) -> float:
    """Ours: every rule, every finding written."""
    catalogue = load()
    with tempfile.TemporaryDirectory() as into:
        begun = time.perf_counter()
        examine(file, name=file.name, into=Path(into), catalogue=catalogue, kind=catalogue.kinds["penalty"], today=TODAY, keep=False)
        return time.perf_counter() - begun


def one_row(file: Path) -> float:
    """Ours, a batch of one, warm."""
    catalogue = load()
    with file.open(encoding="utf-8") as opened:
        rows = [row for row, _ in zip(csv.DictReader(opened), range(40), strict=False)]
    times = []
    for row in rows:
        begun = time.perf_counter()
        examine_rows([row], catalogue=catalogue, kind=catalogue.kinds["penalty"], today=TODAY)
        times.append(time.perf_counter() - begun)
    return median(times[10:])


def frictionless(file: Path) -> float:
    """Frictionless with every rule it can state (:mod:`bench.stating`), in its own way: one process, row by row."""
    from frictionless import Checklist, Resource  # noqa: PLC0415 - a second to import, and only here

    from bench import stating  # noqa: PLC0415

    catalogue = load()
    kind = catalogue.kinds["penalty"]
    resource_ = Resource(path=file.name, basepath=str(file.parent), schema=stating.schema(kind))
    checklist = Checklist(checks=[stating.Stated(kind, catalogue, TODAY)])
    begun = time.perf_counter()
    report = resource_.validate(checklist, limit_errors=10_000_000)
    seconds = time.perf_counter() - begun
    if not report.stats["errors"] or report.task.errors[0].type == "source-error":
        raise SystemExit("Frictionless did not check")
    print(report.stats["errors"], "errors")
    return seconds


if __name__ == "__main__":
    work = {"scan": scan, "examine": examined, "one_row": one_row, "frictionless": frictionless}[sys.argv[1]]
    print(work(Path(sys.argv[2])), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
