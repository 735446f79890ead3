"""A row is judged alike whether it comes alone or in a file: SQL may only ask, the plain rules answer."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

from goodstanding.pipeline.examined import Finding
from goodstanding.pipeline.run import examine, examine_rows
from goodstanding.rules import checks
from goodstanding.rules.catalogue import Kind
from tests.pipeline.core import junk

TODAY = date(2026, 11, 23)
REPEATS = {"REPEATED_IN_FILE", "REPEATED_DIFFERENTLY"}
ROWS = 4_000


def findings_of(folder: Path) -> list[Finding]:
    columns = ", ".join(Finding._fields)
    found = duckdb.execute(f"SELECT {columns} FROM read_parquet(?)", [str(folder / "findings.parquet")]).fetchall()
    return [Finding(*row) for row in found]


def comparable(found: list[Finding]) -> Counter[tuple[object, ...]]:
    of_rows = [f for f in found if f.row is not None and f.rule not in REPEATS]
    return Counter((f.row, f.field, f.rule, f.level, f.value, f.suggestion or None, f.detail) for f in of_rows)


@pytest.mark.parametrize("city", [False, True])
@pytest.mark.parametrize("kind_code", ["penalty", "permit"])
def test_a_file_and_its_rows_one_by_one_get_the_same_findings(tmp_path: Path, kind_code: str, *, city: bool) -> None:
    catalogue = junk.catalogue_of(city=city)
    kind = catalogue.kinds[kind_code]
    rows = junk.rows(kind, ROWS, seed=11 + city)
    file = junk.write_csv(tmp_path / "rows.csv", rows)
    examined = examine(file, name="rows.csv", into=tmp_path / "out", catalogue=catalogue, kind=kind, today=TODAY)
    given = examine_rows(rows, catalogue=catalogue, kind=kind, today=TODAY)
    of_file, of_rows = comparable(findings_of(tmp_path / "out")), comparable(given.findings)
    assert of_file - of_rows == Counter()
    assert of_rows - of_file == Counter()
    same = ("rows", "good", "faulty", "persons")
    assert [getattr(examined, name) for name in same] == [getattr(given.examined, name) for name in same]


@pytest.mark.parametrize("kind_code", ["penalty", "permit"])
def test_rows_that_need_no_cleaning_get_what_the_plain_reference_says(kind_code: str) -> None:
    catalogue = junk.catalogue_of(city=True)
    kind = catalogue.kinds[kind_code]
    rows = junk.rows(kind, 1_500, seed=5)
    given = examine_rows(rows, catalogue=catalogue, kind=kind, today=TODAY)
    notices = {rule.code for rule in catalogue.notices}
    touched = {f.row for f in given.findings if f.rule in notices}
    left_out = set(range(len(rows))) - kept_rows(given.findings, rows, kind)
    compared = 0
    for number, row in enumerate(rows):
        if number in touched or number in left_out or dates_written_in_two_ways(row, kind):
            continue
        compared += 1
        cells = {code: ("***" if cell and kind.fields[code].privacy == "drop" else cell) for code, cell in row.items()}
        expected = Counter(checks.faults(cells, kind, catalogue, today=TODAY, generation=kind.generations[0]))
        found = Counter((f.rule, f.field, f.detail) for f in given.findings if f.row == number and f.rule not in REPEATS)
        assert found == expected, row
    assert compared > 300


def kept_rows(findings: list[Finding], rows: list[dict[str, str]], kind: Kind) -> set[int]:
    """Rows that are not a natural person's: these rows all have some finding."""
    klass = kind.field("party.class")
    return {number for number, row in enumerate(rows) if row[klass] != "自然人"} & ({f.row for f in findings if f.row is not None})


def dates_written_in_two_ways(row: dict[str, str], kind: Kind) -> bool:
    """The reference compares two dates as they are written, the pipeline as days: ``2099/12/31`` and ``2099-12-31``."""
    return any("-" in row[field.code] for field in junk.carried(kind) if field.type == "date")


def test_the_junk_makes_nearly_every_rule_speak() -> None:
    """Otherwise the comparisons above would prove little."""
    catalogue = junk.catalogue_of(city=True)
    silent: set[str] = set()
    for kind in catalogue.kinds.values():
        given = examine_rows(junk.rows(kind, ROWS, seed=11), catalogue=catalogue, kind=kind, today=TODAY)
        silent |= {rule.code for rule in kind.rules if rule.test != "elsewhere"} - {f.rule for f in given.findings}
        silent -= {f.rule for f in given.findings}
    assert len(silent) <= 14, silent
