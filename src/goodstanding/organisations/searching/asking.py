"""What somebody typed, and what can be done with it. A personal number is neither searched nor repeated: no person is a subject here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from goodstanding.rules import names, persons, uscc
from goodstanding.rules.codes import repairing
from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text

LONGEST = 200
LEAST = 2
"""Characters of a name."""
LEAST_OF_CODE = 4
LEAST_OF_SOUND = 3
"""Letters that may be pinyin or initials; two would be the beginning of everything."""
WHOLE_CODE = 18
CODE = re.compile(r"[0-9A-Z]{2,}")
_LETTERS = re.compile(r"[a-z][a-z0-9]+")
_SEPARATING = str.maketrans({"'": "", "’": "", "ü": "v", "Ü": "v"})


@dataclass(frozen=True, slots=True)
class Asked:
    """``kind`` decides the page: search for a code or name, or say what is wrong. ``meant``: what a wrong code can be corrected to."""

    text: str
    kind: Literal["empty", "short", "personal", "code", "name"]
    faults: tuple[str, ...] = ()
    meant: tuple[str, ...] = ()

    @property
    def searchable(self) -> bool:
        """Something can be looked for."""
        return self.kind in {"code", "name"}


def understand(typed: str) -> Asked:
    """Tell codes from names."""
    text = typed.strip()[:LONGEST]
    if not text:
        return Asked("", "empty")
    code = uscc.clean(text)
    # Eighteen letters without a digit are pinyin: places 3 to 8 of a code are digits.
    verdict = uscc.check(code) if len(code) in {17, 18, 19} and CODE.fullmatch(code) and not code.isalpha() else None
    if persons.find(text, code_column=bool(verdict and verdict.ok)):
        return Asked("", "personal")
    if len(names.normal(text)) < LEAST:
        return Asked(text, "short")
    if CODE.fullmatch(code):
        wrong = verdict is not None and not verdict.ok
        return Asked(text, "code", verdict.faults if verdict and wrong else (), repairing.corrections(code) if wrong else ())
    return Asked(text, "name")


class Narrowed(NamedTuple):
    """What the results are narrowed to; '' everything. ``trade`` is a word of the name, the others what the register says."""

    district: str = ""
    category: str = ""
    status: str = ""
    trade: str = ""


EVERYTHING = Narrowed()


@dataclass(frozen=True)
class Query:
    """A text as each way of finding reads it; '' where that way cannot use it."""

    text: str
    only: Narrowed = EVERYTHING

    @cached_property
    def code(self) -> str:
        """As a code or a piece of one."""
        code = uscc.clean(self.text)
        return code if len(code) >= LEAST_OF_CODE and re.fullmatch(r"[0-9A-Z]+", code) else ""

    @cached_property
    def name(self) -> str:
        """As a name or a piece of one, in normal form."""
        name = names.normal(self.text[:LONGEST])
        return name if len(name) >= LEAST else ""

    @cached_property
    def sound(self) -> str:
        """As pinyin or initials: letters without separators."""
        sound = names.normal(self.text[:LONGEST].translate(_SEPARATING)).lower()
        return sound if len(sound) >= LEAST_OF_SOUND and sound.isascii() and _LETTERS.fullmatch(sound) else ""

    @property
    def whole_code(self) -> bool:
        """A whole code is a piece of no other."""
        return len(self.code) == WHOLE_CODE


def query(text: str, only: Narrowed = EVERYTHING) -> Query:
    """Raises ``Unusable`` where there is too little to look for."""
    asked = Query(text, only)
    if not asked.code and not asked.name:
        raise Unusable(
            "SEARCH_TOO_SHORT",
            Text("请输入名称中至少2个字，或者代码中至少4位。", "Type at least two characters of the name, or four of the code."),
        )
    return asked
