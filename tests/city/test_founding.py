"""A city is the same again for the same numbers, and grows without growing in memory."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from goodstanding.city import commands, founding
from goodstanding.city.faults.rows import ROWS
from goodstanding.rules.refusals import Refused
from tests.city import reading
from tests.city.conftest import SEED, TODAY


def _found(directory: Path, *, seed: int = 1, faults: float = founding.FAULTS) -> None:
    founding.found(directory, organisations=300, records=900, seed=seed, today=TODAY, faults=faults)


def _bytes(directory: Path) -> dict[str, str]:
    return {
        path.relative_to(directory).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    """Also when texts hash otherwise and the workbooks are written at another time."""
    _found(tmp_path / "here", seed=5)
    command = [
        sys.executable,
        "-c",
        "from goodstanding.cli import main; main()",
        "city",
        str(tmp_path / "there"),
        "--organisations",
        "300",
        "--records",
        "900",
        "--seed",
        "5",
    ]
    subprocess.run([*command, "--today", TODAY.isoformat()], check=True, env=os.environ | {"PYTHONHASHSEED": "7"}, capture_output=True)
    here = _bytes(tmp_path / "here")
    assert len(here) > 30
    assert here == _bytes(tmp_path / "there")


def test_another_seed_gives_another_city(tmp_path: Path) -> None:
    for seed in (1, 2):
        _found(tmp_path / str(seed), seed=seed)
    one, two = _bytes(tmp_path / "1"), _bytes(tmp_path / "2")
    assert one["register.csv"] != two["register.csv"]
    assert one["departments.csv"] == two["departments.csv"]  # departments are the city's, whatever the seed


def test_the_first_organisations_stay_when_the_city_grows(tmp_path: Path) -> None:
    for count in (300, 600):
        founding.found(tmp_path / str(count), organisations=count, records=100, seed=1, today=TODAY)
    small, large = ((tmp_path / name / "register.csv").read_text("utf-8").splitlines() for name in ("300", "600"))
    assert large[:301] == small


def test_rows_add_up_to_the_records_asked_for(city: Path) -> None:
    first = [entry for entry in reading.listed(city, "files.csv") if entry["file"].startswith("files/")]
    twice = [row for row in reading.listed(city, "truth.csv") if row["fault"].startswith("row: twice") and row["file"].startswith("files/")]
    assert sum(int(entry["rows"]) for entry in first) == 9_000 + len(twice)


def test_a_city_without_faults_has_none(tmp_path: Path) -> None:
    _found(tmp_path, faults=0)
    whole = {fault.name for fault in ROWS}  # what belongs to whole files is there all the same
    assert {row["fault"] for row in reading.listed(tmp_path, "truth.csv")} <= whole


@pytest.mark.parametrize("wrong", [{"organisations": 3}, {"organisations": 10**9}, {"records": -1}, {"faults": 1.5}])
def test_a_size_that_makes_no_city_is_refused_with_a_sentence(tmp_path: Path, wrong: dict[str, float]) -> None:
    with pytest.raises(Refused) as refused:
        founding.found(tmp_path, **{"organisations": 300, "records": 900, "seed": 1, "today": TODAY, **wrong})  # type: ignore[arg-type]
    assert refused.value.code == "CITY_SIZE"
    assert refused.value.why.zh
    assert refused.value.why.en


def test_a_year_without_a_calendar_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        founding.found(tmp_path, organisations=300, records=900, seed=1, today=date(2028, 6, 1))
    assert refused.value.code == "CITY_DAY"


def test_memory_does_not_grow_with_the_city(tmp_path: Path) -> None:
    """Twenty times as many organisations and rows; the peak of a process of its own."""
    peaks = []
    for size in (2_000, 40_000):
        program = (
            "import resource, sys; from pathlib import Path; from datetime import date; from goodstanding.city.founding import found;"
            f"found(Path(sys.argv[1]), organisations={size}, records={size}, seed=1, today=date(2026, 11, 20), layout='bench');"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run([sys.executable, "-c", program, str(tmp_path / str(size))], check=True, capture_output=True, text=True)
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] * 1.6


def test_the_bench_layout_has_the_template_and_lifelike_facts(tmp_path: Path) -> None:
    founding.found(tmp_path, organisations=1_000, records=5_000, seed=1, today=TODAY, layout="bench")
    with (tmp_path / "penalties.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5_000
    assert 25 <= len(rows[0]) <= 31
    lengths = sorted(len(row["CF_SY"]) for row in rows)
    assert lengths[50] >= 90
    assert lengths[-50] <= 200
    assert 0.01 < sum(not row["CF_XDR_SHXYM"] for row in rows) / len(rows) < 0.03


def test_the_command_says_what_it_made(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        commands.city, [str(tmp_path / "city"), "--organisations", "200", "--records", "300", "--seed", str(SEED), "--today", "2026-11-20"]
    )
    assert done.exit_code == 0, done.output
    assert "200" in done.output
    assert (tmp_path / "city" / "truth.csv").exists()
