"""Two names compared: what may be called the same, what never, and why."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goodstanding.rules import names
from goodstanding.rules.naming import reasons

BRANDS = st.text("宏达鑫源兴星彩华盛东方正泰嘉禾顺康永利", min_size=2, max_size=4)
REGIONS = st.sampled_from(["", "杭州", "杭州市", "浙江省杭州市余杭区", "北京", "通州市", "天津市武清区"])
TRADES = st.sampled_from(["贸易", "科技", "纸制品", "酒店管理", "建筑工程", ""])
FORMS = st.sampled_from(["有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "厂", "商行", "医院", "村民委员会"])
CHARACTERS = st.sampled_from("宏达鑫源兴星彩华盛东方正泰嘉禾顺康永利甲乙一二上海大市")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("北京某某（深圳）有限公司", "北京某某(深圳)有限公司"),
        ("北京红光酒店管理有限公司", "红光（北京）酒店管理有限责任公司"),
        ("北京红光酒店管理有限公司", "红光酒店管理（北京）有限公司"),
        ("微软（中国）有限公司", "微软中国有限公司"),
        ("深圳市物业发展（集团）股份有限公司", "深圳市物业发展集团股份有限公司"),
        ("雲南後谷咖啡有限公司", "云南后谷咖啡有限公司"),
        ("宏达　贸易 有限公司", "宏达贸易有限公司"),
        ("麦当劳·宏达餐饮有限公司", "麦当劳宏达餐饮有限公司"),
    ],
)
def test_two_writings_of_one_name(a: str, b: str) -> None:
    assert names.compare(a, b)[:2] == (1.0, "same")


@pytest.mark.parametrize(
    ("a", "b", "code", "verdict"),
    [
        ("北京市宏达贸易有限公司", "北京宏达贸易有限公司", "region_shorter", "likely"),
        ("浙江省杭州市余杭区宏达贸易有限公司", "杭州余杭宏达贸易有限公司", "region_shorter", "likely"),
        ("宏达贸易有限公司", "杭州宏达贸易有限公司", "region_absent", "likely"),
        ("杭州宏达贸易有限公司", "浙江宏达贸易有限公司", "region_within", "likely"),
        ("宏达科技有限公司", "宏达技术有限公司", "trade_near", "likely"),
        ("宏达贸易有限公司", "宏达贸易股份有限公司", "form_near", "likely"),
        ("宏达食品厂", "宏达食品有限公司", "form_near", "likely"),
        ("宏达贸易有眼公司", "宏达贸易有限公司", "form_variant", "likely"),
        ("广州市兴彩纸制品有限公司", "广州市星彩纸制品有限公司", "brand_homophone", "unsure"),
        ("杭州宏达贸易有限公司", "杭州宏远贸易有限公司", "brand_character", "unsure"),
        ("杭州宏达贸易有限公司", "杭州达宏贸易有限公司", "brand_swapped", "unsure"),
        ("宏达集团有限公司", "宏达有限公司", "group_differs", "unsure"),
        ("通州区宏达贸易有限公司", "通州市宏达贸易有限公司", "region_kind", "unsure"),
        ("长沙县宏达贸易有限公司", "长沙市宏达贸易有限公司", "region_kind", "unsure"),
        ("宏达贸易有限公司、鑫源商贸有限公司", "宏达贸易有限公司", "name_two", "unsure"),
        ("杭州宏达贸易有限公司", "宁波宏达贸易有限公司", "region_differs", "different"),
        ("河南宏达贸易有限公司", "湖南宏达贸易有限公司", "region_differs", "different"),
        ("上海红光（北京）酒店有限公司", "北京红光（上海）酒店有限公司", "region_differs", "different"),
        ("天津市第一中心医院", "天津市第二中心医院", "number_differs", "different"),
        ("中铁三局集团有限公司", "中铁四局集团有限公司", "number_differs", "different"),
        ("华为技术有限公司", "华为技术有限公司深圳分公司", "branch_alone", "different"),
        ("华为技术有限公司第一分公司", "华为技术有限公司第二分公司", "branch_differs", "different"),
        ("华为技术有限公司深圳分公司", "华为技术有限公司深圳市分公司", "branch_shorter", "likely"),
        ("上海滩餐饮有限公司", "滩（上海）餐饮有限公司", "brand_longer", "unsure"),
        ("杭州宏达贸易有限公司", "杭州鑫源贸易有限公司", "brand_differs", "different"),
        ("中国（北京）宏达有限公司", "北京宏达有限公司", "region_country", "unsure"),
        ("宏达（中国）有限公司", "宏达有限公司", "region_country", "unsure"),
        ("宏达企业集团有限公司", "宏达集团有限公司", "trade_absent", "likely"),
        ("海康威视（杭州）数字技术有限公司", "海康威视数字技术有限公司", "region_absent", "likely"),
        ("宏达（义乌）贸易有限公司", "义乌宏达贸易有限公司", "region_equal", "likely"),
    ],
)
def test_what_stands_in_the_way_is_said(a: str, b: str, code: str, verdict: str) -> None:
    likeness = names.compare(a, b)
    assert (likeness.verdict, code in {reason.code for reason in likeness.reasons}) == (verdict, True)
    assert likeness.score < 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("北京（中国）公司", "（中国）公司"),
        ("义乌滩中国（中国北京）有限公司", "滩中国（中国北京）有限公司"),
        ("宏达（中国北京）有限公司", "中国宏达（北京）有限公司"),
        ("（中国北京）义乌公司", "义乌（中国北京）公司"),
        ("中国（北京）宏达有限公司", "北京宏达有限公司"),
        ("滩（上海）餐饮有限公司", "上海滩餐饮有限公司"),
        ("宏达企业集团有限公司", "宏达集团有限公司"),
        ("宏达有限公司", "宏达股份公司"),
    ],
)
def test_a_part_moved_or_left_out_is_no_mere_spelling(a: str, b: str) -> None:
    assert names.compare(a, b).verdict != "same"


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("神州高铁", "神州高铁技术股份有限公司"),
        ("鲁商服务", "鲁商生活服务股份有限公司"),
        ("*ST全新", "深圳市全新好股份有限公司"),
        ("深桑达A", "深圳市桑达实业股份有限公司"),
        ("百济神州-U", "百济神州有限公司"),
    ],
)
def test_a_short_name_finds_its_whole_one_but_is_not_it(short: str, whole: str) -> None:
    likeness = names.compare(short, whole)
    assert likeness.verdict == "likely"
    assert likeness.score > 0.85
    assert likeness.reasons[0].code == "name_short"


def test_sentences_name_the_parts_in_both_languages() -> None:
    found = {reason.part: reason for reason in names.compare("广州市兴彩纸制品有限公司", "星彩纸制品有限责任公司").reasons}
    assert found["brand"].text == (
        "字号读音相同、用字不同：“兴彩”与“星彩”",
        "brands of the same sound in different characters: 兴彩 and 星彩",
    )
    assert found["region"].text.zh == "区划一方未写明，另一方为“广州市”"
    assert found["form"].text.zh == "组织形式写法不同但含义相同：“有限公司”与“有限责任公司”"
    assert (found["brand"].agrees, found["form"].agrees) == (False, True)


def test_every_reason_has_its_part_and_both_texts() -> None:
    for kind in reasons.kinds().values():
        assert kind.part in names.PARTS
        assert kind.most in names.VERDICTS
        assert 0 <= kind.weight <= 1
        assert kind.text.zh.format(a="甲", b="乙")
        assert kind.text.en.format(a="甲", b="乙")


# ---------------------------------------------------------------- former names

DATED = (names.Dated("鑫源商贸有限公司", date(2010, 1, 1), date(2015, 6, 30)), names.Dated("宏达贸易有限公司", date(2015, 7, 1)))


def test_a_former_name_counts_within_its_dates_and_says_so() -> None:
    likeness = names.compare_any("鑫源商贸有限公司", DATED, date(2015, 6, 30))
    assert (likeness.verdict, likeness.reasons[0].code) == ("same", "name_former")
    assert likeness.reasons[0].text.zh == "按曾用名“鑫源商贸有限公司”比对"
    assert names.compare_any("鑫源商贸有限公司", DATED, date(2015, 7, 1)).verdict == "different"
    assert names.compare_any("鑫源商贸有限公司", DATED, date(2009, 12, 31)).verdict == "different"


def test_the_present_name_counts_always_and_no_name_never() -> None:
    assert names.compare_any("宏达贸易有限公司", DATED, date(2012, 1, 1)).reasons[0].code == "name_identical"
    assert names.compare_any("宏达贸易有限公司", (), date(2012, 1, 1)).verdict == "different"


# ---------------------------------------------------------------- what always holds

BAD = (
    *("", " ", "甲", "-", "---", "\u200b", "nan", "无", "A", "*ST", "(", ")(", "（）", "(" * 50),
    *("有限公司", "公司", "分公司", "北京", "中国", "北京分公司", "中国有限公司", "第一"),
    *("🏪", "🏪🏪有限公司", "\u202e北京宏达\u202c有限公司", "АО Газпром", "Société Générale S.A.", "Müller & Söhne GmbH 上海"),
    *("110101199003074477", "91110000100000000X", "张三"),
    *("宏达贸易有眼公司", "宏达贸易有限公可", "宏达贸易有限公司、鑫源商贸有限公司"),
    *("宏" * 300, "宏" * 299 + "达", "有限公司" * 80),
)


@pytest.mark.parametrize("a", BAD)
def test_bad_names_never_crash_and_are_the_same_only_when_written_the_same(a: str) -> None:
    for b in (*BAD, "宏达贸易有限公司", "北京宏达有限公司"):
        likeness = names.compare(a, b)
        assert 0 <= likeness.score <= 1
        assert (likeness.verdict == "same") == (names.normal(a) == names.normal(b) != "")
        assert all(reason.text.zh and reason.text.en for reason in likeness.reasons)
        names.rank(a, BAD)


@given(REGIONS, BRANDS, TRADES, FORMS, st.data())
def test_no_edit_of_one_character_of_a_brand_is_ever_the_same(region: str, brand: str, trade: str, form: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(brand)))
    character = data.draw(CHARACTERS)
    edited = data.draw(
        st.sampled_from([brand[:at] + character + brand[at + 1 :], brand[:at] + character + brand[at:], brand[:at] + brand[at + 1 :]])
    )
    a, b = region + brand + trade + form, region + edited + trade + form
    assume(a != b)
    assert names.compare(a, b).verdict != "same"


@given(REGIONS, BRANDS, TRADES, FORMS, st.data())
def test_no_edit_of_one_character_anywhere_is_ever_the_same(region: str, brand: str, trade: str, form: str, data: st.DataObject) -> None:
    name = region + brand + trade + form
    at, character = data.draw(st.integers(0, len(name) - 1)), data.draw(CHARACTERS)
    edited = data.draw(
        st.sampled_from([name[:at] + character + name[at + 1 :], name[:at] + character + name[at:], name[:at] + name[at + 1 :]])
    )
    assume(edited != name)
    assert names.compare(name, edited).verdict != "same"


@given(REGIONS, BRANDS, TRADES, FORMS, st.sampled_from(["分公司", "第一分公司", "驻宁波办事处", "杭州分公司"]))
def test_a_branch_is_never_its_parent(region: str, brand: str, trade: str, form: str, branch: str) -> None:
    parent = region + brand + trade + form
    assert names.compare(parent, parent + branch).verdict != "same"


NAMES = st.builds(lambda *parts: "".join(parts), REGIONS, BRANDS, TRADES, FORMS) | st.text(max_size=30) | st.sampled_from(BAD)


@given(NAMES, NAMES)
def test_comparison_is_symmetric(a: str, b: str) -> None:
    one, other = names.compare(a, b), names.compare(b, a)
    assert one[:2] == other[:2]
    assert [(reason.code, {reason.a, reason.b}) for reason in one.reasons] == [
        (reason.code, {reason.a, reason.b}) for reason in other.reasons
    ]


@given(NAMES)
def test_a_name_is_itself(name: str) -> None:
    assert names.compare(name, name).verdict == ("same" if names.normal(name) else "different")


@given(NAMES, NAMES)
def test_the_same_means_every_character_but_harmless_ones(a: str, b: str) -> None:
    def bare(name: str) -> list[str]:
        return sorted(names.normal(name).replace("有限责任公司", "有限公司").replace("(", "").replace(")", ""))

    if names.compare(a, b).verdict == "same":
        assert bare(a) == bare(b)


PIECES = st.sampled_from(
    [
        *(
            "中国",
            "中华",
            "北京",
            "（北京）",
            "(上海)",
            "（中国）",
            "（中国北京）",
            "杭州市",
            "义乌",
            "（义乌）",
            "海康",
            "滩",
            "宏达",
            "远",
            "贸易",
            "企业",
        ),
        *("（集团）", "集团", "企业集团", "有限公司", "有限责任公司", "责任", "股份", "公司", "厂", "第一", "分公司", "()", "（"),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=7), st.data())
def test_the_same_means_every_character_in_its_place_but_a_region_in_brackets(pieces: list[str], data: st.DataObject) -> None:
    """Pieces left out, added, changed or in another order."""
    at = data.draw(st.integers(0, len(pieces) - 1))
    edits = [
        pieces[:at] + pieces[at + 1 :],
        [*pieces[:at], data.draw(PIECES), *pieces[at + 1 :]],
        [*pieces[:at], data.draw(PIECES), *pieces[at:]],
    ]
    a, b = "".join(pieces), "".join(data.draw(st.sampled_from([*edits, data.draw(st.permutations(pieces))])))
    if names.compare(a, b).verdict == "same":
        plain, other = (names.normal(name).replace("有限责任公司", "有限公司") for name in (a, b))
        for bracketed in ("(北京)", "(上海)", "(义乌)"):
            plain, other = ((bracketed[1:-1] + name.replace(bracketed, "", 1)) if bracketed in name else name for name in (plain, other))
        assert plain.replace("(", "").replace(")", "") == other.replace("(", "").replace(")", "")
