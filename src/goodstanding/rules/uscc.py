"""The Unified Social Credit Code (统一社会信用代码), GB 32100-2015.

Eighteen characters: registering authority, category, six digits of the registering office's area, nine characters of
identity (the organisation code of GB 11714-1997, with its own check character), one check character.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from goodstanding.rules import characters, legacy

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Values 0..30 for the check; I, O, S, V and Z are left out because they are misread."""
WEIGHTS = tuple(3**i % 31 for i in range(17))
_CATEGORIES = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "123459",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "1239",
    "A": "19",
    "N": "1239",
    "Y": "1",
}
PAIRS = frozenset(authority + category for authority, categories in _CATEGORIES.items() for category in categories)
"""Authority and category. GB 32100 table 1; 54 and 55 (residents' and villagers' committees) and 99 are met in real
registers though no official list of them was seen, so an unknown pair is only a warning."""
_PROVINCES = {"1": "012345", "2": "123", "3": "1234567", "4": "123456", "5": "01234", "6": "123456", "7": "1", "8": "12"}
PROVINCES = frozenset(region + province for region, provinces in _PROVINCES.items() for province in provinces)
"""First two digits of the area. Never a closed list: of 138,153 real codes 3.7 % carry an area GB/T 2260 never had."""
PLACEHOLDER = "0" * 17 + "X"
"""What senders write for "has no code"."""
LOOK_ALIKE = str.maketrans({"I": "1", "O": "0", "S": "5", "Z": "2", "V": "U"})
WARNINGS = frozenset({"USCC_PAIR_UNKNOWN", "USCC_AREA_UNKNOWN"})

_SHAPE = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
_VALUE = {c: i for i, c in enumerate(ALPHABET)}


class Verdict(NamedTuple):
    """What a code is worth. ``faults`` in the order a reader should mend them; ``ok`` ignores mere warnings."""

    ok: bool
    code: str
    faults: tuple[str, ...]


def clean(value: str) -> str:
    """NFKC, upper case, without spaces, hyphens and invisible characters."""
    return characters.code(value)


def orgcode(code: str) -> str:
    """Characters 9-17: what identifies the body, whatever authority and area stand before it."""
    return code[8:17]


def check_character(first17: str) -> str:
    """The 18th character: ``(31 - sum(value * 3^i)) mod 31`` (GB 32100-2015 4.3.6, GB/T 17710)."""
    return ALPHABET[-sum(_VALUE[c] * w for c, w in zip(first17, WEIGHTS, strict=True)) % 31]


def passes(code: str) -> bool:
    """Shape and both check characters, on a cleaned code."""
    return bool(_SHAPE.fullmatch(code)) and code[17] == check_character(code[:17]) and legacy.orgcode_ok(orgcode(code))


def within(code: str) -> tuple[str, ...]:
    """The codes that pass inside a longer text: something was glued before or behind."""
    return tuple(part for start in range(len(code) - 17) if passes(part := code[start : start + 18]))


@lru_cache(maxsize=4096)
def check(value: str) -> Verdict:
    """Judge one code, however it was written; see :data:`WARNINGS` for the faults that do not make it wrong."""
    code = clean(value)
    if is_placeholder(code):
        return Verdict(ok=False, code=code, faults=("USCC_PLACEHOLDER",))
    faults = _faults(code)
    wrong = [fault for fault in faults if fault not in WARNINGS]
    return Verdict(ok=not wrong, code=code, faults=faults)


def is_placeholder(code: str) -> bool:
    """Zeros (at least eight, nothing else but a closing X): never an identifier, never matched on."""
    return bool(re.fullmatch(r"0{8,}X?", code))


def _faults(code: str) -> tuple[str, ...]:
    if len(code) != 18:
        return ("USCC_LENGTH",)
    if not _SHAPE.fullmatch(code):
        return ("USCC_CHARACTER",)
    found = {
        "USCC_CHECK": code[17] != check_character(code[:17]),
        "USCC_INNER_CHECK": not legacy.orgcode_ok(orgcode(code)),
        "USCC_PAIR_UNKNOWN": code[:2] not in PAIRS,
        "USCC_AREA_UNKNOWN": code[2:4] not in PROVINCES,
    }
    return tuple(fault for fault, there in found.items() if there)
