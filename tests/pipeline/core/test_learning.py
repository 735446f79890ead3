"""What is settled by a look-up or waved through by a second look is never something the plain functions speak of."""

from __future__ import annotations

import csv
import random
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.pipeline import asking, functions, learning, sieving
from goodstanding.pipeline.run import examine
from goodstanding.rules import legacy, loading, persons, uscc
from tests.pipeline.core import junk
from tests.pipeline.core.test_same_answers import TODAY, comparable, findings_of
from tests.rules import making

DATABASE = duckdb.connect()
WORDS = (
    "统一社会信用代码",
    "代码：",
    "（",
    "营业执照（",
    "）",
    "）。",
    "，",
    "。",
    "电话",
    "联系电话：",
    "证件号",
    "身份",
    "住址",
    "138",
    "00138000",
    "1",
    "室",
    "\n",
    " ",
    "-",
    "X",
)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | making.usccs(pairs=["91", "92", "93"]) | making.ids() | making.mobiles(), max_size=9).map("".join))
def test_a_text_that_names_companies_codes_is_waved_through_only_if_it_holds_nothing_personal(text: str) -> None:
    [(asked,)] = DATABASE.execute(f"SELECT {sieving.suspicious('t')} FROM (SELECT ?::VARCHAR AS t)", [text]).fetchall()
    assert asked or not persons.find(text)


@pytest.mark.parametrize("text", ["营业执照（91330106MA27XL7U4Q）", "当事人（统一社会信用代码：91330106MA27XL7U4Q），未按规定公示。"])
def test_a_text_that_names_a_companys_code_needs_no_closer_look(text: str) -> None:
    assert DATABASE.execute(f"SELECT {sieving.suspicious('t')} FROM (SELECT ?::VARCHAR AS t)", [text]).fetchall() == [(False,)]


def tax_number(random_: random.Random) -> str:
    """Fifteen digits that read as an old identity number, with a right organisation code inside."""
    while True:
        number = f"330106{random_.randint(10, 99)}{random_.randint(1, 12):02}{random_.randint(1, 28):02}{random_.randint(0, 99):02}"
        inner = number[6:14]
        if (last := legacy.orgcode_check_character(inner)).isdigit():
            return number + last


def test_a_tax_number_of_another_body_is_looked_at_and_one_of_the_rows_own_body_is_not_taken_for_a_persons(tmp_path: Path) -> None:
    catalogue = junk.catalogue_of(city=False)
    kind, random_ = catalogue.kinds["penalty"], random.Random(4)
    rows = [junk.good_row(kind, random_) for _ in range(60)]
    for number, row in enumerate(rows):
        row["CF_XDR_SWDJ"] = tax_number(random_)
        if number % 2:
            first17 = "91330106" + row["CF_XDR_SWDJ"][6:15]
            row["CF_XDR_SHXYM"] = first17 + uscc.check_character(first17)
    examine(junk.write_csv(tmp_path / "a.csv", rows), name="a.csv", into=tmp_path / "out", catalogue=catalogue, kind=kind, today=TODAY)
    taken = {finding.row for finding in findings_of(tmp_path / "out") if finding.rule == "PERSONAL_REMOVED"}
    expected = {n for n, row in enumerate(rows) if persons.find(row["CF_XDR_SWDJ"], code_column=True, body=row["CF_XDR_SHXYM"])}
    assert taken == expected == set(range(0, 60, 2))


def test_a_dictionary_knows_what_it_was_given_and_nothing_else() -> None:
    with duckdb.connect() as connection:
        made = functions.made(connection, "SELECT (hash(range))::UBIGINT AS number, range % 3 = 0 AS answer FROM range(1, 501)")
        [(known,)] = connection.execute("SELECT list(hash(range)) FROM range(1, 501)").fetchall()
        [(other,)] = connection.execute("SELECT list(hash(range)) FROM range(501, 9000)").fetchall()
    answers = made.look_up(np.array(known, dtype=np.uint64))
    assert set(answers.tolist()) <= {0, 1, 2}
    assert np.count_nonzero(answers) > 490
    assert all(answer in (0, 2 if number % 3 == 0 else 1) for number, answer in enumerate(answers.tolist(), 1))
    assert not made.look_up(np.array([0, *other], dtype=np.uint64)).any()


