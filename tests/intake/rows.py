"""Rows of the penalty template, whole and without faults until somebody changes them; and the organisations they are about."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from goodstanding.organisations.models import Identifier, Name, Organisation
from goodstanding.rules import names

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def code(number: int, head: str = "91330100") -> str:
    """An invented code, valid by GB 11714 and GB 32100."""
    body = f"MA{number:06d}"
    rest = 11 - sum(LETTERS.index(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    first = head + body + {10: "X", 11: "0"}.get(rest, str(rest))
    return first + ALPHABET[-sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first)) % 31]


ORGAN = code(1, "11330100")
"""The deciding department's own code."""


def name(number: int) -> str:
    """The name of the organisation with that code."""
    return f"甘泉市第{number}号餐饮有限公司"


def found(number: int) -> Organisation:
    """Put the organisation on the register."""
    body = Organisation.objects.create(uscc=code(number), name=name(number), normal_name=names.normal(name(number)), source="test")
    Identifier.objects.create(organisation=body, kind="uscc", value=code(number), source="test")
    Name.objects.create(organisation=body, name=name(number), normal_name=names.normal(name(number)), source="test")
    return body


def penalty(number: int, **changed: str) -> dict[str, str]:
    """A penalty of the organisation with that number."""
    return {
        "CF_XDR_MC": name(number),
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": code(number),
        "CF_XDR_GSZC": "",
        "CF_XDR_ZZJG": "",
        "CF_XDR_SWDJ": "",
        "CF_XDR_SYDW": "",
        "CF_XDR_SHZZ": "",
        "CF_FRDB": "张三",
        "CF_FR_ZJLX": "",
        "CF_FR_ZJHM": "",
        "CF_XDR_ZJLX": "",
        "CF_XDR_ZJHM": "",
        "CF_WSH": f"甘市监罚〔2026〕{number}号",
        "CF_WFXW": "违反《中华人民共和国食品安全法》第三十三条第一款",
        "CF_SY": "当事人未按规定贮存食品原料。",
        "CF_YJ": "《中华人民共和国食品安全法》第一百二十六条第一款",
        "CF_CFLB": "罚款",
        "CF_NR": "罚款人民币贰仟元整。",
        "CF_NR_FK": "0.2",
        "CF_NR_WFFF": "",
        "CF_NR_ZKDX": "",
        "CF_JDRQ": "2026/11/16",
        "CF_YXQ": "2099/12/31",
        "CF_GSJZQ": "2027/11/16",
        "CF_CFJG": "甘泉市市场监督管理局",
        "CF_CFJGDM": ORGAN,
        "CF_SJLY": "甘泉市市场监督管理局",
        "CF_SJLYDM": ORGAN,
        "BZ": "",
    } | changed


def as_csv(rows: Iterable[dict[str, str]]) -> bytes:
    """The rows as a file."""
    listed = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(listed[0]))
    writer.writeheader()
    writer.writerows(listed)
    return text.getvalue().encode()
