"""Rows written onto the sheets of the report, and on to the next sheet where one is full."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from goodstanding.pipeline.examined import Examined, Finding
from goodstanding.pipeline.read.template import ADDED
from goodstanding.pipeline.report.as_json import said
from goodstanding.pipeline.report.headers import SheetHeader
from goodstanding.pipeline.report.styling import LEVELS, Styles, safe
from goodstanding.rules.catalogue import Catalogue

_BESIDE = (f"{ADDED}级别 Level", f"{ADDED}原因", f"{ADDED}Reason", f"{ADDED}修改建议 Suggestion")
_LINE = f"{ADDED}原行号 Line"


class CellRow(NamedTuple):
    """A row of ``cells.parquet``."""

    sheet: str
    line: int
    cells: list[str | None]


class Notes(NamedTuple):
    """What stands beside a row, the level of each heading that has a finding, and its sentences (for the header's own cells)."""

    beside: tuple[str, ...]
    levels: dict[str, str]
    worst: str
    said: dict[str, str]

    @classmethod
    def none(cls) -> Notes:
        """Nothing to say."""
        return cls(("",) * len(_BESIDE), {}, "plain", {})

    @classmethod
    def of(cls, findings: list[Finding], examined: Examined, catalogue: Catalogue) -> Notes:
        """The findings of one row, worst first, as the cells beside it."""
        if not findings:
            return cls.none()
        texts = [(finding, LEVELS[finding.level], said(finding, examined, catalogue)) for finding in findings]
        levels = {finding.header or "": finding.level for finding in reversed(findings)}  # what a file has no column for has no cell
        worst = LEVELS[findings[0].level]
        zh = "\n".join(f"【{level.zh}】{text.zh}" for _, level, text in texts)
        en = "\n".join(f"[{level.en}] {text.en}" for _, level, text in texts)
        suggested = "\n".join(f"{finding.header} → {finding.suggestion}" for finding in findings if finding.suggestion)
        spoken = {finding.header: f"{text.zh}\n{text.en}" for finding, _, text in reversed(texts)}
        return cls((f"{worst.zh} {worst.en}", zh, en, suggested), levels, findings[0].level, spoken)


def pages_needed(rows: int, repeated: int, most: int) -> int:
    """How many sheets that many rows need when each further sheet begins with ``repeated`` rows of header."""
    return 1 if rows <= most else 1 - (most - rows) // (most - repeated)


@dataclass(slots=True)
class Pages:
    """One of the steward's sheets, or its rows to fix, over as many sheets as its rows need.

    With ``keeps_lines`` every row stands on the line it came from; else rows close up and their old line stands beside them.
    """

    styles: Styles
    sheets: list[Any]
    header: SheetHeader
    width: int
    most: int
    keeps_lines: bool
    page: int = 0
    base: int = field(init=False)
    last: int = -1
    top: list[CellRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The line that stands on the first row of the sheet; columns wide enough to read."""
        self.base = self.header.first_line
        for sheet in self.sheets:
            sheet.set_column(0, self.width - 1, 18)
            sheet.set_column(self.width + 1, self.width + 3, 50)
            if self.header.lines:
                sheet.freeze_panes(self.header.lines[-1] - self.base + 1 if self.keeps_lines else len(self.header.lines), 0)

    def is_header(self, row: CellRow) -> bool:
        """Whether the row is one of those that name the columns."""
        return row.line in self.header.lines

    def write(self, row: CellRow, notes: Notes) -> None:
        """Write the next row, on a new sheet where this one is full."""
        place = row.line - self.base if self.keeps_lines else self.last + 1
        if place >= self.most:
            self._turn()
            place = len(self.top)
            self.base = row.line - place
        self._put(place, row, notes)
        if self.is_header(row):
            self.top.append(row)

    def _turn(self) -> None:
        self.page += 1
        for place, row in enumerate(self.top):
            self._put(place, row, Notes.none())

    def _comment(self, place: int, notes: Notes) -> None:
        """What is wrong with a column stands on its heading: beside the header are the titles of the added columns."""
        for heading, text in notes.said.items():
            for column in self.header.columns(heading):
                self.sheets[self.page].write_comment(place, column, safe(text), {"x_scale": 2, "y_scale": 2})

    def _put(self, place: int, row: CellRow, notes: Notes) -> None:
        sheet = self.sheets[self.page]
        header = self.is_header(row)
        marked = {column: level for heading, level in notes.levels.items() for column in self.header.columns(heading)}
        for column, text in enumerate(row.cells):
            if text or column in marked:
                look = marked.get(column, "header" if header else "plain")
                sheet.write_string(place, column, safe(text or ""), self.styles[look])
        if header:
            self._comment(place, notes)
        titles = header and row.line == self.header.lines[-1]
        beside = [*(_BESIDE if titles else notes.beside), "" if self.keeps_lines else _LINE if titles else str(row.line)]
        for column, text in enumerate(beside, self.width):
            if text:
                look = "added" if titles else notes.worst if column == self.width else "wrapped"
                sheet.write_string(place, column, safe(text), self.styles[look])
        self.last = place
