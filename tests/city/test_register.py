"""The register: right codes, names that nobody bears, twins, renamings and old numbers."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from goodstanding.city.departments import departments
from goodstanding.city.words import words
from goodstanding.rules import legacy, names, persons, uscc

SHARED = Path(os.environ.get("GOODSTANDING_SHARED_DATA", "../shared/data"))


@pytest.fixture(scope="module")
def register(city: Path) -> list[dict[str, str]]:
    with (city / "register.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_code_passes_every_check(register: list[dict[str, str]]) -> None:
    for row in register:
        code = row["统一社会信用代码"]
        assert uscc.check(code) == uscc.Verdict(ok=True, code=code, faults=())
        assert row["组织机构代码"] in ("", uscc.orgcode(code))
        assert not row["工商注册号"] or legacy.regno_ok(row["工商注册号"])
        assert not row["税务登记号"] or legacy.orgcode_of_taxno(row["税务登记号"]) == uscc.orgcode(code)


def test_departments_have_codes_of_their_own(register: list[dict[str, str]]) -> None:
    codes = [one.code for one in departments()]
    assert len(codes) >= 12
    assert all(uscc.check(code).ok and code[:2] in ("11", "12") for code in codes)
    assert not {uscc.orgcode(code) for code in codes} & {uscc.orgcode(row["统一社会信用代码"]) for row in register}


def test_no_two_bodies_share_a_name_a_code_or_an_old_number(register: list[dict[str, str]]) -> None:
    former = [one.split("|")[0] for row in register for one in row["曾用名"].split(";") if one]
    assert max(Counter(names.normal(name) for name in [*(row["名称"] for row in register), *former]).values()) == 1
    for column in ("统一社会信用代码", "工商注册号", "税务登记号", "事业单位证书号", "社会组织登记证号"):
        assert max(Counter(row[column] for row in register if row[column]).values()) == 1


def test_shares_are_lifelike(register: list[dict[str, str]]) -> None:
    shares = Counter(row["统一社会信用代码"][:2] for row in register)
    assert set(shares) == {"91", "92", "93", "11", "12", "51", "52", "N2", "31", "81"}
    assert shares["91"] > shares["92"] > shares["93"]
    assert 0.02 < sum(bool(row["曾用名"]) for row in register) / len(register) < 0.08
    assert any("分公司" in row["名称"] for row in register)
    assert any(row["统一社会信用代码"].isdigit() for row in register)  # the ones that can be mistaken for identity numbers
    assert {row["状态"] for row in register} == {"存续", "注销", "吊销，未注销", "迁出"}


def test_there_are_twins_one_character_apart(register: list[dict[str, str]]) -> None:
    twins = sum(
        len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1
        for a, b in zip([row["名称"] for row in register], [row["名称"] for row in register][1:], strict=False)
    )
    assert twins > len(register) / 100


def test_twin_characters_stand_in_no_other_brand() -> None:
    w = words()
    assert not set(w.twins.values()) & {*w.first, *w.second, *w.third}
    assert set(w.twins) <= set(w.second)
    assert all(len(set(alphabet)) == len(alphabet) for alphabet in (w.first, w.second, w.third))


def test_nothing_personal_is_in_the_register(register: list[dict[str, str]]) -> None:
    for row in register:
        for column, cell in row.items():
            assert not persons.find(cell, code_column=column.endswith(("代码", "号"))), (column, cell)


def test_no_name_is_a_real_listed_company_s(register: list[dict[str, str]]) -> None:
    path = SHARED / "real" / "names_short_full.csv"
    if not path.exists():
        pytest.skip(f"real names not at {path}: set GOODSTANDING_SHARED_DATA")
    with path.open(encoding="utf-8", newline="") as file:
        real = {names.normal(name) for row in csv.reader(file) for name in row}
    brands = {name.replace("*ST", "").replace("ST", "")[:2] for name in real if len(name) <= 4}
    w = words()
    assert not {names.normal(row["名称"]) for row in register} & real
    assert not {a + b for a in w.first for b in (*w.second, *w.twins.values())} & brands