def test_questions_about_nothing_but_the_signature_are_covered() -> None:
    known = asking.Settled({}, frozenset({1, 3}), frozenset({2}))
    assert known.covers("c1 IN ('x', 'c9') AND c2 IS NOT NULL AND starts_with(c3, 'c2')")
    assert not known.covers("c1 = c2")
    assert not known.covers("c4 IS NULL")
    assert not asking.NOTHING.covers("c1 IS NULL")


@pytest.mark.parametrize("kind_code", ["penalty", "permit"])
def test_a_file_that_is_learned_from_gets_the_findings_it_gets_otherwise(
    tmp_path: Path, kind_code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Departments' rows, few of them wrong: most signatures repeat, and some that do have a fault."""
    catalogue = loading.load(loading.EXAMPLE_CITY)
    kind, random_ = catalogue.kinds[kind_code], random.Random(8)
    rows = []
    faulty = [
        {"CF_XDR_LB": "乱写", "XK_XDR_LB": "乱写"},
        {"CF_YJ": "=1+1"},
        {"CF_CFJGDM": "9", "XK_XKJGDM": "9"},
        {"CF_XDR_SHXYM": "", "XK_XDR_SHXYM": ""},
    ]
    for number in range(12_000):
        row = junk.good_row(kind, random_) | {"CF_CFJGDM": "11330106MB0000000X", "CF_SJLYDM": "11330106MB0000000X"}
        if number % 40 == 0:
            row |= faulty[number // 40 % len(faulty)]
        if number % 97 == 0:
            field = random_.choice(junk.carried(kind))
            row[field.code] = junk.junk(field, random_)
        rows.append({code: row.get(code, "") for code in (field.code for field in junk.carried(kind))})
    file = junk.write_csv(tmp_path / "rows.csv", rows)
    found, learned = {}, list[int]()
    made = functions.made
    monkeypatch.setattr(functions, "made", lambda *given: learned.append(1) or made(*given))  # type: ignore[func-returns-value]
    for least in (16, 10**9):
        monkeypatch.setattr(learning, "LEAST_SLICE", least)
        monkeypatch.setattr(learning, "SMALLER", 4)
        examine(file, name="rows.csv", into=tmp_path / str(least), catalogue=catalogue, kind=kind, today=TODAY)
        found[least] = comparable(findings_of(tmp_path / str(least)))
    assert learned == [1]
    assert found[16] == found[10**9]
    assert sum(found[16].values()) > 300


def test_a_missing_class_column_is_one_word_about_the_sheet(tmp_path: Path) -> None:
    catalogue = junk.catalogue_of(city=False)
    kind, random_ = catalogue.kinds["penalty"], random.Random(3)
    for day, times in (("2026/10/12", 1), ("2024/05/06", 0)):  # a decision of before the classes needs none
        rows = [junk.good_row(kind, random_) | {"CF_JDRQ": day, "CF_YXQ": "2099/12/31"} for _ in range(20)]
        rows[3]["CF_SY"] = "现场负责人电话13800138000"
        file = junk.write_csv(tmp_path / "a.csv", rows)
        examine(file, name="a.csv", into=tmp_path / "out", catalogue=catalogue, kind=kind, today=date(2026, 11, 23))
        found = [f for f in findings_of(tmp_path / "out") if f.rule == "PUBLICATION_CLASS_MISSING"]
        assert [(f.row, f.line, f.level) for f in found] == [(None, 1, "warning")] * times


def test_a_sheet_with_more_columns_than_a_word_has_bits(tmp_path: Path) -> None:
    catalogue = junk.catalogue_of(city=False)
    kind, random_ = catalogue.kinds["penalty"], random.Random(3)
    extra = {f"备用{number}": "" for number in range(150)}
    rows = [junk.good_row(kind, random_) | extra for _ in range(30)]
    rows[7]["备用149"] = "电话13800138000"
    file = junk.write_csv(tmp_path / "a.csv", rows, quoting=csv.QUOTE_ALL)
    examine(file, name="a.csv", into=tmp_path / "out", catalogue=catalogue, kind=kind, today=TODAY)
    assert [f.row for f in findings_of(tmp_path / "out") if f.rule == "PERSONAL_REMOVED"] == [7]
