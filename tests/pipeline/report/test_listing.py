"""The findings, counted, read by page, and as JSON."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import orjson
import pytest

from goodstanding.pipeline.examined import Examined
from goodstanding.pipeline.report import as_json, listing
from goodstanding.pipeline.run import examine
from goodstanding.rules.loading import load
from tests.files import build

CATALOGUE = load()


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> tuple[Examined, Path]:
    """Ten rows without a number, two with a wrong code, one with a formula."""
    folder = tmp_path_factory.mktemp("listing")
    rows = [build.permit(n % 4, XK_WSH="" if n < 10 else f"示市监许〔2026〕{n}号") for n in range(15)]
    rows[10]["XK_XDR_SHXYM"] = rows[11]["XK_XDR_SHXYM"] = build.CODES[0][:17]
    rows[12]["BZ"] = "=1+1"
    (folder / "x.csv").write_text(build.text(build.table(rows)))
    return examine(
        folder / "x.csv", name="x.csv", into=folder / "examined", catalogue=CATALOGUE, today=dt.date(2026, 11, 23)
    ), folder / "examined"


def test_the_most_frequent_rule_comes_first(examined: tuple[Examined, Path]) -> None:
    counts = listing.counts(examined[1])
    assert [count.findings for count in counts] == sorted((count.findings for count in counts), reverse=True)
    assert {count.rule: (count.findings, count.rows, count.example.line) for count in counts}["USCC_LENGTH"] == (2, 2, 12)
    assert {count.rule: count.findings for count in counts} == examined[0].findings_by_rule


def test_findings_come_in_the_order_of_the_file(examined: tuple[Examined, Path]) -> None:
    lines = [finding.line or 0 for finding in listing.read(examined[1], limit=1_000)]
    assert lines == sorted(lines)
    assert len(lines) == listing.total(examined[1])


def test_filters_and_pages(examined: tuple[Examined, Path]) -> None:
    every = listing.read(examined[1], rule="REQUIRED_MISSING", limit=1_000)
    pages = [listing.read(examined[1], rule="REQUIRED_MISSING", offset=offset, limit=4) for offset in range(0, len(every) + 4, 4)]
    assert [finding for page in pages for finding in page] == every
    assert {finding.level for finding in listing.read(examined[1], level="warning")} == {"warning"}
    assert {finding.field for finding in listing.read(examined[1], field="XK_WSH")} == {"XK_WSH"}
    assert listing.read(examined[1], rule="'; DROP TABLE x; --") == []


def test_the_json_holds_every_finding_with_both_sentences(examined: tuple[Examined, Path], tmp_path: Path) -> None:
    as_json.write(examined[1], examined[0], tmp_path / "report.json", CATALOGUE)
    told = orjson.loads((tmp_path / "report.json").read_bytes())
    assert len(told["findings"]) == listing.total(examined[1])
    assert told["summary"]["rows"] == 15
    assert all(finding["message"]["zh"] and finding["message"]["en"] for finding in told["findings"])
    assert all("……" not in finding["message"]["zh"] and "{" not in finding["message"]["zh"] for finding in told["findings"])


def test_every_finding_and_every_count_has_the_rules_title(examined: tuple[Examined, Path], tmp_path: Path) -> None:
    as_json.write(examined[1], examined[0], tmp_path / "report.json", CATALOGUE)
    told = orjson.loads((tmp_path / "report.json").read_bytes())
    titles = {one["rule"]: one["title"] for one in told["summary"]["rules"]}
    assert titles["REQUIRED_MISSING"] == {"zh": "必填项未填写", "en": "Required field empty"}
    assert all(finding["title"] == titles[finding["rule"]] for finding in told["findings"])


def test_the_templates_own_personal_columns_are_told_once(examined: tuple[Examined, Path]) -> None:
    findings = listing.read(examined[1], limit=1_000)
    told = listing.together(findings)
    dropped = [finding for finding in findings if finding.rule == "COLUMN_DROPPED"]
    (once,) = [finding for finding in told if finding.rule == "COLUMN_DROPPED"]
    assert len(dropped) == 4
    assert once.value == " / ".join(finding.value or "" for finding in dropped)
    assert [finding for finding in told if finding.rule != "COLUMN_DROPPED"] == [
        finding for finding in findings if finding.rule != "COLUMN_DROPPED"
    ]
