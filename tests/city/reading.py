"""Reads a city's files back with nothing of the product: Python's csv and json, openpyxl, and the header mappings."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import openpyxl

from goodstanding.rules.catalogue import Catalogue, Generation

ENCODINGS = ("utf-8-sig", "gb18030")


class Line(NamedTuple):
    """A data row of a file: its line, and field code -> text."""

    line: int
    row: dict[str, str]


def listed(city: Path, name: str) -> list[dict[str, str]]:
    """``files.csv`` or ``truth.csv``."""
    with (city / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def generation(catalogue: Catalogue, entry: dict[str, str]) -> Generation | None:
    """The template of a file, None for a department's own."""
    return next((one for one in catalogue.kinds[entry["kind"]].generations if one.name == entry["template"]), None)


def lines(city: Path, entry: dict[str, str], catalogue: Catalogue) -> Iterator[Line]:
    """The rows of one file of ``files.csv``, headers turned into fields as its mapping or its template's says."""
    kind = catalogue.kinds[entry["kind"]]
    template = generation(catalogue, entry)
    own = tomllib.loads((city / "mappings" / entry["mapping"]).read_text("utf-8"))["columns"] if entry["mapping"] else {}
    titles = {title: header for header, names in (template.titles.items() if template else ()) for title in names}
    joined = {header: field for field, headers in (template.joined.items() if template else ()) for header in headers}
    for line, cells in _rows(city / entry["file"]):
        row: dict[str, str] = {}
        for header, cell in cells.items():
            header = titles.get(header, header)  # noqa: PLW2901
            field = own.get(header) or joined.get(header) or (template.columns.get(header, "") if template else "")
            if field in kind.fields and cell:
                value = template.values.get(field, {}).get(cell, cell) if template else cell
                row[field] = f"{row[field]};{value}" if header in joined and field in row else value
        yield Line(line, row)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if path.suffix == ".ndjson":
        for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
            yield number, json.loads(text)
        return
    table = _workbook(path) if path.suffix == ".xlsx" else _csv(path)
    head = next(number for number, row in enumerate(table) if len([cell for cell in row if cell]) > 5)
    for number, row in enumerate(table[head + 1 :], head + 2):
        if len(row) > 1 and row[1:] != table[head][1:] and any(row[1:]):
            yield number, dict(zip(table[head], row, strict=False))


def _csv(path: Path) -> list[list[str]]:
    for encoding in ENCODINGS:
        try:
            text = path.read_bytes().decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.partition("\n")[0]
        return list(csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=first.count)))
    raise AssertionError(path)


def _workbook(path: Path) -> list[list[str]]:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = [[_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    return rows


def _text(cell: object) -> str:
    return "" if cell is None else f"{cell:%Y/%m/%d}" if isinstance(cell, datetime) else str(cell)
