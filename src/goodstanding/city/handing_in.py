"""Writes what the departments hand in, with faults planted, and the truth about it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from goodstanding.city.chance import Dice
from goodstanding.city.deciding import Row, World, decisions
from goodstanding.city.faults import rows as whole
from goodstanding.city.faults.planting import Fault, Scene
from goodstanding.city.layouts import Column, columns
from goodstanding.city.organisations import Organisation
from goodstanding.city.planning import Delivery, plan
from goodstanding.city.sheets import NOTES, open_sheet, typed
from goodstanding.city.truth import Place, Truth, opened
from goodstanding.city.writing import Sheet
from goodstanding.rules.catalogue import Catalogue

CHUNK = 20_000
TWICE_EVERY = 12
"""Of the faults every 12th is a row that comes twice."""
CHANGED_EVERY = 5
"""Of the rows handed in again every fifth has changed."""
FILES = ("file", "department", "kind", "template", "mapping", "rows", "persons", "planted")


class _Numbered(NamedTuple):
    """A row, who it is about, who the row before was about, its number, and whether something is to be wrong with it."""

    row: Row
    party: Organisation
    other: Organisation
    number: int
    faulty: bool


def write_all(directory: Path, world: World, catalogue: Catalogue, records: int, faults: float) -> None:
    """All files of all departments, ``truth.csv`` and ``files.csv``."""
    with opened(directory / "truth.csv") as truth, (directory / "files.csv").open("w", encoding="utf-8", newline="") as listed:
        out = csv.DictWriter(listed, FILES, lineterminator="\r\n")
        out.writeheader()
        for delivery in plan(directory, records):
            name = delivery.path.relative_to(directory).as_posix()
            out.writerow(
                _File(
                    world, delivery, name, columns(delivery.way, catalogue.kinds[delivery.feed.kind], world.today), truth, faults
                ).written(catalogue)
            )


@dataclass(slots=True)
class _File:
    """One file being written."""

    world: World
    delivery: Delivery
    name: str
    columns: tuple[Column, ...]
    truth: Truth
    faults: float
    rows: int = 0
    persons: int = 0

    def written(self, catalogue: Catalogue) -> dict[str, object]:
        """Write it; its line for ``files.csv``."""
        d, before = self.delivery, self.truth.planted
        kind = catalogue.kinds[d.feed.kind]
        header = [column.header for column in self.columns]
        extra = ["经办科室"] if d.feed.odd == "unknown column" else []
        with open_sheet(d.path, d.way, header + extra, kind, d.department.name) as sheet:
            if extra:
                self._true(sheet, sheet.line, whole.UNKNOWN_COLUMN, planted=extra[0])
            for one in self._numbered(self.faults if d.feed.odd != "clean" else 0):
                self._write(sheet, one)
                if d.feed.odd == "second header" and one.number == d.stop // 2:
                    self._true(sheet, sheet.write(header), whole.SECOND_HEADER)
            for note in NOTES if d.feed.odd == "notes" else ():
                sheet.write([note])
        return {
            "file": self.name, "department": d.department.code, "kind": kind.code, "template": d.way.template,
            "mapping": d.mapping, "rows": self.rows, "persons": self.persons, "planted": self.truth.planted - before,
        }  # fmt: skip

    def _numbered(self, faults: float) -> Iterator[_Numbered]:
        d = self.delivery
        before: Organisation | None = None
        for start in range(d.start, d.stop, CHUNK):
            numbers = np.arange(start, min(start + CHUNK, d.stop), dtype=np.int64)
            faulty = (self.world.chance.share(f"{self.name} faulty", numbers) < faults).tolist()
            made = decisions(self.world, d.department, d.feed.kind, numbers)
            for number, ((row, party), bad) in enumerate(zip(made, faulty, strict=True), start):
                yield _Numbered(row, party, before or party, number, bad)
                before = party

    def _write(self, sheet: Sheet, one: _Numbered) -> None:
        """The row, and what goes with it."""
        if one.number < self.delivery.again:
            self._again(sheet, one, whole.CHANGED if one.number % CHANGED_EVERY == 0 and self._entered(one.number) else whole.UNCHANGED)
        elif not one.faulty:
            self._put(sheet, one.row)
        elif self.truth.planted % TWICE_EVERY == TWICE_EVERY - 1:
            self._put(sheet, one.row)
            self._again(sheet, one, whole.REPEATED if one.number % 2 else whole.CONTRADICTED)
        else:
            self._spoilt(sheet, one)

    def _entered(self, number: int) -> bool:
        """The row was right when it was handed in first: one that was not may have entered nowhere, and then nothing has changed."""
        first = np.array([number], dtype=np.int64)
        return bool(self.world.chance.share(f"files/{self.delivery.path.name} faulty", first)[0] >= self.faults)

    def _again(self, sheet: Sheet, one: _Numbered, fault: Fault) -> None:
        """A row that was there before, as it was or reworded."""
        right = one.row[fault.role]
        one.row[fault.role] = whole.reworded(right) if fault in (whole.CHANGED, whole.CONTRADICTED) else right
        self._true(sheet, self._put(sheet, one.row), fault, right, one.row[fault.role])

    def _spoilt(self, sheet: Sheet, one: _Numbered) -> None:
        dice = Dice(self.world.chance.seed, self.name, one.number)
        done = self.truth.plant(
            Scene(one.row, one.party, one.other, dice, self.world.today),
            self.delivery.feed.kind,
            {c.role: c for c in self.columns if c.role},
        )
        line = self._put(sheet, one.row)
        if done:
            self._true(sheet, line, done[0], done[1], one.row[done[0].role])

    def _put(self, sheet: Sheet, row: Row) -> int:
        self.rows += 1
        self.persons += row.get("party.class") == "自然人"
        cells = [column.fill(row) for column in self.columns]
        return sheet.write(
            [*typed(self.delivery.way, self.columns, cells), *(["执法一科"] if self.delivery.feed.odd == "unknown column" else [])]
        )

    def _true(self, sheet: Sheet, line: int, fault: Fault, right: str = "", planted: str = "") -> None:
        self.truth.write(Place(self.name, sheet.name, line), fault, {column.role: column for column in self.columns}, right, planted)
