"""Codes of a file judged and converted, against python-stdnum merely saying yes or no in a plain loop over the same file.

stdnum (2.2) looks at one check character and refuses every code that begins with a letter; ours gives verdict, faults, reasons in two
languages, suggestion and conversion for every line, and writes them.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.figures import Figure, at_least, at_most
from goodstanding.pipeline.codes.run import run as judge
from goodstanding.rules import legacy, uscc

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
DATA = Path(__file__).parent / "data"
ROUNDS = 3
AREAS = ("330106", "440305", "320582", "510107", "110108", "440101", "341400", "620105")


def run() -> list[Figure]:
    """Speed over stdnum, with and without damage, and what memory grows to."""
    file, small, clean = codes(ROWS), codes(ROWS // 10), codes(ROWS, damaged=0)
    rounds = [(measured("stdnum", file)[0], *measured("judge", file)) for _ in range(ROUNDS)]
    peer, ours, peak = (median(values) for values in zip(*rounds, strict=True))
    pure = median(measured("judge", clean)[0] for _ in range(ROUNDS))
    growth = peak / measured("judge", small)[1]
    per_second = f"ours {ROWS / ours:,.0f} rows/s written, stdnum {ROWS / peer:,.0f} rows/s yes or no, {ROWS:,} rows, 5.5 % unclean"
    return [
        at_least("codes.over_stdnum", peer / ours, 1.5, f"python-stdnum's plain loop over the same file: {per_second}"),
        at_least("codes.clean_over_stdnum", peer / pure, 4, f"a file without damage: {ROWS / pure:,.0f} rows/s"),
        at_most("codes.peak_mb", peak, 500, f"peak memory of the process at {ROWS:,} rows"),
        at_most("codes.growth", growth, 1.5, f"peak memory at {ROWS:,} rows over {ROWS // 10:,}"),
    ]


def codes(rows: int, *, damaged: float = 0.055) -> Path:
    """A seeded list as departments keep them: mostly right, some damaged, in small letters, older codes, placeholders."""
    file = DATA / f"codes-{rows}-{damaged:g}.csv"
    if not file.exists():
        DATA.mkdir(exist_ok=True)
        random_ = random.Random(11)
        with file.open("w", encoding="utf-8", newline="") as opened:
            out = csv.writer(opened)
            out.writerow(["名称", "统一社会信用代码"])
            out.writerows([f"企业{number}", _written(random_, damaged)] for number in range(rows))
    return file


def _written(random_: random.Random, damaged: float) -> str:
    code, kind = _right(random_), random_.random() / damaged if damaged else 1
    if kind >= 1:
        return code
    if kind < 0.4:
        place = random_.randrange(18)
        return code[:place] + random_.choice("0123456789ABCIOSZ") + code[place + 1 :]
    if kind < 0.6:
        return code[8:17]
    if kind < 0.8:
        first14 = random_.choice(AREAS) + f"{random_.randrange(10**7):08d}"
        return first14 + legacy.regno_check_digit(first14)
    return code.lower() if kind < 0.9 else uscc.PLACEHOLDER


def _right(random_: random.Random) -> str:
    first8 = f"MA{random_.randrange(10**6):06d}" if random_.random() < 0.7 else f"{random_.randrange(10**8):08d}"
    first17 = random_.choice(("91", "91", "91", "92", "12")) + random_.choice(AREAS) + first8 + legacy.orgcode_check_character(first8)
    return first17 + uscc.check_character(first17)


def measured(what: str, file: Path) -> tuple[float, float]:
    """Seconds and peak megabytes in a process of its own, start-up left out of the seconds."""
    command = [sys.executable, "-m", "bench.codes", what, str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": "src"})
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)


def _judge(file: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        judge(file, Path(folder) / "verdicts.parquet")
        return time.perf_counter() - begun


def _stdnum(file: Path) -> float:
    from stdnum.cn import uscc as peer  # noqa: PLC0415 - only here

    begun = time.perf_counter()
    with file.open(encoding="utf-8", newline="") as opened:
        sum(peer.is_valid(code) for _, code in csv.reader(opened))
    return time.perf_counter() - begun


WORK: dict[str, Callable[[Path], float]] = {"judge": _judge, "stdnum": _stdnum}

if __name__ == "__main__":
    print(WORK[sys.argv[1]](Path(sys.argv[2])), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
