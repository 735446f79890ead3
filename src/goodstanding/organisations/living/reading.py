"""What a register's cells say of an organisation's life: its address, and the bodies it is tied to. Plain Python, a value at a time."""

from __future__ import annotations

from goodstanding.organisations import judging_codes
from goodstanding.rules import dates, persons
from goodstanding.rules.dates import OPEN

UNREAD = "!"
"""Stands for a piece that could not be read; what it was is repeated to nobody."""
YES = frozenset({"1", "Y", "YES", "TRUE", "是", "更正"})
_KINDS = {
    "分立": "split_from",
    "合并": "merged_into",
    "吸收合并": "merged_into",
    "并入": "merged_into",
    "改制": "continues",
    "承继": "continues",
}
# A relation is written from the later body's side, but for a merger, which is the earlier body's: 甲并入乙. `<` turns it round.
_TURNED = {
    "predecessor": {"split_from": "", "merged_into": "<", "continues": ""},
    "successor": {"split_from": "<", "merged_into": "", "continues": "<"},
}


def address(raw: str) -> str | None:
    """The address, or None where a telephone or identity number stands in it: such a cell is not kept at all."""
    return None if persons.find(raw) else " ".join(raw.split())


def day(raw: str) -> str | None:
    """An ISO day; an open end is none."""
    found = dates.read(raw)
    return found.isoformat() if found and found < OPEN else None


def correct(raw: str) -> str | None:
    """``1`` where the row says that it corrects."""
    return "1" if raw.strip().upper() in YES else None


def ties(field: str, exceptions: frozenset[str], raw: str) -> str:
    """``code|relation|day;…`` of a cell of ``parent``, ``predecessor`` or ``successor``; ``<`` stands where the other is the subject."""
    return ";".join(_tie(field, exceptions, piece) for piece in raw.replace("；", ";").split(";") if piece.strip())


def _tie(field: str, exceptions: frozenset[str], piece: str) -> str:
    code, kind, since = [part.strip() for part in [*piece.replace("｜", "|").split("|"), "", ""][:3]]
    judged = judging_codes.one(code, "code", exceptions)
    if field == "parent":
        relation: str | None = "branch_of"
    else:
        named = _KINDS.get(kind)
        relation = _TURNED[field][named] + named if named else None
    return f"{judged.value}|{relation}|{day(since) or ''}" if judged.value and relation else UNREAD
