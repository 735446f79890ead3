"""Real files that nobody here wrote, end to end. Only counts are shown and asserted, never a row: some say something old about somebody.

The numbers are the true ones of these files; those of the first test are worked out beside it in plain Python. Where the folder is absent
the tests are skipped and say so; ``GOODSTANDING_SHARED_DATA`` names it.
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from goodstanding.departments.standing import SYSTEM
from goodstanding.organisations.models import Identifier, Name, Organisation
from goodstanding.organisations.registering import Registered, register
from goodstanding.pipeline import mapping
from goodstanding.pipeline.examined import Examined
from goodstanding.pipeline.run import examine
from goodstanding.rules import legacy, loading, names, persons, uscc

TODAY = date(2026, 11, 20)
Say = Callable[[str], None]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Print past pytest's capture: these are the README's numbers."""

    def out(line: str) -> None:
        with capsys.disabled():
            print(f"\n  {line}", end="")  # noqa: T201

    return out


def _registered(path: Path, name: str) -> Registered:
    return register(path, mapping.shipped(name), by=SYSTEM)


def _examined(path: Path, kind: str, shipped: str | None, into: Path) -> Examined:
    catalogue = loading.load()
    own = mapping.shipped(shipped) if shipped else None
    return examine(path, name=path.name, into=into, catalogue=catalogue, kind=catalogue.kinds[kind], mapping=own, today=TODAY)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _stored() -> str:
    """All codes and names of the register, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(value, chr(10)) FROM organisations_identifier")
        (codes,) = cursor.fetchone()
    return str(codes)


def _core(code: str) -> str:
    """The organisation code inside a USCC or a tax number of 15."""
    return legacy.orgcode_of_taxno(code) or uscc.clean(code)


@pytest.mark.django_db
def test_the_a_level_list_becomes_the_register(shared_data: Path, say: Say) -> None:
    path = shared_data / "real" / "red_list_tax_a_level_2018.csv"
    rows = _rows(path)
    done = _registered(path, "taxpayers_a_level")
    say(f"A-level list: {done.rows:,} rows -> {Organisation.objects.count():,} organisations {done.outcomes}, findings {done.by_rule}")
    assert done.rows == len(rows) == 5_095
    right = {uscc.clean(row["taxpayer_id"]) for row in rows if uscc.check(row["taxpayer_id"]).ok}
    kept = set(Identifier.objects.filter(kind="uscc").values_list("value", flat=True))
    assert kept <= right
    named: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        named[_core(row["taxpayer_id"])].add(names.normal(row["name"]))
    # One organisation code under two names is nobody's until a clerk has looked.
    assert right - kept == {code for code in right if len(named[_core(code)]) > 1}
    assert done.outcomes == dict.fromkeys(done.outcomes, 0) | {"new": 4_902}
    assert done.by_rule["CODE_OF_A_PERSON"] == 3
    assert not [code for code in _stored().splitlines() if persons.find(code, code_column=True)]


@pytest.mark.django_db
def test_the_same_list_again_changes_nothing(shared_data: Path) -> None:
    path = shared_data / "real" / "red_list_tax_a_level_2018.csv"
    _registered(path, "taxpayers_a_level")
    before = Organisation.objects.count(), Identifier.objects.count(), Name.objects.count()
    again = _registered(path, "taxpayers_a_level")
    assert again.outcomes["new"] == 0
    assert (Organisation.objects.count(), Identifier.objects.count(), Name.objects.count()) == before


@pytest.mark.django_db
def test_arrears_of_before_the_code_are_bodies_by_their_organisation_code(shared_data: Path, say: Say) -> None:
    path = shared_data / "real" / "tax_arrears_legacy_codes_2015.csv"
    rows = _rows(path)
    done = _registered(path, "tax_arrears")
    cores = {legacy.orgcode_of_taxno(row["taxpayer_id"]) for row in rows}
    kept = set(Identifier.objects.filter(kind="taxno").values_list("core", flat=True))
    say(f"tax arrears of 2015: {done.rows} rows -> {Organisation.objects.count()} organisations without a USCC {done.outcomes}")
    assert done.rows == len(rows) == 88
    assert None not in cores
    assert kept == cores
    assert not Organisation.objects.exclude(uscc=None).exists()


def test_cosmetics_permits_are_checked_line_by_line(shared_data: Path, tmp_path: Path, say: Say) -> None:
    done = _examined(shared_data / "real" / "permits_cosmetics_nmpa.csv", "permit", "cosmetics_permits", tmp_path)
    say(f"cosmetics permits: {done.rows} rows, {done.good} good, {done.faulty} faulty; {_most(done)}")
    assert (done.rows, done.good, done.persons) == (110, 0, 0)  # the source names no legal representative, so no row is complete
    assert done.findings_by_rule["REPRESENTATIVE_MISSING"] == 110


def test_environment_penalties_have_names_only_so_none_may_enter(shared_data: Path, tmp_path: Path, say: Say) -> None:
    done = _examined(shared_data / "real" / "penalties_environment_2017_2018.csv", "penalty", "environment_penalties", tmp_path)
    say(f"environment penalties: {done.rows} rows, {done.good} good, {done.faulty} faulty; {_most(done)}")
    assert (done.rows, done.good, done.persons) == (81, 0, 0)
    assert done.findings_by_rule["PARTY_CODE_MISSING"] == 81


def test_a_province_s_own_template_is_found_under_title_and_notice(shared_data: Path, tmp_path: Path, say: Say) -> None:
    done = _examined(shared_data / "files" / "zhejiang_xzcf_penalty_template.xls", "penalty", None, tmp_path)
    say(f"a province's penalty template (.xls): template {done.generation}, {done.rows} rows; {_most(done)}")
    assert (done.generation, done.rows, done.fatal) == ("2018", 1, True)  # the one row is the template's own example
    assert done.findings_by_rule["COLUMN_UNKNOWN"] == 2


@pytest.mark.django_db
def test_a_spreadsheetml_file_named_xlsx_is_read_as_what_it_is(shared_data: Path, tmp_path: Path, say: Say) -> None:
    """A county's list of companies, saved by an office suite in the format of 2003 under the name of another one."""
    path = tmp_path / "named.xlsx"
    path.write_bytes(gzip.decompress((shared_data / "files" / "zhejiang_check01_is_xml2003_named_xlsx.xlsx.gz").read_bytes()))
    columns = {"企业名称": "name", "注册号/统一社会信用代码": "code", "RegOrgName": "", "管辖单位": ""}
    done = register(path, mapping.Mapping("register", columns=columns), by=SYSTEM)
    say(f"SpreadsheetML 2003 named .xlsx: {done.rows} rows -> {Organisation.objects.count()} organisations {done.outcomes}, {done.by_rule}")
    assert (done.rows, done.outcomes["new"], done.by_rule) == (478, 477, {"CODE_UNUSABLE": 1})


def test_codes_get_the_verdict_their_sources_gave(shared_data: Path, say: Say) -> None:
    verdicts = Counter((row["expected"], uscc.check(row["code"]).ok) for row in _rows(shared_data / "vectors" / "uscc_vectors.csv"))
    say(f"code vectors: {sum(verdicts.values())}; {dict(verdicts)}")
    assert verdicts["valid", True] == 180
    assert verdicts["valid", False] == 0
    assert verdicts["ocr-damaged", True] == 0


def _most(done: Examined) -> str:
    return ", ".join(f"{rule} {count}" for rule, count in sorted(done.findings_by_rule.items(), key=lambda one: -one[1])[:8])
