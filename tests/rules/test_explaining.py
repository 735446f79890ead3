"""A code explained: the tables of GB 32100-2015, what is wrong and what to do, one suggestion or none, and nothing of a person."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules import legacy, uscc
from goodstanding.rules.codes import areas, explaining, judging
from goodstanding.rules.codes.explaining import explain
from goodstanding.rules.codes.words import table
from tests.rules import making

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def fault_codes(typed: str) -> list[str]:
    return [fault.code for fault in explain(typed).faults]


@pytest.mark.parametrize(
    ("code", "authority", "category", "area"),
    [
        ("914403001922038216", "工商（现市场监督管理）", "企业", "广东省深圳市"),
        ("12100000400000624D", "机构编制", "事业单位", "国家级登记管理机关"),
        ("1210000042500615X0", "机构编制", "事业单位", "国家级登记管理机关"),
        ("11420000MB15291767", "机构编制", "机关", "湖北省"),
        ("92340602MA2PBMEM24", "工商（现市场监督管理）", "个体工商户", "安徽省淮北市杜集区"),
        ("N2330103MF01234518", "农业", "村级集体经济组织", "浙江省杭州市下城区（该区划代码使用至2021年，现为拱墅区（330105））"),
        ("A1110000MF0123451H", "中央军委改革和编制办公室", "军队事业单位", "北京市"),
        ("Y1110000MF0123451W", "其他", "其他", "北京市"),
        ("31310000MF01234516", "司法行政", "律师执业机构", "上海市"),
        ("71330100MF0123451F", "宗教", "宗教活动场所", "浙江省杭州市"),
        ("81330100MF0123451E", "工会", "基层工会", "浙江省杭州市"),
        ("93330100MF01234517", "工商（现市场监督管理）", "农民专业合作社", "浙江省杭州市"),
        ("91620105L015101280", "工商（现市场监督管理）", "企业", "甘肃省兰州市安宁区"),
    ],
)
def test_a_right_code_is_taken_apart(code: str, authority: str, category: str, area: str) -> None:
    it = explain(code)
    assert (it.kind, it.verdict, it.faults) == ("uscc", "right", ())
    (reading,) = it.readings
    assert "".join(part.value for part in reading.parts) == code
    assert [(part.first, part.last) for part in reading.parts] == [(1, 1), (2, 2), (3, 8), (9, 17), (18, 18)]
    assert [part.meaning.zh for part in reading.parts[:3]] == [authority, category, area]
    assert [(check.place, check.given, check.right) for check in reading.checks] == [(17, code[16], True), (18, code[17], True)]
    assert [(one.kind, one.value) for one in reading.derived] == [("orgcode", code[8:17])]


@pytest.mark.parametrize(
    ("written", "faults", "suggestion"),
    [
        ("914403001922038217", ["USCC_CHECK"], ""),
        ("91110000600037341N", ["USCC_CHECK"], ""),
        ("9111000060003IOZSV", ["USCC_CHARACTER"], ""),
        ("9I4403001922038216", ["USCC_CHARACTER"], "914403001922038216"),
        ("914403O01922038216", ["USCC_CHARACTER"], "914403001922038216"),
        ("9I44O3001922038216", ["USCC_CHARACTER"], "914403001922038216"),
        ("914043001922038216", ["USCC_CHECK", "USCC_AREA_UNKNOWN"], "914403001922038216"),
        ("914403001922038261", ["USCC_CHECK", "USCC_INNER_CHECK"], "914403001922038216"),
        ("91620105LO15101280", ["USCC_CHARACTER"], "91620105L015101280"),
        ("11420000M815291767", ["USCC_CHECK", "USCC_INNER_CHECK"], ""),
        ("L914403001922038216", ["USCC_LENGTH"], "914403001922038216"),
        ("91440300192203821", ["USCC_LENGTH"], "914403001922038216"),
        ("A1110000600037341L", ["USCC_CHECK"], ""),
        ("124403004558588048", ["USCC_CHECK"], ""),
        ("91110108717809965C", ["USCC_CHECK", "USCC_INNER_CHECK"], ""),
        ("12345", ["UNKNOWN_SHAPE"], ""),
        ("00000000000000000X", ["USCC_PLACEHOLDER"], ""),
        ("", ["EMPTY"], ""),
        ("I92203821", ["ORGCODE_CHECK"], "192203821"),
        ("44030119220382I", ["TAXNO_CHECK"], "440301192203821"),
        ("330100400013365", ["FIFTEEN_CHECK"], ""),
    ],
)
def test_a_wrong_code_is_named_for_its_faults_and_at_most_one_correction_offered(written: str, faults: list[str], suggestion: str) -> None:
    it = explain(written)
    assert it.verdict != "right"
    assert fault_codes(written) == faults
    assert it.suggestion.code == suggestion
    for fault in it.faults:
        assert CHINESE.search(fault.says.zh)
        assert CHINESE.search(fault.do.zh)
        assert fault.says.en
        assert fault.do.en
    assert not it.readings or it.readings[0].derived == ()


def test_where_two_corrections_pass_none_is_offered_and_it_is_said() -> None:
    found = next((it for code in _damaged() if (it := explain(code)).suggestion.why.zh and not it.suggestion.code), None)
    assert found is not None
    assert "无法判断" in found.suggestion.why.zh
    assert all(map(uscc.passes, found.suggestion.others))
    assert "914403001922038216" in explain("914403001922038217").suggestion.others
    assert "11420000MB15291767" in explain("11420000M815291767").suggestion.others


PLACES = ("330106", "440305", "320582", "510107", "110108", "341400")


@given(making.orgcodes(), st.sampled_from(PLACES), st.sampled_from(["91", "92", "12"]), st.integers(0, 17), st.sampled_from("0123456789"))
def test_of_slips_of_one_digit_a_suggestion_is_never_another_code(orgcode: str, area: str, pair: str, place: int, digit: str) -> None:
    """Offering the last character whenever the inner check holds would be wrong for most slips of one digit."""
    body = pair + area + orgcode
    code = body + uscc.check_character(body)
    it = explain(code[:place] + digit + code[place + 1 :])
    assert it.personal or it.suggestion.code in (code, "")
    assert it.personal or it.verdict == "right" or code in (it.suggestion.code, *it.suggestion.others)


@given(making.orgcodes(), st.sampled_from(PLACES), st.integers(0, 16))
def test_of_swapped_neighbours_a_suggestion_is_never_another_code(orgcode: str, area: str, place: int) -> None:
    body = "91" + area + orgcode
    code = body + uscc.check_character(body)
    it = explain(code[:place] + code[place + 1] + code[place] + code[place + 2 :])
    assert it.personal or it.suggestion.code in (code, "")


def _damaged() -> list[str]:
    """Last characters exchanged: now and then a swap of neighbours passes too."""
    areas_ = ("330106", "440305", "320582")
    first17 = [f"91{area}{first8}{legacy.orgcode_check_character(first8)}" for area in areas_ for first8 in _bodies()]
    return [body + ("0" if uscc.check_character(body) != "0" else "1") for body in first17]


def _bodies() -> list[str]:
    return [f"MA{number:06d}" for number in range(0, 4000, 37)]


@pytest.mark.parametrize(
    "written", ["91440300192203821６", "9144 0300 1922 0382 16", "914403001922038216\u200b", "统一社会信用代码：914403001922038216"]
)
def test_dress_and_label_are_taken_off_and_it_is_said(written: str) -> None:
    it = explain(written)
    assert (it.code, it.verdict) == ("914403001922038216", "right")
    assert any("全角" in note.zh for note in it.notes)


@pytest.mark.parametrize(
    ("code", "kind", "verdict"),
    [
        ("19220382-1", "orgcode", "right"),
        ("330100400013364", "regno", "right"),
        ("110108000000016", "regno", "right"),
        ("440300192203821", "taxno", "right"),
        ("3304811104905", "old_regno", "unchecked"),
        ("133010000123", "institution", "unchecked"),
        ("事证第133010000123号", "institution", "unchecked"),
        ("浙社证字第4321号", "social", "unchecked"),
        ("企独浙总字第000123号", "old_regno", "unchecked"),
        ("北京市某某科技有限公司", "unknown", "unknown"),
    ],
)
def test_older_codes_are_told_by_their_form(code: str, kind: str, verdict: str) -> None:
    it = explain(code)
    assert (it.kind, it.verdict) == (kind, verdict)
    assert kind == "unknown" or it.readings[0].cannot
    assert kind != "regno" or it.readings[0].derived == ()


def test_fifteen_digits_that_fit_two_kinds_keep_both_readings() -> None:
    it = explain("440301192203821")
    assert [reading.kind for reading in it.readings] == ["taxno", "regno"]
    assert judging.judge("440301192203821").orgcode == ""
    assert any("也符合" in note.zh for note in it.notes)


def test_what_rests_on_no_official_text_is_marked() -> None:
    serial = next(part for part in explain("330100400013364").readings[0].parts if part.name == "serial")
    assert (serial.sure, serial.meaning.zh) == (False, "外商投资企业")
    first17 = "54330106" + "MF0123451"
    assert not explain(first17 + uscc.check_character(first17)).readings[0].parts[1].sure


def test_every_authority_and_category_the_check_knows_has_a_name() -> None:
    assert set(table("category")) == set(uscc.PAIRS)
    assert set(table("authority")) == {pair[0] for pair in uscc.PAIRS}


@given(making.ids() | making.old_ids() | making.mobiles())
def test_nothing_of_a_person_is_repeated(number: str) -> None:
    it = explain(number)
    if it.personal:
        assert (it.given, it.code, it.readings, it.suggestion.code) == ("", "", (), "")
        assert number not in repr(it)
    else:  # 15 digits that are a right registration or tax number, or a code that passes both checks
        assert it.verdict == "right"


@given(making.ids(), st.integers(0, 16))
def test_a_mistyped_identity_number_is_not_repeated_either(number: str, place: int) -> None:
    damaged = number[:17] + ("0" if number[17] != "0" else "1")
    assert damaged not in repr(explain(damaged)) or uscc.passes(damaged)


@given(st.text(max_size=60) | st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-〇一 ：字第号", max_size=24))
def test_any_text_is_explained(typed: str) -> None:
    it = explain(typed)
    short = judging.judge(typed)
    assert (it.kind, it.verdict, it.faults, it.suggestion) == (short.kind, short.verdict, short.faults, short.suggestion)
    assert all(reading.history is not None for reading in it.readings)


@given(making.usccs())
def test_a_valid_code_has_no_fault_and_its_parts_are_the_code(code: str) -> None:
    it = explain(code)
    if not it.personal:
        assert it.verdict == "right"
        assert [fault for fault in it.faults if fault.level == "error"] == []
        assert "".join(part.value for part in it.readings[0].parts) == code
        assert judging.judge(code).uscc == code


@given(making.usccs(), st.integers(0, 17), st.sampled_from(uscc.ALPHABET + "IOSVZ"))
def test_one_wrong_character_is_always_found_and_a_suggestion_always_passes(code: str, place: int, character: str) -> None:
    damaged = code[:place] + character + code[place + 1 :]
    it = explain(damaged)
    if damaged != code and not it.personal:
        assert it.verdict == "wrong"
        assert it.suggestion.code == "" or uscc.passes(it.suggestion.code)
        assert it.suggestion.code != damaged


@given(making.usccs(), st.integers(0, 17), st.sampled_from(["1I", "0O", "5S", "2Z"]))
def test_a_misread_letter_is_put_right_or_left_alone(code: str, place: int, pair: str) -> None:
    if code[place] == pair[0]:
        it = explain(code[:place] + pair[1] + code[place + 1 :])
        assert it.personal or it.suggestion.code in (code, "")


@given(making.orgcodes(), st.sampled_from(making.PLACES))
def test_conversions_lead_back_to_the_same_identity(orgcode: str, place: str) -> None:
    body = "91" + place + orgcode
    code = body + uscc.check_character(body)
    assert judging.judge(code).orgcode == orgcode
    taxno = judging.judge(place + orgcode)
    assert taxno.kind != "taxno" or len(taxno.kinds) > 1 or taxno.orgcode == orgcode
    written = judging.judge(f"{orgcode[:8]}-{orgcode[8]}")
    assert written.kind != "orgcode" or written.orgcode == orgcode


def test_the_history_of_an_area_is_told_newest_first() -> None:
    first17 = "91" + "330104" + "192203821"
    (line,) = explain(first17 + uscc.check_character(first17)).readings[0].history
    assert line.years.zh == "1983年至2021年"
    became = "2021年并入或者改设为上城区（330102）、钱塘区（330114）"
    assert [after.zh for after in line.after] == ["1996年部分划入上城区（330102）", became]
    assert explaining.explain("914403001922038216").readings[0].area == areas.area("440300")
