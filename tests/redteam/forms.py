"""How people write personal data into a file that should hold none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from goodstanding.city.chance import Dice
from tests.redteam import data

_FULL = {ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a datum. ``{}`` in ``sentence`` is where ``written(datum)`` goes."""

    name: str
    make: Callable[[Dice], str]
    written: Callable[[str], str]
    sentence: str


def _as_is(datum: str) -> str:
    return datum


def _cut(*lengths: int, by: str = " ") -> Callable[[str], str]:
    """In groups of these lengths, the rest as the last group."""

    def written(datum: str) -> str:
        parts, at = [], 0
        for length in lengths:
            parts.append(datum[at : at + length])
            at += length
        return by.join([*parts, datum[at:]])

    return written


def _full_width(datum: str) -> str:
    return datum.translate(_FULL)


def _spread(by: str) -> Callable[[str], str]:
    return by.join


def _bracketed(opening: str, closing: str) -> Callable[[str], str]:
    return lambda datum: f"{opening}{datum[:6]}{closing}{opening}{datum[6:14]}{closing}{opening}{datum[14:]}{closing}"


IN_TEXT: tuple[Form, ...] = (
    Form("id", data.identity, _as_is, "当事人的经营者（身份证号：{}）到场接受询问"),
    Form("id, no label", data.identity, _as_is, "现场负责人张某{}在笔录上签字"),
    Form("id, spaces", data.identity, _cut(6, 8), "公民身份号码{}，"),
    Form("id, dashes", data.identity, _cut(6, 4, 4, by="-"), "证件号码{}。"),
    Form("id, long dashes", data.identity, _cut(6, 8, by="—"), "身份证{}。"),
    Form("id, full width", data.identity, _full_width, "身份证号码为{}的经营者"),
    Form("id, zero width", data.identity, _cut(3, 5, 6, by="\u200b"), "身份证号{}，"),
    Form("id, joiners", data.identity, _spread("\u2060"), "身份证号{}，"),
    Form("id, no-break spaces", data.identity, _cut(6, 4, 2, 2, by="\u00a0"), "身份证号{}；"),
    Form("id, points", data.identity, _cut(6, 8, by="."), "身份证号{}；"),
    Form("id, round brackets", data.identity, _bracketed("(", ")"), "身份证号{}；"),
    Form("id, square brackets", data.identity, _bracketed("【", "】"), "证件号{}；"),
    Form("id, corner brackets", data.identity, _bracketed("「", "」"), "证件号{}；"),
    Form("id, document brackets", data.identity, _bracketed("〔", "〕"), "证件号{}；"),
    Form("id, x", data.identity_x, str.lower, "身份证{}，联系不上"),
    Form("id, cross for X", data.identity_x, lambda number: number.replace("X", "×"), "身份证{}，"),
    Form("id, Cyrillic X", data.identity_x, lambda number: number.replace("X", "Х"), "身份证{}，"),
    Form("id, every digit apart", data.identity, _spread(" "), "身份证号 {} ，"),
    Form("id, inside a word", data.identity, _as_is, "见附件ID{}号卷宗"),
    Form("id, line break", data.identity, _cut(6, 8, by="\n"), "身份证号{}，"),
    Form("id, tax number of a person", data.identity, lambda number: f"{number}01", "纳税人识别号{}，"),
    Form("id15", data.identity_15, _as_is, "身份证号{}，系法定代表人"),
    Form("id15, spaces", data.identity_15, _cut(6, 6), "身份证号码{}，"),
    Form("id15, full width", data.identity_15, _full_width, "身份证{}，"),
    Form("phone", data.mobile, _as_is, "联系电话{}，"),
    Form("phone, no label", data.mobile, _as_is, "举报人{}反映"),
    Form("phone, groups", data.mobile, _cut(3, 4), "手机：{}，"),
    Form("phone, dashes", data.mobile, _cut(3, 4, by="-"), "手机：{}。"),
    Form("phone, country", data.mobile, lambda number: f"+86 {number}", "电话{}，"),
    Form("phone, country glued", data.mobile, lambda number: f"+86{number}", "电话{}，"),
    Form("phone, full width", data.mobile, _full_width, "手机号码{}，"),
    Form("phone, zero width", data.mobile, _cut(3, 4, by="\ufeff"), "手机{}，"),
    Form("landline", data.landline, _as_is, "固定电话{}，"),
    Form("landline, dash", data.landline, _cut(4, by="-"), "电话：{}。"),
    Form("landline, brackets", data.landline, lambda number: f"（{number[:4]}）{number[4:]}", "联系电话{}，"),
    Form("card", data.card, _as_is, "将罚款退回银行卡{}内"),
    Form("card, groups", data.card, _cut(4, 4, 4, 4), "卡号{}，"),
    Form("card, full width", data.card, _full_width, "银行账号{}，"),
    Form("card, dashes", data.card, _cut(4, 4, 4, 4, by="-"), "收款账户：{}。"),
    Form("address", data.home, _as_is, "经营者住址：{}，"),
    Form("address, lives", data.home, _as_is, "张某（男，汉族，家住{}）"),
    Form("address, registered", data.home, _as_is, "户籍地{}。"),
    Form("address, now", data.home, _as_is, "现住{}；"),
    Form("passport", data.passport, _as_is, "法定代表人护照号码{}，"),
    Form("passport, no label", data.passport, _as_is, "外籍投资人持有{}入境，"),
    Form("passport, space", data.passport, _cut(1), "护照{}。"),
    Form("travel permit", data.travel_permit, _as_is, "港澳居民来往内地通行证{}，"),
    Form("email", data.email, _as_is, "邮箱{}，"),
)
"""Written into facts, contents, bases, remarks and names."""

IN_CODES: tuple[Form, ...] = (
    Form("code: id", data.identity, _as_is, "{}"),
    Form("code: id, spaces", data.identity, _cut(6, 8), "{}"),
    Form("code: id, full width", data.identity, _full_width, "{}"),
    Form("code: id, zero width", data.identity, _cut(9, by="\u200b"), "{}"),
    Form("code: id, x", data.identity_x, str.lower, "{}"),
    Form("code: id with 01", data.identity, lambda number: f"{number}01", "{}"),
    Form("code: id with L", data.identity, lambda number: f"L{number}", "{}"),
    Form("code: id15", data.identity_15, _as_is, "{}"),
    Form("code: phone", data.mobile, _as_is, "{}"),
    Form("code: id and a word", data.identity, _as_is, "身份证{}"),
)
"""Written into columns of codes."""
