"""The row that names the columns: found by likeness to the names the catalogue (or a saved mapping) knows, under titles and notices.

A row is only taken for a header where several of its cells are known names, so a data row never is. Where a file has its own
names and nobody has mapped them yet, :func:`guess_header` proposes a row for the mapping screen; nothing is checked by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from goodstanding.pipeline.read.headings import heading_key
from goodstanding.pipeline.read.tables import Note, Row, Sheet
from goodstanding.rules.catalogue import Catalogue

_LEAST = 2
_MANY = 8
_NOTE = re.compile(
    r"^\s*(?:表格说明|填表说明|填报说明|说明|备注|附注|注|合计|总计|小计|填表人|填报人|制表人?|审核人?|联系人|以上|note)\s*(?:[:：\d一二三四五六七八九（(].*)?$",
    re.DOTALL | re.IGNORECASE,
)
_VALUE = re.compile(r"^[\d\s./年月日:-]+$|^[0-9A-Z]{15,}$")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Header:
    """Where the names stand and what they are.

    ``lines``: the header's lines, the last one directly above the data. ``names``: one for each column, '' where there is none.
    ``known``: how many of them the catalogue or mapping knows. ``notes_from``: the line from which on only notes follow, or ``None``.
    ``told``: what is worth telling about the sheet around its data.
    """

    lines: tuple[int, ...]
    names: tuple[str, ...]
    known: int
    notes_from: int | None = None
    told: tuple[Note, ...] = ()


def known_headings(catalogue: Catalogue, more: Iterable[str] = ()) -> frozenset[str]:
    """The keys of every column code and title of every kind and generation, and of ``more`` (a mapping's headers)."""
    names = set(more)
    for kind in catalogue.kinds.values():
        names |= {name for field in kind.fields.values() for name in (field.code, field.title.zh, field.title.en)}
        for generation in kind.generations:
            names |= set(generation.columns) | {title for titles in generation.titles.values() for title in titles}
    return frozenset(filter(None, map(heading_key, names)))


def find_header(sheet: Sheet, known: frozenset[str]) -> Header | None:
    """The header among the sheet's first rows, ``None`` where no row has two known names that are a third of it, or eight."""
    best, most = None, 0
    for place, row in enumerate(sheet.head):
        hits = _hits(row.cells, known)
        filled = sum(map(bool, row.cells))
        if hits > most and hits >= min(_LEAST, sheet.width) and (hits * 3 >= filled or hits >= _MANY):
            best, most = place, hits
    return None if best is None else _header(sheet, best, known)


def guess_header(sheet: Sheet) -> Header | None:
    """The first row that could be one: most columns filled, all different, short, none a number, date or code."""
    for place, row in enumerate(sheet.head):
        cells = [cell for cell in row.cells if cell]
        wide = len(cells) >= max(_LEAST, sheet.width * 0.6)
        if wide and len(set(cells)) == len(cells) and not any(_VALUE.match(cell) or len(cell) > _LONGEST_NAME for cell in cells):
            return _header(sheet, place, frozenset())
    return None


def _hits(cells: Iterable[str], known: frozenset[str]) -> int:
    return len({key for cell in cells if 0 < len(cell) <= _LONGEST_NAME and (key := heading_key(cell)) in known})


def _header(sheet: Sheet, place: int, known: frozenset[str]) -> Header:
    """The header with the rows above and below it that belong to it: group names over names, codes under titles."""
    rows = [sheet.head[place]]
    if place and _is_group(sheet.head[place - 1], rows[0], known):
        rows.insert(0, sheet.head[place - 1])
    names = _names(rows, sheet, known)
    for row in sheet.head[place + 1 :]:
        longer = _names([*rows, row], sheet, known)
        if row.line != rows[-1].line + 1 or not (_names_again(row, known) or _hits(longer, known) > _hits(names, known)):
            break
        rows, names = [*rows, row], longer
    last = rows[-1].line
    notes_from = _notes_from(sheet, last)
    told = (*_merged(sheet, last), *(Note("NOTE_SKIPPED", sheet=sheet.name, line=row.line) for row in _below(sheet, notes_from)))
    return Header(tuple(row.line for row in rows), names, _hits(names, known), notes_from, told)


def _below(sheet: Sheet, notes_from: int | None) -> list[Row]:
    return [row for row in sheet.tail if notes_from and row.line >= notes_from]


def _merged(sheet: Sheet, header_line: int) -> list[Note]:
    """Data cells merged over several rows, whose value was given to each row."""
    lines = [merge.top for merge in sheet.merged if header_line < merge.top < merge.bottom]
    return [Note("CELLS_MERGED", str(len(lines)), str(lines[0]), sheet.name, lines[0])] if lines else []


def _names_again(row: Row, known: frozenset[str]) -> bool:
    """Whether a row below the header is names once more, as codes under titles are."""
    hits = _hits(row.cells, known)
    return hits >= _LEAST and hits * 2 >= sum(map(bool, row.cells))


def _names(rows: list[Row], sheet: Sheet, known: frozenset[str]) -> tuple[str, ...]:
    spread = [_spread(row, sheet) for row in rows]
    return tuple(_name([cells[column] for cells in spread], known) for column in range(sheet.width))


def _is_group(above: Row, row: Row, known: frozenset[str]) -> bool:
    """Whether the row above names groups of columns, or is a second row of names; a title has one filled cell."""
    cells = {cell for cell in above.cells if cell}
    return above.line == row.line - 1 and (len(cells) >= _LEAST) and (_hits(cells, known) > 0 or len(cells) * 2 <= len(set(row.cells)))


def _spread(row: Row, sheet: Sheet) -> list[str]:
    """The row's cells, with what is merged over several columns in each of them."""
    cells = [*row.cells, *[""] * (sheet.width - len(row.cells))]
    for merge in sheet.merged:
        if merge.top <= row.line <= merge.bottom and merge.left < len(cells):
            for column in range(merge.left + 1, min(merge.right + 1, len(cells))):
                cells[column] = cells[column] or cells[merge.left]
    return cells


def _name(cells: list[str], known: frozenset[str]) -> str:
    """One name for a column out of the header's rows: the lowest known one, both together where that is known, else the lowest."""
    candidates = [*reversed(cells), "".join(cells)]
    filled = [cell.strip() for cell in candidates if cell.strip()]
    return next((cell for cell in filled if heading_key(cell) in known), filled[0] if filled else "")


def _notes_from(sheet: Sheet, header_line: int) -> int | None:
    """The first of the notes, totals and signatures that end the sheet."""
    found = None
    for row in reversed(sheet.tail):
        filled = [cell for cell in row.cells if cell]
        is_note = len(filled) <= max(3, sheet.width // 3) and bool(_NOTE.match(filled[0]))
        if row.line <= header_line or not (is_note or len(filled) == 1):
            break
        found = row.line if is_note else found
    return found
