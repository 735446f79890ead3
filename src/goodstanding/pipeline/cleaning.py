"""Cells as they were meant. Each cleaning says what it did; nothing is guessed, what cannot be read stays as it is for the checks.

Texts keep their punctuation: only what nobody can see and letters and digits of double width are put right there. Codes, dates
and amounts are written in one form: dates ISO with 2099-12-31 for an open end, amounts plain decimals in 10,000 yuan, listed
values as the standard spells them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from goodstanding.rules import amounts, characters, dates
from goodstanding.rules.catalogue import Catalogue, CodeList, Field

IDENTIFIERS = frozenset({"uscc", "orgcode", "regno", "taxno"})
"""Field types that hold an organisation's code."""


class Note(NamedTuple):
    """What was done to a cell: the code of the finding that tells, and its detail."""

    rule: str
    detail: str


class Cleaned(NamedTuple):
    """``seen`` is the cell as the checks look at it ('' where nothing stands), ``value`` what is stored (None for an empty cell)."""

    seen: str
    value: str | None
    notes: tuple[Note, ...] = ()


Cleaner = Callable[[str], Cleaned]

_INVISIBLE = re.compile(f"[{characters.INVISIBLE}]+")
_WHITE_ENDS = re.compile(rf"^[{characters.WHITE}]+|[{characters.WHITE}]+$")
_WIDE = {code: code - 0xFEE0 for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ")) for code in range(ord(first), ord(last) + 1)}
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "空", "NULL", "N/A", "NONE", "NAN"})
_PLAIN_DATE = re.compile(r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}")


def text(raw: str) -> Cleaned:
    """Free text and names: see the module's first lines."""
    shown = _INVISIBLE.sub("", raw)
    narrow = shown.translate(_WIDE)
    value = _WHITE_ENDS.sub("", narrow)
    done = {"invisible": shown != raw, "width": narrow != shown, "spaces": value != narrow}
    return Cleaned(value, value or None, tuple(Note("TEXT_CLEANED", what) for what, there in done.items() if there))


def code(raw: str) -> Cleaned:
    """Identifiers of organisations: NFKC, upper case, no white space, hyphens or invisible characters; 无 and / are nothing."""
    value = characters.code(raw)
    if value in _NOTHING:
        return Cleaned("", None, (Note("VALUE_CLEANED", ""),) if raw.strip() else ())
    return Cleaned(value, value, _written_anew(raw, value))


def date(raw: str) -> Cleaned:
    """ISO date; an open end is 2099-12-31. What a spreadsheet leaves for an empty date is a finding of the checks."""
    if dates.is_empty(raw):
        return Cleaned(raw, None)
    day = dates.read(raw)
    if day is None:
        return text(raw)
    iso = day.isoformat()
    return Cleaned(iso, iso, () if _PLAIN_DATE.fullmatch(raw) else (Note("DATE_CLEANED", iso),))


def amount(raw: str) -> Cleaned:
    """10,000 yuan as a plain decimal."""
    if characters.compact(raw).upper() in _NOTHING:
        return Cleaned("", None, (Note("VALUE_CLEANED", ""),) if raw.strip() else ())
    number = amounts.read(raw)
    if number is None:
        return text(raw)
    value = plain_decimal(number)
    return Cleaned(value, value, () if raw.isascii() and set(raw) <= set("0123456789.") else (Note("VALUE_CLEANED", value),))


def plain_decimal(number: Decimal) -> str:
    """Without exponent and needless zeros: ``0.2``, ``48.17``, ``3``."""
    written = f"{number:f}"
    return (written.rstrip("0").rstrip(".") if "." in written else written) or "0"


def listed(codes: CodeList, *, many: bool) -> Cleaner:
    """Values of a code list, as the list spells them; what is not on it stays."""

    def clean(raw: str) -> Cleaned:
        meant = characters.clean(raw)
        parts = [part.strip() for part in meant.split(";")] if many else [meant]
        value = ";".join(dict.fromkeys(_spelled(codes, part) for part in parts if part))
        return Cleaned(value, value or None, _written_anew(raw, value) if meant else ())

    return clean


def _spelled(codes: CodeList, part: str) -> str:
    return codes.index[part].value if part in codes.index else part


def _written_anew(raw: str, value: str) -> tuple[Note, ...]:
    """What was done to make ``value`` of ``raw``: seen characters changed, or only unseen ones and spaces."""
    if value == raw:
        return ()
    unseen = text(raw)
    return unseen.notes if unseen.value == value else (Note("VALUE_CLEANED", value),)


_BY_TYPE: dict[str, Cleaner] = {
    "date": date, "money": amount, "number": amount, "uscc": code, "orgcode": code, "regno": code, "taxno": code,
}  # fmt: skip


def cleaner(field: Field, catalogue: Catalogue, replaced: dict[str, str]) -> Cleaner:
    """How the cells of a field are cleaned. ``replaced``: a template's or mapping's values -> the standard's."""
    base = listed(catalogue.codes[field.codes], many=field.many) if field.codes else _BY_TYPE.get(field.type, text)

    def clean(raw: str) -> Cleaned:
        meant = raw[1:] if raw.startswith("'") and "'" not in raw[1:] else raw  # how spreadsheets mark a number as text
        return base(replaced.get(characters.clean(meant), meant))

    return clean
