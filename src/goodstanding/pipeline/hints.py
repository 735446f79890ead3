"""For each algorithm of the catalogue an SQL question that is true at least wherever the algorithm speaks.

The plain function has the last word (:mod:`goodstanding.rules.algorithms`); a hint only keeps it from being asked a million times
for nothing. A hint may be too generous, never too narrow: a test holds all of them against the functions on random rows.
"""

from __future__ import annotations

from collections.abc import Callable

from goodstanding.pipeline.reading import Reading
from goodstanding.pipeline.sql import literal, literals, plus
from goodstanding.rules import algorithms
from goodstanding.rules.catalogue import Rule

Hint = Callable[[Reading, Rule, str], str]

_BRACKET = r"()（）\[\]［］{}｛｝<>＜＞〈〉《》「」『』【】〔〕〖〗〘〙〚〛⟨⟩︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈﹙﹚﹛﹜﹝﹞⦅⦆｟｠｢｣⸨⸩⁽⁾₍₎⑴-⒵㈀-㉃🄀-🄬"  # noqa: E501
_PAIRED = rf"[^{_BRACKET}]*(?:[(（][^{_BRACKET}]*[)）][^{_BRACKET}]*)*"
_YEAR_IN_BRACKETS = r"[(（\[［{｛【〈《︵﹙⦅⁽₍「『〖〘〚<＜][\s\x{a0}\x{3000}]*[0-9０-９]{4}|[㈠-㉃⑴-⒇]"
_LONG_NUMBER = r"(?:[0-9０-９][\s\x{a0}\x{2000}-\x{200f}\x{3000}\x{feff}]*){9}|(?:[0-9A-Za-z０-９Ａ-Ｚａ-ｚ][\s\x{a0}\x{2000}-\x{200f}\x{3000}\x{feff}]*){15}"  # noqa: E501
_BEFORE_AMOUNT = ("款", "币", "（", "罚", "共", "计", "处", "￥", "¥", "的", "金", "额", "为", "(", ",", "，")
_PLACEHOLDER_STARTS = "无暂没不未空略同待测样示"
_LONGEST_PLACEHOLDER = 44
"""Bytes of eleven characters; longer ones are 测试 and a number, or have no ideograph in them."""
_LOOSE_PLACEHOLDER = r"^[^\x{4e00}-\x{9fff}]*$|^[无暂没不未空略同待样示].{0,10}$|^测试"


def _filled(reading: Reading, _: Rule, field: str) -> str:
    return f"{reading.text(field)} IS NOT NULL"


def _identifier(reading: Reading, _: Rule, field: str) -> str:
    return f"NOT {reading.right(field)}"


def _pattern(pattern: str) -> Hint:
    return lambda reading, _, field: f"regexp_matches({reading.text(field)}, {literal(pattern)})"


def _plus(reading: Reading, _: Rule, field: str) -> str:
    return plus(reading.text(field))


def _suspect(reading: Reading, _: Rule, field: str) -> str:
    """The text as a whole is asked once for everything that could be wrong in it."""
    return reading.suspect(field)


def _orgcode_disagrees(reading: Reading, rule: Rule, field: str) -> str:
    if field != rule.fields[0]:
        return "false"
    x = reading.text(field)
    return f"{x} <> substring({reading.text(rule.fields[1])}, 9, 9)"


def _taxno_disagrees(reading: Reading, rule: Rule, field: str) -> str:
    if field != rule.fields[0]:
        return "false"
    return f"right({reading.text(field)}, 9) <> substring({reading.text(rule.fields[1])}, 9, 9)"


def _regno_kind(reading: Reading, rule: Rule, field: str) -> str:
    """Of right numbers; those that are not are looked at anyway."""
    if field != rule.fields[0]:
        return "false"
    x, klass = reading.text(field), reading.text(rule.fields[1])
    return f"CASE WHEN {x} IS NULL THEN false ELSE (substring({x}, 7, 1) >= '6') = starts_with({klass}, '法人') END"


def _placeholder(reading: Reading, _: Rule, field: str) -> str:
    x = reading.text(field)
    short = f"strlen({x}) <= {_LONGEST_PLACEHOLDER} AND left({x}, 1) IN ({literals(_PLACEHOLDER_STARTS)})"
    unusual = f"({x} < '一' OR {x} > '鿿' OR starts_with({x}, '测试') OR ({short}))"
    return f"CASE WHEN {unusual} THEN regexp_matches({x}, {literal(_LOOSE_PLACEHOLDER)}) ELSE false END"


def _personal_name(reading: Reading, _: Rule, field: str) -> str:
    return f"strlen({reading.text(field)}) <= 16"


def _brackets(reading: Reading, _: Rule, field: str) -> str:
    return f"NOT regexp_full_match({reading.text(field)}, {literal(_PAIRED)}, 's')"


