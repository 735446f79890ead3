"""Strategies: codes, personal numbers and lifelike texts, made up from their own rules."""

from __future__ import annotations

from hypothesis import strategies as st

from goodstanding.rules import legacy, personal_numbers, uscc

PLACES = ["110101", "330106", "440305", "510107", "620102", "650102", "320582", "150100", "710000", "810000"]
FREE = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@st.composite
def orgcodes(draw: st.DrawFn) -> str:
    """Half of them all digits, as before 2015."""
    first8 = draw(st.text("0123456789" if draw(st.booleans()) else FREE, min_size=8, max_size=8))
    return first8 + legacy.orgcode_check_character(first8)


@st.composite
def usccs(draw: st.DrawFn, pairs: list[str] | None = None) -> str:
    """Any authority, mostly companies; any area, in lists or not."""
    pair = draw(st.sampled_from(pairs or ["91", "91", "91", "92", "93", "12", "11", "51", "N2", "31"]))
    first17 = pair + draw(st.text("0123456789", min_size=6, max_size=6)) + draw(orgcodes())
    return first17 + uscc.check_character(first17)


@st.composite
def regnos(draw: st.DrawFn) -> str:
    """As offices counted: companies from 0, foreign ones from 4 and 5, individual businesses from 60000001."""
    serial = draw(st.sampled_from(["000", "001", "010", "100", "200", "4000", "5000", "600", "601", "609"]))
    first14 = draw(st.sampled_from(PLACES)) + serial + draw(st.text("0123456789", min_size=8 - len(serial), max_size=8 - len(serial)))
    return first14 + legacy.regno_check_digit(first14)


@st.composite
def birthdays(draw: st.DrawFn) -> str:
    return f"{draw(st.integers(1920, 2020))}{draw(st.integers(1, 12)):02}{draw(st.integers(1, 28)):02}"


@st.composite
def ids(draw: st.DrawFn) -> str:
    """Identity numbers of 18 with their check character."""
    first17 = draw(st.sampled_from(PLACES)) + draw(birthdays()) + draw(st.text("0123456789", min_size=3, max_size=3))
    weighed = sum(int(d) * w for d, w in zip(first17, personal_numbers.ID_WEIGHTS, strict=True))
    return first17 + "10X98765432"[weighed % 11]


@st.composite
def old_ids(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(PLACES)) + draw(birthdays())[2:] + draw(st.text("0123456789", min_size=3, max_size=3))


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    return "1" + draw(st.sampled_from("3456789")) + draw(st.text("0123456789", min_size=9, max_size=9))


@st.composite
def cards(draw: st.DrawFn) -> str:
    start = draw(st.sampled_from(["622202", "621700", "436742", "518710", "356833"]))
    length = draw(st.sampled_from([16, 17, 18, 19])) if start.startswith("62") else 16
    body = start + draw(st.text("0123456789", min_size=length - 7, max_size=length - 7))
    return next(body + d for d in "0123456789" if personal_numbers.luhn_ok(body + d))


DISGUISES = ["plain", "wide", "circled", "chinese", "capital", "arabic", "lower x", "wide X"]
_CAPITALS = "零壹贰叁肆伍陆柒捌玖"


def disguised(number: str, disguise: str) -> str:
    """The digits in other clothes."""
    tables: dict[str, dict[str, str | int | None]] = {
        "wide": {c: chr(ord(c) + 0xFEE0) for c in "0123456789X"},
        "circled": dict(zip("0123456789", "⓪①②③④⑤⑥⑦⑧⑨", strict=True)),
        "chinese": dict(zip("0123456789", "〇一二三四五六七八九", strict=True)),
        "capital": dict(zip("0123456789", _CAPITALS, strict=True)),
        "arabic": dict(zip("0123456789", "٠١٢٣٤٥٦٧٨٩", strict=True)),
        "lower x": {"X": "x"},
        "wide X": {"X": "Ｘ"},
    }
    return number.translate(str.maketrans(tables.get(disguise, {})))


SEPARATORS = ["", " ", "-", "–", "\u200b", "\ufeff", "\xa0", "　", ".", "_", "－", "\t", " - "]


@st.composite
def spread(draw: st.DrawFn, numbers: st.SearchStrategy[str], groups: list[list[int]]) -> str:
    """A number in any disguise, cut into one of the groupings by one separator."""
    number = draw(numbers)
    sizes = draw(st.sampled_from([g for g in groups if sum(g) == len(number)] or [[len(number)]]))
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    separator = draw(st.sampled_from(SEPARATORS))
    return separator.join(disguised(part, draw(st.shared(st.sampled_from(DISGUISES), key="disguise"))) for part in parts)


LINES = [
    "经查，当事人于2018年3月5日在未取得排污许可证的情况下，向河道排放生产废水约12.5吨，",
    "责令改正，并处罚款人民币贰拾万元整（200000元），没收违法所得3,456.78元。",
    "依据《中华人民共和国安全生产法》第九十七条第（一）项的规定；",
    "杭环罚〔2024〕0123号，有效期2018-03-05至2099-12-31 ",
    "住所：杭州市西湖区文三路12号3幢2单元501室，法定代表人：",
    "食品经营许可证JY13301060123456，",
    "住房和城乡建设局、市场监督管理局于 2023/11/02 检查发现①未建账②未公示，",
    "该单位联系人",
    "",
]
lines = st.sampled_from(LINES)
