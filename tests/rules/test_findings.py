from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules import findings
from goodstanding.rules.laws import cite, numeral
from goodstanding.rules.loading import EXAMPLE_CITY, load

CATALOGUE = load(EXAMPLE_CITY)
PENALTY = CATALOGUE.kinds["penalty"]
ALL = [(rule.code, rule.fields[0]) for rule in PENALTY.rules] + [(rule.code, "") for rule in CATALOGUE.notices]


@pytest.mark.parametrize(("rule", "field"), ALL)
def test_every_finding_reads_as_a_sentence_in_both_languages(rule: str, field: str) -> None:
    said = findings.sentence(rule, field, "某值", "12", PENALTY, CATALOGUE)
    assert re.search(r"[。；]$", said.zh)
    assert re.search(r"[.]$", said.en)
    assert not re.search(r"[{}]", said.zh + said.en)
    assert not re.search("[\u4e00-\u9fff]{6}", re.sub(r"“.*?”|某值|[其他补办轻微一般严重公司罚款暂扣许可证件吊销是]", "", said.en)), said.en


def test_every_fault_has_a_name_short_enough_for_a_filter() -> None:
    for rule in (*(rule for kind in CATALOGUE.kinds.values() for rule in kind.rules), *CATALOGUE.notices):
        assert 4 <= len(rule.title.zh) <= 14, rule.title
        assert 2 <= len(rule.title.en.split()) <= 7, rule.title
        assert not re.search("[。.]$", rule.title.zh + rule.title.en), rule.title


def test_a_filter_reads_as_the_name_of_the_fault() -> None:
    assert findings.title("REQUIRED_MISSING", PENALTY, CATALOGUE) == ("必填项未填写", "Required field empty")
    assert findings.title("COLUMN_UNKNOWN", None, CATALOGUE) == ("栏目无法识别", "Unknown column")


def test_the_sentence_says_what_and_where_and_what_to_do() -> None:
    said = findings.sentence("TOO_LONG", "CF_CFJG", "x", "201", PENALTY, CATALOGUE)
    assert "处罚机关" in said.zh
    assert "200" in said.zh
    assert "201" in said.en
    assert "Deciding organ" in said.en


def test_two_fields_are_named_by_their_titles() -> None:
    said = findings.sentence("CLAIM_BEFORE_DECISION", "CF_JDRQ", "2026-11-16", "2026-11-15", PENALTY, CATALOGUE)
    assert "公示截止期" in said.zh
    assert "处罚决定日期" in said.zh


def test_a_detail_is_said_in_the_readers_language() -> None:
    said = findings.sentence("NOT_TO_BE_SHOWN", "CF_CFLB", "警告", "warning_only", PENALTY, CATALOGUE)
    assert "仅警告" in said.zh
    assert "Warnings" in said.en


def test_a_long_value_is_cut() -> None:
    said = findings.message_of("BAD_DATE", "CF_JDRQ", "很" * 500, "", PENALTY, CATALOGUE)
    assert len(said.zh) < 150


def test_a_finding_of_a_rule_that_is_gone_still_reads() -> None:
    assert "GONE" in findings.sentence("GONE", None, None, None, None, CATALOGUE).zh
    assert "GONE" in findings.title("GONE", None, CATALOGUE).en


@pytest.mark.parametrize(
    ("rule", "value", "detail", "replacement"),
    [
        ("USCC_CHARACTER", "9144030019220382I6", "", "914403001922038216"),
        ("USCC_CHECK", "914403001922038217", "", None),
        ("USCC_LENGTH", "12345", "5", None),
        ("NUMBER_BRACKETS", "某（2026）1号", "某〔2026〕1号", "某〔2026〕1号"),
        ("FINE_UNIT", "20000", "20000", "2"),
        ("FINE_UNIT", "2000", "2000", "0.2"),
        ("REQUIRED_MISSING", "", "", None),
    ],
)
def test_a_replacement_is_offered_only_where_it_is_safe(rule: str, value: str, detail: str, replacement: str | None) -> None:
    assert findings.replacement(rule, value, detail) == replacement


def test_the_basis_is_cited_as_jurists_do() -> None:
    assert cite("penalty-law:48", CATALOGUE).zh == "《中华人民共和国行政处罚法》第四十八条"
    assert cite("penalty-law:48", CATALOGUE).en == "Administrative Penalty Law, art. 48"
    assert "GB 32100-2015" in cite("gb-32100", CATALOGUE).zh


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (48, "四十八"),
        (105, "一百零五"),
        (111, "一百一十一"),
        (200, "二百"),
        (1005, "一千零五"),
        (1029, "一千零二十九"),
        (2010, "二千零一十"),
    ],
)
def test_articles_are_counted_in_chinese(number: int, text: str) -> None:
    assert numeral(number) == text


@given(st.sampled_from(ALL), st.none() | st.text(max_size=90), st.none() | st.text(max_size=30))
def test_no_value_makes_a_sentence_fail(which: tuple[str, str], value: str | None, detail: str | None) -> None:
    assert findings.sentence(which[0], which[1] or None, value, detail, PENALTY, CATALOGUE).zh
