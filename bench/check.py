"""Checking a file: every rule of the penalty kind on every row, findings written, against DuckDB merely reading the same file."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from statistics import median

from bench.figures import Figure, at_least, at_most
from goodstanding.city import founding
from goodstanding.rules.loading import load

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
SMALL = 50_000
TODAY = date(2026, 11, 23)
DATA = Path(__file__).parent / "data"
ROUNDS = 3


def run() -> list[Figure]:
    """Target 1 and 2: speed over a bare scan and over Frictionless, a batch of one, peak memory and its growth."""
    file, small = city(ROWS), city(SMALL)
    rounds = [(measured("scan", file)[0], *measured("examine", file)) for _ in range(ROUNDS)]
    scan, ours, peak = (median(values) for values in zip(*rounds, strict=True))
    pairs = [(measured("frictionless", small)[0], measured("examine", small)[0]) for _ in range(ROUNDS)]
    less, more = (city(ROWS), city(10 * ROWS)) if os.environ.get("BENCH_LARGE") else (city(ROWS // 10), file)
    growth = measured("examine", more)[1] / measured("examine", less)[1]
    ratio = median(theirs / mine for theirs, mine in pairs)
    return [
        at_most(
            "check.over_scan", ours / scan, 2.5, f"DuckDB's bare scan of the same file: {scan:.2f} s; ours {ours:.2f} s, {ROWS:,} rows"
        ),
        at_least("check.over_frictionless", ratio, 25, both()),
        at_most("check.one_row_ms", measured("one_row", small)[0] * 1000, 25, "a batch of one through the same path, warm, median of 30"),
        at_most("check.peak_mb", peak, 500, f"peak memory of the process at {ROWS:,} rows"),
        at_most(
            "check.growth", growth, 1.5, f"peak memory at {rows_of(more):,} rows over {rows_of(less):,} (BENCH_LARGE=1: 10 M over 1 M)"
        ),
    ]


def both() -> str:
    """What each side of the comparison with Frictionless did."""
    from bench import stating  # noqa: PLC0415 - Frictionless takes a second to import

    catalogue = load()
    kind = catalogue.kinds["penalty"]
    ours, theirs = sum(rule.test != "elsewhere" for rule in kind.rules), stating.count(kind, catalogue, TODAY)
    return (
        f"Frictionless on the same {SMALL:,} rows with the {theirs} of our {ours} rules that it can state (constraints and a check class,"
        " check digits included); ours: the whole check with all rules, cleaning, personal data and findings written"
    )


def city(rows: int) -> Path:
    """A seeded city's penalties, made once."""
    folder = DATA / f"city-{rows}"
    file = folder / "penalties.csv"
    if not (folder / "made").exists():
        founding.found(folder, organisations=max(1000, rows // 5), records=rows, seed=7, today=TODAY, layout="bench")
        (folder / "made").touch()
    return file


def rows_of(file: Path) -> int:
    """How many rows the file was made with."""
    return int(file.parent.name.removeprefix("city-"))


def measured(what: str, file: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of one piece of work in a process of its own, start-up left out of the seconds."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.peers", what, str(file)],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": "src"},
    )
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)
