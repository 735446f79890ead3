"""Finds what identifies a private person: identity numbers, phones, bank cards, home addresses, passports, e-mail addresses.

None of it may get past the door (个人信息保护法 arts 6, 25 and 28). Numbers are told apart from an organisation's codes by column
first, shape second:

* In a code column (``code_column=True``) a valid USCC, a 15-digit registration number with its check digit and a taxpayer number
  with a valid organisation code inside stay; every identity number goes.
* A number of 18 that passes the identity check (GB 11643: place, birth date, mod 11) goes, unless it passes both checks of
  GB 32100 as well. Then the first character decides. Codes that start with 9 (companies, individual businesses, cooperatives: nine
  of ten) are USCCs, for no citizen's number starts so, unless free text says 身份证 before it. The rest is a coin to toss: of the
  all-digit USCCs of other authorities about 1 in 25,000 happens to carry a birth date and the right mod-11 character, of
  identity numbers 1 in 600 passes both checks of a USCC. A person's number that got out cannot be called back, a code that was
  stopped can be handed in again; so it goes, unless the words before say 信用代码. The remedy for a body that really owns such a
  code is ``known``: codes admitted with recorded evidence. All in all far under one USCC in 10,000 is stopped wrongly.
* 15 digits with a birth date (no check digit) go from free text, except right behind 注册号, 税号, 许可证编号 and the like; in code
  columns see ``personal_numbers.is_old_id``.
* What an organisation says about itself stays: its registered address (住所, 经营场所, 地址), decision and certificate numbers,
  amounts, dates. An address is a person's where the words before say so (住址, 家住, 户籍 …, or 住所/地址 behind 男, 女, 出生, 身份证 …).
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Literal, NamedTuple

from goodstanding.rules import characters, personal_numbers, personal_words
from goodstanding.rules.personal_sieves import CERTIFICATE, CODE_SIEVE, SIEVE
from goodstanding.rules.views import view

__all__ = ["CERTIFICATE", "CODE_SIEVE", "MASK", "SIEVE", "Hit", "What", "find", "mask"]

What = Literal["id", "phone", "card", "address", "passport", "email"]
MASK = "***"


class Hit(NamedTuple):
    """``text[start:end]`` is personal."""

    start: int
    end: int
    what: What


def find(text: str, *, code_column: bool = False, known: Container[str] = frozenset(), body: str = "") -> list[Hit]:
    """Every personal number, address and document of ``text``, in order, without overlaps.

    ``code_column``: the cell belongs to a column of organisations' codes. ``known``: USCCs admitted with recorded evidence.
    ``body``: the sound USCC of the same row, '' without one; it tells an organisation's old tax number from a person's.
    Costs some 30 to 60 µs for a paragraph and time in proportion to its length, whatever stands in it; run :data:`SIEVE` first over many.
    """
    if code_column:
        code = characters.code(text)
        if code.isascii() and code.isalnum():
            return [Hit(0, len(text), what) for _, _, what in personal_numbers.find_in_code(code, known=known, body=body)][:1]
    seen = view(text)
    found: list[tuple[int, int, What]] = [*personal_numbers.find(seen.text, known=known), *personal_words.find(seen.text)]
    return _merged(Hit(*seen.span(start, end), what) for start, end, what in found)


def mask(text: str, *, code_column: bool = False, known: Container[str] = frozenset(), body: str = "") -> tuple[str, list[Hit]]:
    """The text with every hit replaced by ``***``, and the hits (places in the original text). Arguments as for :func:`find`."""
    hits = find(text, code_column=code_column, known=known, body=body)
    parts, last = [], 0
    for hit in hits:
        parts += [text[last : hit.start], MASK]
        last = hit.end
    return "".join(parts) + text[last:], hits


def _merged(hits: Iterable[Hit]) -> list[Hit]:
    merged: list[Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if merged and hit.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, hit.end))
        else:
            merged.append(hit)
    return merged
