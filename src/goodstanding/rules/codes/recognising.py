"""Which kinds of code a text is or could be: by its length and characters, and by what it calls itself (…社证字…, 事证第…号).

Nothing of a person gets past :func:`personal`: an identity number is none of the kinds, even one that is mistyped.
"""

from __future__ import annotations

import re
from typing import Literal

from goodstanding.rules import characters, legacy, persons, uscc

Kind = Literal["uscc", "orgcode", "taxno", "regno", "old_regno", "institution", "social"]
UNKNOWN = "unknown"

_BORN = re.compile(r"[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])[0-9]{3}[0-9X][0-9]{0,2}")
"""An identity number, mistyped or with the suffix of an individual's tax number. A failing USCC may look so; it is not repeated then."""
_LABEL = re.compile(
    r"^(?:统一社会信用代码|社会信用代码|信用代码|组织机构代码|纳税人识别号|税务登记号|税号|工商注册号|注册号|代码)[::号为是]*"
)
_REPEATED = re.compile(r"(.)\1{7,}X?")
_SHAPES: tuple[tuple[re.Pattern[str], tuple[Kind, ...]], ...] = (
    (re.compile(r".{16,20}"), ("uscc",)),
    (re.compile(r"[0-9]{15}"), ("taxno", "regno")),
    (re.compile(r"[0-9]{6}[0-9A-Z]{9}"), ("taxno",)),
    (re.compile(r"[0-9]{13}"), ("old_regno",)),
    (re.compile(r"[0-9]{12}"), ("institution",)),
    (re.compile(r"[0-9A-Z]{9}"), ("orgcode",)),
)
_SAYS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"(?:社|民|基)[证政登].{0,8}字|社法"), "social"),
    (re.compile(r"事证"), "institution"),
    (re.compile(r"字第?.*[0-9]"), "old_regno"),
)
_LONGEST = 50
_LEAST = 12
"""Letters and digits in a damaged code; a name of sixteen characters is none."""
TESTS = {
    "uscc": uscc.passes,
    "orgcode": legacy.orgcode_ok,
    "taxno": lambda code: legacy.orgcode_of_taxno(code) is not None,
    "regno": legacy.regno_ok,
}
"""The kinds that carry a check character, and whether a code of that shape passes."""


def tidy(typed: str) -> str:
    """The code in a text: no dress, no label before it (``统一社会信用代码：9144…``)."""
    return _LABEL.sub("", characters.code(typed))


def personal(typed: str) -> bool:
    """Whether a text is, or may be, a private person's number: then nothing of it may be repeated, looked up or kept."""
    code = tidy(typed)
    if code == persons.MASK:
        return True  # masked before
    if code.isascii() and code.isalnum():
        return bool(persons.find(code, code_column=True)) or (_BORN.fullmatch(code) is not None and not uscc.passes(code))
    return bool(persons.find(typed) or persons.find(code))


def placeholder(code: str) -> bool:
    """Zeros or another character over and over: what is written for "has no code"."""
    return uscc.is_placeholder(code) or bool(_REPEATED.fullmatch(code))


def kinds(code: str) -> tuple[Kind, ...]:
    """What a tidied code is: of several kinds those whose check passes, a taxpayer number first; else all it has the shape of."""
    said = next((kind for pattern, kind in _SAYS if pattern.search(code)), None)
    if said:
        return (said,) if len(code) <= _LONGEST else ()
    if sum(c.isascii() and c.isalnum() for c in code) < min(len(code), _LEAST):
        return ()  # words, not a code
    shaped = next((found for pattern, found in _SHAPES if pattern.fullmatch(code)), None)
    if shaped is None:
        return ("uscc",) if len(code) <= _LONGEST and uscc.within(code) else ()
    return tuple(kind for kind in shaped if kind in TESTS and TESTS[kind](code)) or shaped[::-1]
