"""Lists, measures and purposes as shipped: each with a basis, an end and a way out; nothing about persons, nothing counted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.rules import documenting, limiting
from goodstanding.rules.laws import cite
from goodstanding.rules.listing import Criterion, ListKind, MeasureKind, MeasureType, Purpose
from goodstanding.rules.loading import load
from goodstanding.rules.reading_listing import load_listing
from goodstanding.rules.texts import Text

CATALOGUE, RULES = load(), load_listing()
BLACK = [one for one in RULES.kinds.values() if one.colour == "black"]
RESTRICTIONS = [one for one in RULES.measures.values() if one.side == "restriction"]
NUMBERS = st.one_of(st.integers(2, 99).map(str), st.sampled_from("二两三四五六七八九十几"))


def level(basis: str) -> str:
    return CATALOGUE.laws[basis.partition(":")[0]].level


def refused(zh: str, en: str = "An act of a kind.") -> bool:
    return bool(list(limiting.of_criterion(Criterion("one", Text(zh, en), "own"), CATALOGUE)))


def aimed(zh: str, en: str = "A measure") -> bool:
    return bool(list(limiting.of_type(MeasureType("one", Text(zh, en), "restriction"))))


def test_the_lists_are_the_known_ones_and_one_reminder() -> None:
    assert len(BLACK) == 8
    assert {code for code, one in RULES.kinds.items() if one.colour == "red"} == {"tax_a_level", "customs_aeo"}
    assert [code for code, one in RULES.kinds.items() if one.colour == "scrutiny"] == ["scrutiny"]


@pytest.mark.parametrize("kind", RULES.kinds.values(), ids=lambda one: one.code)
def test_every_list_has_an_end_a_way_out_and_remedies(kind: ListKind) -> None:
    assert 0 < kind.months <= 60
    assert kind.early_months is None or kind.early_months < kind.months
    assert kind.exits
    assert kind.remedies
    assert all(cite(one.basis, CATALOGUE) for one in kind.criteria)
    assert kind.stands(date(2026, 11, 23))
    assert not kind.stands(date(1999, 1, 1))


@pytest.mark.parametrize("kind", BLACK, ids=lambda one: one.code)
def test_a_black_list_rests_high_and_asks_before_it_decides(kind: ListKind) -> None:
    assert level(kind.basis) in limiting.CARRIES or (level(kind.basis) == "ministry_rule" and not kind.sure)
    assert CATALOGUE.terms[kind.answer].unit == "working"
    assert kind.scope == "national"
    assert kind.public


def test_the_reminder_is_told_to_nobody_and_carries_nothing() -> None:
    reminder = RULES.kinds["scrutiny"]
    assert not reminder.public
    assert reminder.months == 6
    assert reminder.answer == ""
    assert not any("scrutiny" in one.lists for one in RULES.measures.values())
    assert not any("scrutiny" in one.what for one in RULES.purposes.values())


@pytest.mark.parametrize("measure", RULES.measures.values(), ids=lambda one: one.code)
def test_every_measure_ends_and_is_of_a_known_type(measure: MeasureKind) -> None:
    assert RULES.types[measure.type].side == measure.side
    assert measure.lists or measure.records
    assert measure.months or measure.lists
    assert measure.stands(date(2026, 11, 23))
    assert not measure.stands(date(1999, 1, 1))
    assert set(measure.purposes) <= set(RULES.purposes)


@pytest.mark.parametrize("measure", RESTRICTIONS, ids=lambda one: one.code)
def test_a_restriction_rests_high_on_black_lists_or_final_records(measure: MeasureKind) -> None:
    assert level(measure.basis) in limiting.CARRIES or (level(measure.basis) == "ministry_rule" and not measure.sure)
    assert measure.final is bool(measure.records)
    assert measure.months or measure.review_months
    assert all(RULES.kinds[code].colour == "black" for code in measure.lists)


@pytest.mark.parametrize(
    ("code", "basis", "months"),
    [
        ("procurement_ban", "procurement-law:77", 36),
        ("procurement_entry", "procurement-law:22", 36),
        ("tender_ban_collusion", "tendering-law:53", 24),
        ("tender_ban_false", "tendering-law:54", 36),
        ("tender_ban_performance", "tendering-law:60", 60),
        ("permit_false_application", "licensing-law:78", 12),
        ("permit_by_fraud", "licensing-law:79", 36),
        ("market_entry", "info-publicity:18", None),
    ],
)
def test_the_measures_of_the_laws_themselves(code: str, basis: str, months: int | None) -> None:
    assert (RULES.measures[code].basis, RULES.measures[code].months) == (basis, months)


@pytest.mark.parametrize(("term", "count"), [("listing_answer", 10), ("listing_publicity", 7), ("application_answer", 5)])
def test_the_new_clocks_run_in_working_days_and_say_that_they_are_the_citys(term: str, count: int) -> None:
    found = CATALOGUE.terms[term]
    assert (found.count, found.unit, found.sure) == (count, "working", False)
    assert "本市" in found.note or "城市" in found.note


def test_what_the_remedies_say_agrees_with_the_clocks() -> None:
    said = " ".join(one.zh for kind in BLACK for one in kind.remedies)
    assert f"{CATALOGUE.terms['review'].count} 日内" in said
    assert f"{CATALOGUE.terms['court_action'].count} 个月内" in said


@given(st.sampled_from(["受到", "满", "达到", "发生", "有", ""]), NUMBERS, st.sampled_from("次条件起"), st.sampled_from(["以上", "及以上"]))
def test_no_wording_counts_into_a_list(verb: str, number: str, unit: str, more: str) -> None:
    assert refused(f"两年内{verb}{number}{unit}{more}行政处罚的。")


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("一般失信满3次，记一次较重失信。", "An act."),
        ("严重失信累计3次的，列入名单。", "An act."),
        ("屡次违法的。", "An act."),
        ("一个月内有六件投诉的。", "An act."),
        ("某种行为。", "Repeated breaches."),
        ("某种行为。", "At least 3 penalties."),
        ("某种行为。", "A high number of violations."),
        ("有记录的，系统自动列入。", "An act."),
        ("某种行为。", "Listed automatically."),
    ],
)
def test_counting_and_listing_by_itself_are_refused_in_both_languages(zh: str, en: str) -> None:
    assert refused(zh, en)


@pytest.mark.parametrize(
    "zh", ["少缴应纳税款一百万元以上的。", "虚开发票一百份以上的。", "超过三个月仍未缴纳税款的。", "一次性骗取补贴的。"]
)
def test_amounts_and_times_are_not_counts(zh: str) -> None:
    assert not refused(zh)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        *((zh, "A measure") for zh in ("限制担任法定代表人", "限制任职", "限制高消费", "限制出境", "限制乘坐飞机、高铁")),
        *((zh, "A measure") for zh in ("限制子女就读高收费学校", "限制升学复学", "限制购房", "限制报考公务员")),
        *(("限制", en) for en in ("Travel restricted", "Executives barred", "Personal spending limited", "No school for their children")),
    ],
)
def test_what_is_aimed_at_a_person_has_no_type(zh: str, en: str) -> None:
    assert aimed(zh, en)


@pytest.mark.parametrize(
    "zh", ["限制消费品生产", "提高出境货物查验率", "限制住宿业经营", "侵害消费者权益的从重监管", "减少民办学校招生计划"]
)
def test_trades_and_goods_are_not_persons(zh: str) -> None:
    assert not aimed(zh)


@pytest.mark.parametrize("code", sorted(RULES.types))
def test_the_closed_types_are_about_organisations(code: str) -> None:
    assert not aimed(*RULES.types[code].title)


def test_an_opinion_is_cited_by_item_and_a_law_by_article() -> None:
    assert cite("policy-49:8", CATALOGUE).zh.endswith("（国办发〔2020〕49号）第（八）项")
    assert cite("policy-33:10", CATALOGUE).en.endswith("(国发〔2016〕33号), item 10")
    assert cite("procurement-law:77", CATALOGUE).zh == "《中华人民共和国政府采购法》第七十七条"


def test_lists_measures_purposes_and_their_doubts_stand_in_the_document() -> None:
    text = documenting.documents(CATALOGUE)["catalogue.md"]
    for code in (*RULES.kinds, *RULES.measures, *RULES.purposes):
        assert f"`{code}`" in text
    entries: list[ListKind | MeasureKind | Purpose] = [*RULES.kinds.values(), *RULES.measures.values(), *RULES.purposes.values()]
    for one in entries:
        assert one.note in text
        assert one.sure or one.note
    for kind in RULES.kinds.values():
        assert all(criterion.text.zh in text for criterion in kind.criteria)
