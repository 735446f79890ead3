"""Everything that is wrong with a code, and what to do: the faults of :mod:`goodstanding.rules.uscc`, and one for each older kind."""

from __future__ import annotations

from typing import NamedTuple

from goodstanding.rules import legacy, uscc
from goodstanding.rules.codes.recognising import TESTS
from goodstanding.rules.codes.words import word
from goodstanding.rules.texts import Text

_DIGIT_PLACES = range(2, 8)


class Fault(NamedTuple):
    """``level``: ``error`` makes the code wrong, ``warning`` asks to look again. ``places`` count from 1."""

    code: str
    level: str
    says: Text
    do: Text
    places: tuple[int, ...] = ()


def named(code: str, level: str = "error", where: tuple[int, ...] = (), /, **values: object) -> Fault:
    """A fault with its sentences."""
    return Fault(code, level, word("fault", code, "says", **values), word("fault", code, "do"), where)


def faults(kind: str, code: str) -> tuple[Fault, ...]:
    """Every fault of a code read as ``kind``, in the order a reader should mend them."""
    if kind == "uscc":
        return tuple(_uscc(fault, code) for fault in uscc.check(code).faults)
    if kind not in TESTS or TESTS[kind](code):
        return ()
    right = legacy.regno_check_digit(code[:14]) if kind == "regno" else legacy.orgcode_check_character(code[-9:-1])
    return (named(f"{kind.upper()}_CHECK", "error", (len(code),), right=right, given=code[-1]),)


def fifteen(code: str) -> tuple[Fault, ...]:
    """The fault of 15 digits that are neither of the two kinds they have the shape of."""
    right = {"regno": legacy.regno_check_digit(code[:14]), "taxno": legacy.orgcode_check_character(code[6:14])}
    return (named("FIFTEEN_CHECK", "error", (15,), given=code[14], **right),)


def _uscc(fault: str, code: str) -> Fault:
    level = "warning" if fault in uscc.WARNINGS else "error"
    if fault == "USCC_CHARACTER":
        wrong = misplaced(code)
        said = [word("fault_place", "one", place=place, given=code[place - 1]) for place in wrong]
        listed = Text("、".join(one.zh for one in said), ", ".join(one.en for one in said))
        return named(fault, level, wrong, places=listed)
    return named(fault, level, _PLACES[fault], **_values(fault, code))


def misplaced(code: str) -> tuple[int, ...]:
    """The places (from 1) of characters that cannot stand where they do in 18 characters."""
    allowed = ["0123456789" if place in _DIGIT_PLACES else uscc.ALPHABET for place in range(len(code))]
    return tuple(place for place, (character, those) in enumerate(zip(code, allowed, strict=True), 1) if character not in those)


def _values(fault: str, code: str) -> dict[str, object]:
    values: dict[str, dict[str, object]] = {
        "USCC_LENGTH": {"n": len(code)},
        "USCC_PAIR_UNKNOWN": {"given": code[:2]},
        "USCC_AREA_UNKNOWN": {"given": code[2:4]},
    }
    if fault == "USCC_CHECK":
        return {"right": uscc.check_character(code[:17]), "given": code[17]}
    if fault == "USCC_INNER_CHECK":
        return {"right": legacy.orgcode_check_character(code[8:16]), "given": code[16]}
    return values.get(fault, {})


_PLACES: dict[str, tuple[int, ...]] = {
    "USCC_PLACEHOLDER": (),
    "USCC_LENGTH": (),
    "USCC_CHECK": (18,),
    "USCC_INNER_CHECK": (17,),
    "USCC_PAIR_UNKNOWN": (1, 2),
    "USCC_AREA_UNKNOWN": (3, 4),
}