def _date_artefact(reading: Reading, _: Rule, field: str) -> str:
    x, day = reading.text(field), reading.day(field)
    return f"{x} IS NOT NULL AND CASE WHEN {day} IS NULL THEN NOT ({x} >= '191' AND {x} < '21') ELSE {day} < DATE '1949-10-01' END"


def _date_too_old(reading: Reading, _: Rule, field: str) -> str:
    return f"{reading.day(field)} < DATE '1949-10-01'"


def _number_shape(reading: Reading, _: Rule, field: str) -> str:
    x = reading.text(field)
    return f"CASE WHEN strlen({x}) < 12 THEN true ELSE NOT regexp_matches({x}, '[0-9]') END"


def _number_year(reading: Reading, rule: Rule, field: str) -> str:
    if field != rule.fields[0]:
        return "false"
    x, day = reading.text(field), reading.day(rule.fields[1])
    return f"{day} IS NOT NULL AND NOT contains({x}, concat('〔', year({day}), '〕'))"


def _other_unsaid(reading: Reading, _: Rule, field: str) -> str:
    return f"contains({reading.text(field)}, '其')"


def _permit_over(reading: Reading, rule: Rule, field: str) -> str:
    return f"{reading.day(field)} < {reading.today}" if field == rule.fields[0] else "false"


def _amount(condition: str) -> Hint:
    return lambda reading, _, field: f"{reading.amount(field)} {condition}"


def _amount_without_category(reading: Reading, rule: Rule, field: str) -> str:
    if field != rule.fields[0]:
        return "false"
    category = reading.text(rule.fields[1])
    return f"{reading.amount(field)} > 0 AND NOT coalesce(contains({category}, {literal(rule.values[1])}), false)"


def _fine_and_text(reading: Reading, rule: Rule, field: str) -> str:
    """Surely agreeing: the text names the same amount, in whole yuan or as the column has it in 万元, with no digit before it.

    One question after the other, each only of the rows that the ones before left open.
    """
    if field != rule.fields[0]:
        return "false"
    text, yuan = reading.text(rule.fields[1]), f"CAST({reading.amount(field)} AS DOUBLE) * 10000"
    written = (f"{reading.text(field)}, '万元'", f"CAST(round({yuan}) AS BIGINT), '元'")
    usual = [("款", written[0]), ("（", written[1]), ("币", written[1])]  # 罚款20万元, 人民币贰拾万元（200000元）, 罚款人民币200000元
    others = [(before, amount) for before in _BEFORE_AMOUNT for amount in written if (before, amount) not in usual]
    agreeing = " ".join(f"WHEN contains({text}, concat({literal(before)}, {amount})) THEN false" for before, amount in [*usual, *others])
    fraction = f"abs({yuan} - round({yuan})) > 0.000001"
    return (
        f"CASE WHEN {yuan} > 0 THEN CASE WHEN NOT contains({text}, '罚') THEN false WHEN {fraction} THEN true {agreeing} ELSE true END END"
    )


def _suspension(reading: Reading, rule: Rule, field: str) -> str:
    if field != rule.fields[0]:
        return "false"
    text = reading.text(rule.fields[1])
    clear = f"coalesce(contains({text}, '暂扣') <> contains({text}, '吊销'), false)"
    return f"CASE WHEN contains({reading.text(field)}, '暂扣或') THEN NOT {clear} ELSE false END"


HINTS: dict[str, Hint] = {
    "uscc": _identifier,
    "orgcode": _identifier,
    "regno": _identifier,
    "taxno": _identifier,
    "code_in_other_column": _identifier,
    "regno_kind": _regno_kind,
    "orgcode_disagrees": _orgcode_disagrees,
    "taxno_disagrees": _taxno_disagrees,
    "placeholder": _placeholder,
    "name_may_be_personal": _personal_name,
    "brackets": _brackets,
    "name_has_code": _pattern(_LONG_NUMBER),
    "garbled": _suspect,
    "formula": _suspect,
    "digits_lost": _plus,
    "markup": _suspect,
    "date_artefact": _date_artefact,
    "date_too_old": _date_too_old,
    "number_shape": _number_shape,
    "number_brackets": _pattern(_YEAR_IN_BRACKETS),
    "number_year": _number_year,
    "other_unsaid": _other_unsaid,
    "permit_over": _permit_over,
    "amount_negative": _amount("< 0"),
    "amount_zero": _amount("= 0"),
    "amount_huge": _amount(f">= {algorithms.HUGE}"),
    "amount_without_category": _amount_without_category,
    "fine_unit": _fine_and_text,
    "fine_disagrees": _fine_and_text,
    "suspension_ambiguous": _suspension,
    "open_end": lambda reading, _, field: f"{reading.day(field)} = DATE '2099-12-31'",
}


def hint(reading: Reading, rule: Rule, field: str) -> str:
    """The algorithm's own hint; one without is asked about every filled cell."""
    return HINTS.get(rule.values[0], _filled)(reading, rule, field)
