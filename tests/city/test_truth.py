"""The truth about the planted faults agrees with the plain reference of the rules, row by row."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from goodstanding.city.faults.rows import ROWS
from goodstanding.city.faults.table import FAULTS
from goodstanding.rules import checks, loading, persons
from goodstanding.rules.catalogue import Catalogue
from tests.city import reading
from tests.city.conftest import TODAY

ANY_ROW = {"LATE_DISCLOSURE", "NOT_TO_BE_SHOWN", "PERMIT_OVER"}
"""What is true of good rows too: handed in late, held by law, ended by now."""


@pytest.fixture(scope="module")
def catalogue(city: Path) -> Catalogue:
    return loading.load(city / "catalogue")


def _expected(city: Path) -> dict[str, dict[int, list[dict[str, str]]]]:
    found: dict[str, dict[int, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in reading.listed(city, "truth.csv"):
        found[row["file"]][int(row["line"])].append(row)
    return found


def test_at_least_forty_classes_are_planted_and_none_is_left_out(city: Path) -> None:
    planted = {row["fault"] for row in reading.listed(city, "truth.csv")}
    assert len(planted) >= 40
    assert planted == {fault.name for fault in (*FAULTS, *ROWS)}


def test_every_expected_rule_exists(city: Path, catalogue: Catalogue) -> None:
    known = {rule.code for kind in catalogue.kinds.values() for rule in kind.rules} | {rule.code for rule in catalogue.notices} | {""}
    assert {row["rule"] for row in reading.listed(city, "truth.csv")} <= known


def test_the_reference_finds_every_planted_fault_and_nothing_else(city: Path, catalogue: Catalogue) -> None:
    expected = _expected(city)
    notices = {rule.code for rule in catalogue.notices} | {""}
    missed, alarms, looked = [], [], 0
    for entry in reading.listed(city, "files.csv"):
        kind, template = catalogue.kinds[entry["kind"]], reading.generation(catalogue, entry)
        rows = list(reading.lines(city, entry, catalogue))
        assert len(rows) == int(entry["rows"]), entry["file"]
        for line, row in rows:
            found = {(rule, field) for rule, field, _ in checks.faults(row, kind, catalogue, today=TODAY, generation=template)}
            planted = expected[entry["file"]].get(line, [])
            for one in planted:
                if one["stage"] == "check" and one["rule"] not in notices:
                    looked += 1
                    if (one["rule"], one["field"]) not in found:
                        missed.append((one, found))
            if not planted:
                alarms += [(entry["file"], line, fault) for fault in found if fault[0] not in ANY_ROW]
    assert looked > 200
    assert not missed
    assert not alarms


def test_personal_data_is_planted_and_never_written_down(city: Path, catalogue: Catalogue) -> None:
    personal = {fault.name for fault in FAULTS if fault.personal}
    for row in reading.listed(city, "truth.csv"):
        assert row["fault"] not in personal or not (row["original"] or row["planted"])
        assert not persons.find(row["original"], code_column=True)
    expected = _expected(city)
    for entry in reading.listed(city, "files.csv"):
        roles = {field.code: field.role for field in catalogue.kinds[entry["kind"]].fields.values()}
        for line, row in reading.lines(city, entry, catalogue):
            codes = ("uscc", "regno", "orgcode", "taxno", "code", "_id")
            hits = [field for field, cell in row.items() if persons.find(cell, code_column=roles[field].endswith(codes))]
            planted = any(one["fault"] in personal for one in expected[entry["file"]].get(line, []))
            assert bool(hits) == planted, (entry["file"], line, hits)
