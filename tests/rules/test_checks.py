"""Every rule speaks of the row that breaks it and is silent about the row that keeps it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.rules import checks
from goodstanding.rules.catalogue import Kind
from goodstanding.rules.loading import EXAMPLE_CITY, load
from tests.rules.rows import PENALTY, PERMIT, TODAY, code

CATALOGUE = load(EXAMPLE_CITY)
ROWS = {"penalty": PENALTY, "permit": PERMIT}
Change = dict[str, str | None]

BROKEN: list[tuple[str, str, Change]] = [
    ("REQUIRED_MISSING", "penalty", {"CF_SY": " \u200b"}),
    ("REQUIRED_MISSING", "penalty", {"CF_JDRQ": "1899-12-31"}),
    ("TOO_LONG", "permit", {"XK_NR": "许" * 4001}),
    ("BAD_DATE", "permit", {"XK_YXQZ": "2026-02-30"}),
    ("BAD_NUMBER", "penalty", {"CF_NR_FK": "2万元"}),
    ("NOT_IN_LIST", "penalty", {"CF_CFLB": "罚款;训诫"}),
    ("NOT_IN_LIST", "permit", {"XK_ZT": "9"}),
    ("DATE_ARTEFACT", "penalty", {"CF_YXQ": "1899-12-31"}),
    ("DATE_TOO_OLD", "penalty", {"CF_JDRQ": "1926-11-16"}),
    ("AMOUNT_NEGATIVE", "penalty", {"CF_NR_FK": "-2"}),
    ("TEXT_GARBLED", "penalty", {"CF_SY": "经查\ufffd\ufffd当事人"}),
    ("TEXT_FORMULA", "penalty", {"CF_SY": "=HYPERLINK(1)"}),
    ("TEXT_FORMULA", "penalty", {"BZ": "＝1+1"}),
    ("TEXT_MARKUP", "penalty", {"CF_SY": "经查<br/>当事人"}),
    ("TEXT_MARKUP", "permit", {"XK_NR": "热食&nbsp;类"}),
    ("USCC_LENGTH", "penalty", {"CF_XDR_SHXYM": code("91")[:17]}),
    ("USCC_CHARACTER", "penalty", {"CF_XDR_SHXYM": "9I" + code("91")[2:]}),
    ("USCC_CHECK", "permit", {"XK_XKJGDM": "914403001922038217"}),
    ("USCC_INNER_CHECK", "penalty", {"CF_XDR_SHXYM": "91110108717809965C"}),
    ("USCC_PLACEHOLDER", "penalty", {"CF_SJLYDM": "00000000000000000X"}),
    ("USCC_PAIR_UNKNOWN", "penalty", {"CF_XDR_SHXYM": code("98")}),
    ("USCC_AREA_UNKNOWN", "penalty", {"CF_XDR_SHXYM": code("91", area="990106")}),
    ("DIGITS_LOST", "penalty", {"CF_XDR_SHXYM": "9.1440300192203E+17"}),
    ("ORGCODE_BAD", "penalty", {"CF_XDR_ZZJG": "192203820"}),
    ("REGNO_BAD", "penalty", {"CF_XDR_GSZC": "110108000000015"}),
    ("REGNO_KIND", "permit", {"XK_XDR_GSZC": "110108000000016"}),
    ("TAXNO_BAD", "penalty", {"CF_XDR_SWDJ": "440300192203820"}),
    ("CODE_IN_OTHER_COLUMN", "penalty", {"CF_XDR_ZZJG": code("91")}),
    ("CODE_IN_OTHER_COLUMN", "penalty", {"CF_XDR_GSZC": "192203821"}),
    ("ORGCODE_DISAGREES", "penalty", {"CF_XDR_ZZJG": "192203821"}),
    ("TAXNO_DISAGREES", "penalty", {"CF_XDR_SWDJ": "440300192203821"}),
    ("NATURAL_PERSON", "penalty", {"CF_XDR_LB": "自然人"}),
    ("PERSON_DOCUMENT_GIVEN", "penalty", {"CF_XDR_ZJLX": "身份证"}),
    ("REPRESENTATIVE_DOCUMENT_GIVEN", "permit", {"XK_FR_ZJLX": "身份证"}),
    ("PARTY_CODE_MISSING", "penalty", {"CF_XDR_SHXYM": None}),
    ("PARTY_USCC_MISSING", "penalty", {"CF_XDR_SHXYM": ""}),
    ("INDIVIDUAL_USCC_MISSING", "permit", {"XK_XDR_SHXYM": ""}),
    ("INDIVIDUAL_NOT_92", "permit", {"XK_XDR_SHXYM": code("91")}),
    ("ORGANISATION_IS_92", "penalty", {"CF_XDR_SHXYM": code("92")}),
    ("INDIVIDUAL_EXTRA_CODES", "permit", {"XK_XDR_SYDW": "133010600012"}),
    ("REPRESENTATIVE_MISSING", "permit", {"XK_FRDB": None}),
    ("REPRESENTATIVE_IS_PARTY", "penalty", {"CF_FRDB": "某某市蓝川化工有限公司"}),
    ("NAME_PLACEHOLDER", "penalty", {"CF_WSH": "无"}),
    ("NAME_PLACEHOLDER", "permit", {"XK_XDR_MC": "测试企业1"}),
    ("TEXT_PLACEHOLDER", "penalty", {"CF_SY": "略"}),
    ("NAME_MAY_BE_PERSONAL", "penalty", {"CF_XDR_MC": "王小明"}),
    ("NAME_MAY_BE_PERSONAL", "permit", {"XK_XDR_MC": "欧阳小明"}),
    ("NAME_BRACKETS", "penalty", {"CF_XDR_MC": "某某（深圳有限公司"}),
    ("NAME_HAS_CODE", "penalty", {"CF_XDR_MC": f"某某有限公司{code('91')}"}),
    ("DECISION_IN_FUTURE", "penalty", {"CF_JDRQ": "2026-11-24"}),
    ("DECISION_IN_FUTURE", "penalty", {"CF_JDRQ": "2099/12/31"}),
    ("LATE_DISCLOSURE", "penalty", {"CF_JDRQ": "2026-11-11"}),
    ("NUMBER_SHAPE", "penalty", {"CF_WSH": "行政处罚决定书"}),
    ("NUMBER_BRACKETS", "penalty", {"CF_WSH": "某环罚（2026）12号"}),
    ("NUMBER_YEAR", "penalty", {"CF_WSH": "某环罚〔2024〕12号"}),
    ("TITLE_IS_NUMBER", "permit", {"XK_XKWS": "某市监许〔2026〕345号"}),
    ("OTHER_UNSAID", "permit", {"XK_XKLB": "其他"}),
    ("ORGAN_IS_PARTY", "penalty", {"CF_XDR_SHXYM": code("11")}),
    ("ORGAN_NAME_IS_PARTY", "penalty", {"CF_XDR_MC": "某某市生态环境局"}),
    ("ORGAN_CODE_PREFIX", "penalty", {"CF_CFJGDM": code("91", 5)}),
    ("SOURCE_CODE_PREFIX", "permit", {"XK_LYDWDM": code("51", 5)}),
    ("VALID_ORDER", "permit", {"XK_YXQZ": "2032/1/1"}),
    ("VALID_ONE_DAY", "permit", {"XK_YXQZI": "2026/11/18"}),
    ("DECIDED_AFTER_END", "permit", {"XK_YXQZI": "2026/11/17"}),
    ("PERMIT_OVER", "permit", {"XK_YXQZI": "2026/11/20"}),
    ("CERTIFICATE_UNNUMBERED", "permit", {"XK_XKBH": ""}),
    ("CERTIFICATE_UNNAMED", "permit", {"XK_XKZS": ""}),
    ("PENALTY_REVOKED", "penalty", {"CF_ZT": "1"}),
    ("DETENTION_OF_ORGANISATION", "penalty", {"CF_CFLB": "罚款;行政拘留"}),
    ("FINE_MISSING", "penalty", {"CF_NR_FK": ""}),
    ("FINE_ZERO", "penalty", {"CF_NR_FK": "0.000000"}),
    ("FINE_WITHOUT_CATEGORY", "penalty", {"CF_CFLB": "责令停产停业"}),
    ("CONFISCATION_WITHOUT_CATEGORY", "penalty", {"CF_NR_WFFF": "1.5"}),
    ("FINE_UNIT", "penalty", {"CF_NR_FK": "20000"}),
    ("FINE_DISAGREES", "penalty", {"CF_NR_FK": "3"}),
    ("FINE_HUGE", "penalty", {"CF_NR_FK": "200000", "CF_NR": "罚款二十亿元"}),
    ("CONFISCATION_MISSING", "penalty", {"CF_CFLB": "罚款;没收违法所得"}),
    ("SUSPENSION_MISSING", "penalty", {"CF_CFLB": "罚款;吊销许可证件"}),
    ("SUSPENSION_WITHOUT_CATEGORY", "penalty", {"CF_NR_ZKDX": "排污许可证"}),
    ("SUSPENSION_AMBIGUOUS", "penalty", {"CF_CFLB": "暂扣或者吊销许可证、暂扣或者吊销执照"}),
    ("BASIS_WITHOUT_LAW", "penalty", {"CF_YJ": "第八十三条"}),
    ("BASIS_WITHOUT_ARTICLE", "penalty", {"CF_YJ": "水污染防治法"}),
    ("FACTS_ARE_CONTENT", "penalty", {"CF_SY": "罚款人民币20000元。"}),
    ("PENALTY_END_BEFORE_DECISION", "penalty", {"CF_YXQ": "2026/11/15"}),
    ("CLAIM_BEFORE_DECISION", "penalty", {"CF_GSJZQ": "2026/11/15"}),
    ("CLAIM_OPEN", "penalty", {"CF_GSJZQ": "2099/12/31"}),
    ("CLAIM_DIFFERS", "penalty", {"CF_GSJZQ": "2029/11/16"}),
    ("PUBLICATION_CLASS_MISSING", "penalty", {"CF_GSLB": None}),
    ("NOT_TO_BE_SHOWN", "penalty", {"CF_CFLB": "警告"}),
    ("NOT_TO_BE_SHOWN", "penalty", {"CF_CXLB": "简易程序"}),
    ("PROCEDURE_MISSING", "penalty", {"CF_CXLB": ""}),
    ("SIMPLE_PROCEDURE_TOO_HIGH", "penalty", {"CF_CXLB": "简易程序"}),
]


def found(kind: str, change: Change, **given_: object) -> list[checks.Fault]:
    return checks.faults({**ROWS[kind], **change}, CATALOGUE.kinds[kind], CATALOGUE, today=TODAY, **given_)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ROWS)
def test_a_good_row_has_no_finding_at_all(kind: str) -> None:
    assert found(kind, {}) == []


@pytest.mark.parametrize(("rule", "kind", "change"), BROKEN)
def test_the_rule_speaks_of_the_row_that_breaks_it(rule: str, kind: str, change: Change) -> None:
    faults = [fault for fault in found(kind, change) if fault[0] == rule]
    assert faults
    assert all(field in CATALOGUE.kinds[kind].fields for _, field, _ in faults)


def test_every_rule_of_the_catalogue_is_shown_to_speak() -> None:
    """A check that can never fail is no check."""
    spoken = {rule for rule, _, _ in BROKEN}
    assert {rule.code for kind in CATALOGUE.kinds.values() for rule in kind.rules} == spoken


def test_an_area_no_list_knows_is_information_only() -> None:
    faults = found("penalty", {"CF_XDR_SHXYM": code("91", area="990106")})
    assert [fault[0] for fault in faults] == ["USCC_AREA_UNKNOWN"]


@pytest.mark.parametrize("kind", ROWS)
def test_the_same_row_in_other_dress_is_as_good(kind: str) -> None:
    dates = {f.code for f in CATALOGUE.kinds[kind].fields.values() if f.type == "date"}
    dressed: Change = {c: f" {v.replace('/', '-') if c in dates else v.replace('(', '（')}\u200b" for c, v in ROWS[kind].items() if v}
    assert found(kind, dressed) == []


def test_an_exception_with_evidence_forgives_the_check_characters_only() -> None:
    lawful = "91350211M0000XUF46"
    assert {f[0] for f in found("penalty", {"CF_XDR_SHXYM": lawful})} == {"USCC_CHECK"}
    assert found("penalty", {"CF_XDR_SHXYM": lawful}, exceptions=frozenset({lawful})) == []
    assert found("penalty", {"CF_XDR_SHXYM": lawful[:17]}, exceptions=frozenset({lawful})) != []


def test_an_organisation_is_told_its_prefix_and_a_placeholder_only_that_it_is_one() -> None:
    faults = {f[0] for f in found("permit", {"XK_XDR_SHXYM": "00000000000000000X"})}
    assert faults == {"USCC_PLACEHOLDER"}


def test_a_sum_of_fines_and_amounts_in_capitals_agree() -> None:
    assert found("penalty", {"CF_NR": "罚款人民币贰万元整。"}) == []
    assert found("penalty", {"CF_NR": "罚款1万元；按日连续处罚10000元"}) == []
    assert {f[0] for f in found("penalty", {"CF_NR": "罚款2000元", "CF_NR_FK": "0.2"})} == set()


def test_the_last_day_is_in_time() -> None:
    """Seven working days after Thursday 12 November 2026 are over with Monday the 23rd."""
    assert found("penalty", {"CF_JDRQ": "2026/11/12", "CF_GSJZQ": "2027/11/12"}) == []
    assert "LATE_DISCLOSURE" in {f[0] for f in found("penalty", {"CF_JDRQ": "2026/11/11"})}


def test_a_template_is_not_asked_for_what_it_cannot_carry() -> None:
    kind: Kind = CATALOGUE.kinds["penalty"]
    older = next(g for g in kind.generations if g.name == "2016")
    row = {c: v for c, v in PENALTY.items() if older.carries(c)}
    missing = {f[1] for f in checks.faults(row, kind, CATALOGUE, today=TODAY, generation=older) if f[0] == "REQUIRED_MISSING"}
    assert missing == set()
    assert {f[1] for f in checks.faults(row, kind, CATALOGUE, today=TODAY) if f[0] == "REQUIRED_MISSING"} >= {"CF_CFJGDM", "CF_XDR_LB"}


def test_without_the_citys_columns_a_new_penalty_lacks_its_class() -> None:
    plain = load()
    row = {c: v for c, v in PENALTY.items() if c in plain.kinds["penalty"].fields}
    assert [f[0] for f in checks.faults(row, plain.kinds["penalty"], plain, today=TODAY)] == ["PUBLICATION_CLASS_MISSING"]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(ROWS)),
    st.dictionaries(
        st.sampled_from(sorted({*PENALTY, *PERMIT})),
        st.none()
        | st.text(max_size=20)
        | st.sampled_from(["2099/12/31", "9999-12-31", "-1", "0", "1e5", "999999999999.999999", "=1", "其他", ";", "罚款元"]),
    ),
)
def test_no_row_makes_the_checks_fail(kind: str, change: Change) -> None:
    for rule, field, detail in found(kind, {c: v for c, v in change.items() if c in CATALOGUE.kinds[kind].fields}):
        assert CATALOGUE.kinds[kind].rule(rule)
        assert field in CATALOGUE.kinds[kind].fields
        assert isinstance(detail, str)
