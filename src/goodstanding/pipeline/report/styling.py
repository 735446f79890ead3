"""How the workbook looks, and how a text becomes a cell that stays text."""

from __future__ import annotations

import re
from typing import Any

import xlsxwriter

from goodstanding.rules.texts import Text

LEVELS = {"error": Text("错误", "Error"), "warning": Text("提醒", "Warning"), "info": Text("说明", "Information")}
"""Words for the levels; the order is the order of weight."""
_LOOKS: dict[str, dict[str, Any]] = {
    # Colour, face and border all differ: on paper and for the colour-blind an error is bold in a thick frame.
    "error": {"bg_color": "#F8CBAD", "font_color": "#7A1A00", "bold": True, "border": 2, "border_color": "#7A1A00"},
    "warning": {"bg_color": "#FFE699", "italic": True, "border": 3, "border_color": "#7F6000"},
    "info": {"bg_color": "#DDEBF7", "underline": 1, "border": 4, "border_color": "#1F4E79"},
    "header": {"bold": True, "bg_color": "#E7E6E6", "bottom": 1},
    "added": {"bold": True, "bg_color": "#404040", "font_color": "#FFFFFF"},
    "title": {"bold": True, "font_size": 14},
    "plain": {},
    "wrapped": {"text_wrap": True, "valign": "top"},
}
_LIVE = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"^[+-]?\d+(?:\.\d+)?%?$")
_MOST = 32_767  # characters in a cell of a spreadsheet
_CUT = "…（超长，已截断 cut）"


class Styles:
    """The formats of one workbook, by name."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._formats = {name: book.add_format({"num_format": "@"} | look) for name, look in _LOOKS.items()}

    def __getitem__(self, name: str) -> Any:
        return self._formats[name]


def safe(text: str) -> str:
    """The text as a cell that cannot become a formula, even when somebody saves the sheet as CSV and opens that.

    A text that begins as a formula does gets an apostrophe in front, which the cleaning takes off again when it is handed in.
    """
    if _LIVE.match(text) and not _NUMBER.match(text):
        text = "'" + text
    return text if len(text) <= _MOST else text[: _MOST - len(_CUT)] + _CUT


def sheet_name(wanted: str, taken: set[str]) -> str:
    r"""A lawful sheet name (31 characters, none of ``[]:*?/\``), not yet ``taken``; it is taken then."""
    base = re.sub(r"[\[\]:*?/\\]", "_", wanted).strip("'") or "Sheet"
    name, number = base[:31], 2
    while name.lower() in taken:
        end = f" ({number})"
        name, number = base[: 31 - len(end)] + end, number + 1
    taken.add(name.lower())
    return name
