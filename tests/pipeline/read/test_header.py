"""The header is found where people put it, and data are never taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from goodstanding.pipeline.read.header import find_header, guess_header, known_headings
from goodstanding.pipeline.read.headings import heading_key
from goodstanding.pipeline.read.tables import Merged, Row, Sheet
from goodstanding.pipeline.read.template import ADDED, recognise_template
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Unusable
from tests.files import build

CATALOGUE = load()
KNOWN = known_headings(CATALOGUE)
DATA = tuple(build.permit().values())


def sheet(*rows: tuple[str, ...], merged: tuple[Merged, ...] = ()) -> Sheet:
    head = tuple(Row(line, row) for line, row in enumerate(rows, 1) if any(row))
    return Sheet("S", max(map(len, rows)), head, Path("x"), tail=head, merged=merged)


def lines(*rows: tuple[str, ...]) -> tuple[int, ...] | None:
    header = find_header(sheet(*rows), KNOWN)
    return header.lines if header else None


@pytest.mark.parametrize("above", range(4))
def test_title_and_notice_rows_stand_above(above: int) -> None:
    titles = [("示例市法人行政许可信息归集表",), ("注意：行政相对人名称应与营业执照一致。",), ("",)][:above]
    assert lines(*titles, tuple(build.TITLES), DATA) == (len(titles) + 1,)


def test_a_data_row_with_familiar_words_is_no_header() -> None:
    assert (
        lines(("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"), ("备注", "食品", "许可内容", "1", "2", "3", "4", "5"), ("1",) * 8) is None
    )
    assert lines(tuple(build.TITLES), ("备注", "其他", *DATA[2:]), DATA) == (1,)


def test_codes_under_titles_are_one_header() -> None:
    header = find_header(sheet(tuple(build.TITLES), tuple(build.PERMIT), DATA), KNOWN)
    assert header is not None
    assert (header.lines, header.names) == ((1, 2), tuple(build.PERMIT))


def test_a_group_above_completes_a_name_that_means_nothing_alone() -> None:
    groups = ("行政相对人", "", "", "处罚决定日期", "处罚内容")
    names = ("名称", "类别", "法定代表人", "", "")
    header = find_header(
        sheet(groups, names, ("甲公司", "法人及非法人组织", "某", "2026/1/1", "罚款"), merged=(Merged(1, 0, 1, 2),)), KNOWN
    )
    assert header is not None
    assert header.names == ("行政相对人名称", "行政相对人类别", "法定代表人", "处罚决定日期", "处罚内容")


@pytest.mark.parametrize(
    "notes",
    [
        [("表格说明：本表每周报送",)],
        [("", "注：日期按年月日填写")],
        [("合计", "", "", "23")],
        [("填报人：示范人", "审核人：示范人", "联系人：略")],
        [("说明：", "一、按月报送"), ("二、不得空项",), ("以上数据属实",)],
    ],
)
def test_notes_totals_and_signatures_below_are_no_data(notes: list[tuple[str, ...]]) -> None:
    header = find_header(sheet(tuple(build.TITLES), DATA, DATA, *notes), KNOWN)
    assert header is not None
    assert header.notes_from == 4


def test_a_last_row_that_is_merely_thin_stays_data() -> None:
    header = find_header(sheet(tuple(build.TITLES), DATA, ("示例市云杉食品有限公司",)), KNOWN)
    assert header is not None
    assert header.notes_from is None


def test_an_unknown_header_is_proposed_for_mapping_and_not_used() -> None:
    own = sheet(("本局行政许可台账",), ("单位", "证号", "发证日"), ("甲公司", "1", "2026-01-01"))
    assert find_header(own, KNOWN) is None
    guess = guess_header(own)
    assert guess is not None
    assert (guess.lines, guess.names, guess.known) == ((2,), ("单位", "证号", "发证日"), 0)


@pytest.mark.parametrize(
    "spelling", ["*行政相对人名称", "行政相对人名称（必填）", " 行政相对人\n名称：", "行政相对人 名称", "行政相对人名称※"]
)
def test_spellings_of_one_heading(spelling: str) -> None:
    assert heading_key(spelling) == heading_key("行政相对人名称")


def test_the_generation_is_told_by_its_own_columns() -> None:
    new = recognise_template(build.PERMIT, CATALOGUE)
    old = recognise_template(build.generation_2016()[0], CATALOGUE)
    assert (new.generation.name, old.generation.name) == ("2018", "2016")
    assert dict(zip(build.generation_2016()[0], old.columns, strict=True))["XK_XDR_ZDM"] == "XK_XDR_ZZJG"


def test_both_category_columns_of_the_old_penalty_template_become_one_field() -> None:
    old = recognise_template(["CF_WSH", "CF_CFMC", "CF_CFLB1", "CF_CFLB2", "CF_JG", "CF_XZJG", "CF_XDR_MC"], CATALOGUE)
    assert old.columns[2:5] == ("CF_CFLB", "CF_CFLB", "CF_NR")


def test_unknown_columns_are_unknown_and_the_reports_own_are_dropped() -> None:
    columns = recognise_template([*build.PERMIT, "经办科室", f"{ADDED}原因", ""], CATALOGUE).columns
    assert columns[-3:] == (None, "", None)


@pytest.mark.parametrize(("names", "kind", "code"), [
    (build.PERMIT, "penalty", "TEMPLATE_OTHER"),
    (build.PERSON_HEADER, None, "TEMPLATE_PERSONS"),
    (["行政相对人名称", "证件类型", "证件号码", "处罚内容", "处罚决定日期", "处罚机关"], None, "TEMPLATE_PERSONS"),
    (["甲", "乙", "丙"], None, "HEADER_MISSING"),
])  # fmt: skip
def test_a_wrong_template_is_named(names: list[str], kind: str | None, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        recognise_template(names, CATALOGUE, kind=CATALOGUE.kinds[kind] if kind else None)
    assert caught.value.code == code
