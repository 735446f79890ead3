"""What the sieve lets pass unseen, `find` must not find: asked of RE2 itself, through DuckDB."""

from __future__ import annotations

import unicodedata

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodstanding.rules import persons, views
from tests.rules import making

many = settings(max_examples=500, deadline=None)
DATABASE = duckdb.connect()
PIECES = [
    *(
        "住址",
        "家住",
        "户籍",
        "，住",
        "（住",
        "男，",
        " 女 ",
        "出生",
        "身份证",
        "汉族，",
        "住所地",
        "地址",
        "室",
        "幢",
        "单元",
        "杭州市",
        "电话",
        "Tel:",
    ),
    *(
        "护照",
        "E12345678",
        "G1234567",
        "EA1234567",
        "H1234567890",
        "台胞证",
        "@",
        "a.b",
        "(at)",
        "１３８",
        "00138000",
        "-",
        " ",
        "．",
        "\u200b",
        "X",
        "x",
    ),
    *(
        "330106",
        "19900101",
        "123X",
        "622202",
        "①",
        "壹",
        "0571",
        "88888888",
        "〇",
        "\n",
        "。",
        "，",
        "⼾",
        "Ｅ",
        "\xa0",
        "住",
        "于",
        "建",
        "路",
        "1",
        "9",
    ),
]


def sieved(text: str, pattern: str) -> bool:
    row = DATABASE.execute("SELECT regexp_matches(?::VARCHAR, ?)", [text, pattern]).fetchone()
    assert row is not None
    return bool(row[0])


@many
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join))
def test_the_sieve_stops_every_text_with_a_hit(text: str) -> None:
    if persons.find(text):
        assert sieved(text, persons.SIEVE)


@many
@given(making.lines, making.spread(making.ids() | making.mobiles() | making.cards() | making.old_ids(), [[6, 8, 4], [3, 4, 4], [1] * 11]))
def test_the_sieve_stops_every_planted_number(line: str, number: str) -> None:
    assert sieved(f"{line}{number}", persons.SIEVE)


@many
@given(
    st.lists(st.sampled_from([p for p in PIECES if p.isascii()]), max_size=6).map("".join)
    | making.ids()
    | making.old_ids()
    | making.mobiles()
    | making.usccs()
    | making.ids().map(lambda n: n + "01")
)
def test_the_code_sieve_stops_every_code_with_a_hit(code: str) -> None:
    if persons.find(code, code_column=True):
        assert sieved(code, persons.CODE_SIEVE)


def missed(texts: list[str]) -> list[str]:
    rows = DATABASE.execute(
        "SELECT t FROM (SELECT unnest(?::VARCHAR[]) AS t) WHERE NOT regexp_matches(t, ?)", [texts, persons.SIEVE]
    ).fetchall()
    return [hex(ord(row[0][0])) for row in rows]


CHARACTERS = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def test_every_digit_of_unicode_that_find_reads_is_a_digit_to_the_sieve() -> None:
    """RE2's tables may be older than Python's; a digit it does not know would slip through."""
    digits = [c for c in CHARACTERS if unicodedata.digit(c, None) is not None]
    assert len(digits) > 700
    assert missed([digit * 11 for digit in digits]) == []


def test_every_look_alike_that_find_reads_is_known_to_the_sieve() -> None:
    folded = {c: views.fold(c) for c in CHARACTERS if unicodedata.digit(c, None) is None}
    alike = [c for c, plain in folded.items() if plain != c and (plain.isalpha() or plain == "@")]
    assert len(alike) > 1000
    assert missed(alike) == []


@pytest.mark.parametrize("line", [line for line in making.LINES if "JY1" not in line])
def test_ordinary_penalty_text_is_let_through(line: str) -> None:
    assert not sieved(line, persons.SIEVE)


@many
@given(making.usccs(pairs=["91"]))
def test_ordinary_codes_are_let_through(code: str) -> None:
    """Companies' codes, unless they carry a birth date by chance."""
    if not persons.find(code):
        assert not sieved(code, persons.CODE_SIEVE) or code[6:8] in {"18", "19", "20"}


@many
@given(st.from_regex(persons.CERTIFICATE, fullmatch=True))
def test_certificate_numbers_that_are_passed_over_hold_nothing(number: str) -> None:
    assert persons.find(number.strip()) == []
