"""The pipeline finds every planted fault of the check, by exactly the expected rule on the expected line, and cries wolf nowhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import duckdb
import pytest

from goodstanding.pipeline import mapping
from goodstanding.pipeline.examined import Examined
from goodstanding.pipeline.run import examine
from goodstanding.rules import loading
from tests.city import reading
from tests.city.conftest import TODAY

ANY_ROW = {"LATE_DISCLOSURE", "NOT_TO_BE_SHOWN", "PERMIT_OVER"}
"""What is true of good rows too: handed in late, held by law, ended by now."""
PERSON = {"person: the party is one", "person: identity number as the code"}
"""Rows of which nothing is kept: they are counted, and no finding says anything about them."""
Found = dict[int, list[tuple[str, str, str]]]


@pytest.fixture(scope="module")
def examined(city: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Examined, Found, dict[int, str]]]:
    """Every file of the city: the counts, line -> (rule, field, level), line -> verdict."""
    catalogue = loading.load(city / "catalogue")
    done = {}
    for entry in reading.listed(city, "files.csv"):
        into = tmp_path_factory.mktemp("examined")
        own = mapping.load(city / "mappings" / entry["mapping"]) if entry["mapping"] else None
        kind = catalogue.kinds[entry["kind"]]
        path = city / entry["file"]
        result = examine(path, name=path.name, into=into, catalogue=catalogue, kind=kind, mapping=own, today=TODAY)
        with duckdb.connect() as db:
            found: Found = defaultdict(list)
            asked = "SELECT coalesce(line, 0), rule, field, level FROM read_parquet(?)"
            for line, *finding in db.execute(asked, [str(into / "findings.parquet")]).fetchall():
                found[line].append((finding[0], finding[1], finding[2]))
            verdicts = dict(db.execute("SELECT line, verdict FROM read_parquet(?)", [str(into / "rows.parquet")]).fetchall())
        done[entry["file"]] = result, found, verdicts
    return done


def _planted(city: Path) -> dict[str, dict[int, list[dict[str, str]]]]:
    planted: dict[str, dict[int, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for row in reading.listed(city, "truth.csv"):
        planted[row["file"]][int(row["line"])].append(row)
    return planted


def test_every_row_is_seen_and_every_natural_person_only_counted(
    city: Path, examined: dict[str, tuple[Examined, Found, dict[int, str]]]
) -> None:
    planted = _planted(city)
    for entry in reading.listed(city, "files.csv"):
        result, _, verdicts = examined[entry["file"]]
        persons = {line for line, faults in planted[entry["file"]].items() if any(fault["fault"] in PERSON for fault in faults)}
        assert (result.kind, result.rows) == (entry["kind"], int(entry["rows"])), entry["file"]
        assert result.persons == len(persons), entry["file"]
        assert not persons & verdicts.keys()
        assert result.good + result.faulty + result.persons == result.rows
        assert result.fatal == any(fault["rule"] == "COLUMN_UNKNOWN" for faults in planted[entry["file"]].values() for fault in faults)


def test_every_planted_fault_is_found_by_its_rule_on_its_line(
    city: Path, examined: dict[str, tuple[Examined, Found, dict[int, str]]]
) -> None:
    missed = []
    looked: Counter[str] = Counter()
    for file, lines in _planted(city).items():
        _, found, verdicts = examined[file]
        for line, faults in lines.items():
            for fault in faults:
                if fault["stage"] != "check" or fault["fault"] in PERSON:
                    continue
                looked[fault["fault"]] += 1
                here = found.get(line, [])
                if not fault["rule"]:  # a trap: the row stays good
                    said = [one for one in here if one[2] != "info" and one[0] not in ANY_ROW]
                    missed += [(fault, here)] if said or verdicts.get(line) != "good" else []
                elif not any(rule == fault["rule"] and field in (fault["field"], "") for rule, field, _ in here):
                    missed.append((fault, here))
    assert not missed, (len(missed), missed[:10])
    assert len(looked) >= 40


def test_nothing_is_said_where_nothing_is_wrong(city: Path, examined: dict[str, tuple[Examined, Found, dict[int, str]]]) -> None:
    """False alarms: errors or warnings on lines where nothing was planted. A row twice in the file is told on both lines."""
    planted = _planted(city)
    alarms: Counter[tuple[str, str]] = Counter()
    for file, (_, found, verdicts) in examined.items():
        twice = {line - 1 for line, faults in planted[file].items() if any(fault["fault"].startswith("row: twice") for fault in faults)}
        for line, findings in found.items():
            if line and line not in planted[file] and line not in twice:
                alarms.update((file, rule) for rule, _, level in findings if level != "info" and rule not in ANY_ROW)
        for line, verdict in verdicts.items():
            if verdict != "good" and line not in planted[file] and line not in twice:
                alarms[file, verdict] += 1
    assert not alarms
