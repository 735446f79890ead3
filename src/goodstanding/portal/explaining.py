"""A Unified Social Credit Code taken apart, for people who want to know why one is refused."""

from __future__ import annotations

from dataclasses import dataclass

from goodstanding.rules import legacy, uscc
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

PARTS = (("authority", 0, 1), ("category", 1, 2), ("area", 2, 8), ("identity", 8, 17), ("check", 17, 18))
"""Name, from, until (GB 32100-2015)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five parts: what it is called, its characters, what they mean."""

    name: str
    title: Text
    characters: str
    meaning: Text


@dataclass(frozen=True, slots=True)
class Explained:
    """The verdict, the parts (none where the length is wrong), the faults in sentences, both check characters as computed."""

    verdict: uscc.Verdict
    parts: tuple[Part, ...]
    faults: tuple[Text, ...]


def explain(typed: str) -> Explained:
    """Take a code apart. Whether it passes says nothing about which body it is, or whether that body exists."""
    verdict = uscc.check(typed)
    code = verdict.code
    parts = (
        tuple(Part(name, text("portal.code.part", name), code[a:b], _meaning(name, code)) for name, a, b in PARTS)
        if len(code) == 18
        else ()
    )
    return Explained(verdict, parts, tuple(_fault(fault, code) for fault in verdict.faults))


def _meaning(name: str, code: str) -> Text:
    """What the part says, as far as it can be read."""
    if name in {"authority", "category"}:
        if code[:2] not in uscc.PAIRS:
            return text("portal.code.unknown")
        return text("portal.code.authority", code[0]) if name == "authority" else text("portal.code.category", code[:2])
    if name == "area":
        return text("portal.code.area")
    right = _right(name, code)
    if right is None:
        return text("portal.code.unreadable")
    return (
        text("portal.code.agrees", right=right)
        if right == code[17 if name == "check" else 16]
        else text("portal.code.should_be", right=right)
    )


def _right(name: str, code: str) -> str | None:
    """The check character as it should be, None where the characters before it are none of the alphabet."""
    try:
        return uscc.check_character(code[:17]) if name == "check" else legacy.orgcode_check_character(code[8:16])
    except (KeyError, ValueError):
        return None


def _fault(fault: str, code: str) -> Text:
    return text("portal.code.fault", fault, n=len(code)) if fault == "USCC_LENGTH" else text("portal.code.fault", fault)
